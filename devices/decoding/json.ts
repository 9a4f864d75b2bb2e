// JSON payloads read with suspicion: bytes in, plain objects out. No vendor knowledge here.

/** Vendor payloads gain fields with every firmware, so unknown ones pass and stay unread. */
export type Fields = Readonly<Record<string, unknown>>;

/** One for all messages: making one costs more than decoding does. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The parsed payload, or undefined when the bytes are no UTF-8 JSON (undefined is no JSON value). */
export function jsonFrom(payload: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(payload));
  } catch {
    return undefined;
  }
}

/** The object's fields, null when the value is no object. */
export const fieldsFrom = (value: unknown): Fields | null => (isObject(value) ? value : null);

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first bytes already tell whether a payload can be a JSON object or array. */
export function startsLikeJson(payload: Uint8Array): boolean {
  const first = payload.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x7b || first === 0x5b;
}
