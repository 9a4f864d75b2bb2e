// Serial numbers as devices print them, made readable. Knows nothing of the registry.

/** P1 and HomeWizard give the serial as hexadecimal ASCII ('4730…' for 'G0…'): decoded when that gives
 *  printable text, kept as it stands otherwise, because masked and foreign ids are plain text already. */
export function serialFrom(text: string): string {
  const plain = text.trim();
  if (plain.length === 0 || plain.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(plain)) return plain;
  let decoded = '';
  for (let at = 0; at < plain.length; at += 2) {
    const code = hexDigit(plain.charCodeAt(at)) * 16 + hexDigit(plain.charCodeAt(at + 1));
    if (code < 0x20 || code > 0x7e) return plain;
    decoded += String.fromCharCode(code);
  }
  return decoded.trim();
}

/** '0' is 0x30, 'A' 0x41 and 'a' 0x61. */
const hexDigit = (code: number): number => (code <= 0x39 ? code - 0x30 : (code & 0x0f) + 9);
