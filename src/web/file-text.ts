// What a file that somebody brings says: a spreadsheet may write its CSV as UTF-8, as UTF-16 or in the old way of Windows. Pure.

/** The text of a file in whatever of these it was written; a byte order mark is left out.
 *  @param bytes the whole file */
export function textOf(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
