// Bytes of a file somebody brought -> text, in whatever encoding it was written. Pure.

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface EncodingGuess {
  readonly value: Encoding;
  readonly reason: 'byte-order-mark' | 'zero-bytes' | 'valid-utf-8' | 'not-utf-8';
}

/** @param head the first bytes of the file, cut anywhere */
export function encodingOf(head: Uint8Array): EncodingGuess {
  const [first = 0, second = 0, third = 0] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { value: 'utf-8', reason: 'byte-order-mark' };
  if (first === 0xff && second === 0xfe) return { value: 'utf-16le', reason: 'byte-order-mark' };
  if (first === 0xfe && second === 0xff) return { value: 'utf-16be', reason: 'byte-order-mark' };
  const zeros = zeroBytes(head);
  // Plain figures in UTF-16 have a zero byte in each pair.
  if (zeros.odd > head.length / 4) return { value: 'utf-16le', reason: 'zero-bytes' };
  if (zeros.even > head.length / 4) return { value: 'utf-16be', reason: 'zero-bytes' };
  return isUtf8(head) ? { value: 'utf-8', reason: 'valid-utf-8' } : { value: 'windows-1252', reason: 'not-utf-8' };
}

/** What Windows-1252 has where Latin-1 has control signs, 0x80 to 0x9F.
 *  @see https://encoding.spec.whatwg.org/index-windows-1252.txt */
const WINDOWS_SIGNS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const CONTROL_SIGNS = /[\u0080-\u009f]/g;

/** A decoder of one file; call it piece by piece, and once without a piece at the end.
 *  Node 20.20.2 decodes 'windows-1252' as Latin-1 (seen on
 *  27 November 2026): a euro sign becomes U+0080. What a later Node has right passes as it is; this can go when 20 is no longer supported. */
export function decoderOf(encoding: Encoding): (piece?: Uint8Array) => string {
  const decoder = new TextDecoder(encoding);
  const decode = (piece?: Uint8Array): string => (piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true }));
  if (encoding !== 'windows-1252') return decode;
  return (piece) => decode(piece).replaceAll(CONTROL_SIGNS, (sign) => WINDOWS_SIGNS.charAt(sign.charCodeAt(0) - 0x80));
}

function zeroBytes(bytes: Uint8Array): { even: number; odd: number } {
  const found = { even: 0, odd: 0 };
  bytes.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) found.even += 1;
    else found.odd += 1;
  });
  return found;
}

/** The last character may be cut in the middle: that is no fault. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Where a text may be cut so that no line is split: behind the last line end outside quotes; 0 when there is none. */
export function lineCut(text: string): number {
  const last = text.lastIndexOf('\n') + 1;
  if (last === 0 || !text.includes('"')) return last;
  let quoted = false;
  let cut = 0;
  for (let at = 0; at < last; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) quoted = !quoted;
    else if (code === 10 && !quoted) cut = at + 1;
  }
  return cut;
}
