// Finds P1 telegrams in bytes and checks their CRC; what the lines mean is obis.ts and dsmr-p1.ts.
import { crc16Arc } from '../../src/domain/crc16.ts';
import type { DecodeNote, Refused } from '../../src/domain/reading.ts';

const CR = 0x0d;
const LF = 0x0a;

/** A telegram that may be read: its text between '/' and '!', and how far its CRC vouches for it. */
export interface Telegram {
  readonly text: string;
  readonly crc: 'valid' | Extract<DecodeNote, 'crc-not-verifiable' | 'no-crc'>;
}

/** Bytes [start, end): from '/' up to and including '!'; `end` is null when no line starts with '!'. */
interface Frame {
  readonly start: number;
  readonly end: number | null;
}

/** Every telegram of a payload, in order: some gateways send more than one, or the tail of the one before. */
export function telegramsIn(payload: Uint8Array): (Telegram | Refused)[] {
  const text = latin1(payload);
  const frames = framesIn(text);
  if (frames.length > 0) return frames.map((frame) => check(payload, text, frame));
  if (/\d-\d:\d+\.\d+\.\d+\(/.test(text)) return [{ reason: 'telegram-truncated', detail: "the telegram begins without its header line '/…'" }];
  return [{ reason: 'not-a-telegram', detail: `a P1 telegram begins with '/', these ${payload.length} bytes hold no such line` }];
}

/** True when a line looks like the header of a telegram: '/', three characters of the maker and a digit. */
export const hasHeader = (payload: Uint8Array): boolean => /(?:^|[^ -~])\/[0-9A-Za-z]{3}[0-9A-Za-z][^\r\n]*[\r\n]/.test(latin1(payload.subarray(0, 4096)));

/** Each byte one character: header bytes such as 0xAB are no UTF-8. */
const LATIN1 = new TextDecoder('latin1');
const latin1 = (bytes: Uint8Array): string => LATIN1.decode(bytes);

function framesIn(text: string): Frame[] {
  const frames: Frame[] = [];
  let start = -1;
  // Looked for, not walked to: a telegram has a thousand characters and one of each.
  for (let at = nextMark(text, 0); at < text.length; at = nextMark(text, at + 1)) {
    if (!beginsLine(text, at)) continue;
    if (text[at] === '/') {
      if (start >= 0) frames.push({ start, end: null });
      start = at;
      continue;
    }
    // Junk of the serial line may stand right before the first '/', so a '/' anywhere will do there.
    const first = start >= 0 || frames.length > 0 ? start : text.indexOf('/');
    if (first >= 0 && first < at) frames.push({ start: first, end: at + 1 });
    start = -1;
  }
  if (start < 0 && frames.length === 0) start = text.indexOf('/');
  if (start >= 0) frames.push({ start, end: null });
  return frames;
}

/** Where the next '/' or '!' stands; the length of the text when there is none. */
function nextMark(text: string, from: number): number {
  const [slash, bang] = [text.indexOf('/', from), text.indexOf('!', from)];
  return Math.min(slash < 0 ? text.length : slash, bang < 0 ? text.length : bang);
}

function beginsLine(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return at === 0 || before === CR || before === LF;
}

function check(payload: Uint8Array, all: string, frame: Frame): Telegram | Refused {
  const { start, end } = frame;
  if (end === null) return { reason: 'telegram-truncated', detail: `no line starts with '!': the telegram stops after ${payload.length - start} bytes or the next one begins` };
  const text = all.slice(start, end - 1);
  const trailer = /^[^\r\n]*/.exec(all.slice(end, end + 8))?.[0].trim() ?? '';
  // DSMR 2 and 3 have no CRC, no version line and no telegram time; later ones without CRC were cut off.
  if (trailer === '' && !/^(?:1-3:0\.2\.8|0-0:96\.1\.4|0-0:1\.0\.0)\(/m.test(text)) return { text, crc: 'no-crc' };
  if (!/^[0-9A-Fa-f]{4}/.test(trailer)) return { reason: 'telegram-truncated', detail: `four CRC digits belong after '!', '${trailer}' stands there` };
  const stated = Number.parseInt(trailer.slice(0, 4), 16);
  const computed = crc16Arc(payload, start, end);
  if (computed === stated) return { text, crc: 'valid' };
  const body = payload.subarray(start, end);
  const restored = withCrlf(body);
  // Gateways that rewrite line ends break the CRC. Matching after restoring them proves the content all the same.
  if (restored.length > body.length && crc16Arc(restored) === stated) return { text, crc: 'crc-not-verifiable' };
  return { reason: 'crc-mismatch', detail: `the telegram says ${hex(stated)}, its bytes give ${hex(computed)}` };
}

/** The same bytes with CRLF wherever a bare LF stands. */
function withCrlf(body: Uint8Array): Uint8Array {
  const restored: number[] = [];
  body.forEach((byte, at) => {
    if (byte === LF && body[at - 1] !== CR) restored.push(CR);
    restored.push(byte);
  });
  return Uint8Array.from(restored);
}

const hex = (crc: number): string => crc.toString(16).toUpperCase().padStart(4, '0');
