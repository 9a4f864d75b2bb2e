// Reading JSON that a stranger wrote: never throws, never trusts a type.
import type { Decoded } from '../src/domain/reading.ts';

export type Fields = Readonly<Record<string, unknown>>;
const BRACE = 0x7b;
const BRACKET = 0x5b;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** First byte that is not white space says whether it can be JSON at all. */
export function looksLikeJson(payload: Uint8Array): boolean {
  const first = payload.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === BRACE || first === BRACKET;
}

export function parseJson(payload: Uint8Array): { ok: true; value: unknown } | Extract<Decoded, { ok: false }> {
  if (payload.length === 0) return { ok: false, reason: 'empty-payload', detail: 'the message has no bytes' };
  try {
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) };
  } catch {
    return { ok: false, reason: 'not-json', detail: 'the message is not JSON in UTF-8' };
  }
}

/** A finite number that is not negative, or why it is not one. null and absent are no value, never 0. */
export function counterValue(value: unknown): number | 'absent' | 'bad' {
  if (value === undefined || value === null) return 'absent';
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 1e12 ? value : 'bad';
}
export function gaugeValue(value: unknown): number | 'absent' | 'bad' {
  if (value === undefined || value === null) return 'absent';
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= 1e12 ? value : 'bad';
}
