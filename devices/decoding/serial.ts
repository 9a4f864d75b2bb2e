// Serial numbers as devices print them, made readable. Knows nothing of the registry.

/** P1 and HomeWizard give the serial as hexadecimal ASCII ('4730…' for 'G0…'): decoded when that gives
 *  printable text, kept as it stands otherwise, because masked and foreign ids are plain text already. */
export function serialFrom(text: string): string {
  const plain = text.trim();
  if (plain.length === 0 || plain.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(plain)) return plain;
  let decoded = '';
  for (let at = 0; at < plain.length; at += 2) {
    const code = Number.parseInt(plain.slice(at, at + 2), 16);
    if (code < 0x20 || code > 0x7e) return plain;
    decoded += String.fromCharCode(code);
  }
  return decoded.trim();
}
