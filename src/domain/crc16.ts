// CRC-16/ARC: polynomial 0x8005 (reflected 0xA001), start value 0, as printed on P1 telegrams.

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  return crc;
});

/** CRC-16/ARC of bytes[from, to).
 *  @returns an integer 0..65535
 *  @see docs/methods.md#p1-crc (DSMR 5.0.2 P1 companion standard, section 5.2) */
export function crc16Arc(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = 0;
  for (let at = from; at < to; at++) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return crc;
}
