// JSON payloads read with suspicion: bytes in, plain objects out. No vendor knowledge here.
import { z } from 'zod';

/** Vendor payloads gain fields with every firmware, so unknown ones pass and stay unread. */
const Fields = z.looseObject({});
export type Fields = Readonly<Record<string, unknown>>;

/** The parsed payload, or undefined when the bytes are no UTF-8 JSON (undefined is no JSON value). */
export function jsonFrom(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}

/** The object's fields, null when the value is no object. */
export function fieldsFrom(value: unknown): Fields | null {
  const parsed = Fields.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** The first bytes already tell whether a payload can be a JSON object or array. */
export function startsLikeJson(payload: Uint8Array): boolean {
  const first = payload.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x7b || first === 0x5b;
}
