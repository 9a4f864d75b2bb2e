// Lines of a P1 telegram: OBIS code and the values in brackets. Knows the syntax, not the meaning.
import { crc16Arc } from '../src/domain/crc16.ts';

const SLASH = 0x2f;
const BANG = 0x21;
const CR = 0x0d;
const LF = 0x0a;

export interface ObisLine {
  /** '1-0:1.8.1' */
  readonly code: string;
  /** Contents of each pair of brackets, in order; a DSMR 2 value on the next line is the last one. */
  readonly values: readonly string[];
}

export type Telegram =
  | { readonly ok: true; readonly lines: readonly ObisLine[]; readonly crc: 'right' | 'none' | 'restored' }
  | { readonly ok: false; readonly reason: 'not-a-telegram' | 'telegram-truncated' | 'crc-mismatch'; readonly detail: string };

/** Latin 1: one byte, one character; identification lines hold bytes that are no UTF-8. */
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Splits a telegram and checks its CRC over the raw bytes from '/' to '!'. */
export function readTelegram(payload: Uint8Array): Telegram {
  const start = payload.indexOf(SLASH);
  if (start < 0) return { ok: false, reason: 'not-a-telegram', detail: "a telegram begins with '/'; there is none" };
  const end = payload.indexOf(BANG, start);
  if (end < 0) return { ok: false, reason: 'telegram-truncated', detail: "the closing '!' is missing: the message was cut" };
  const body = payload.subarray(start, end + 1);
  const trailer = text(payload.subarray(end + 1, end + 7)).trim();
  const crc = checkCrc(body, trailer);
  if (crc === 'wrong') {
    const computed = crc16Arc(body).toString(16).toUpperCase().padStart(4, '0');
    return { ok: false, reason: 'crc-mismatch', detail: `the telegram says ${trailer.slice(0, 4)}, its bytes give ${computed}: it was damaged on the way` };
  }
  return { ok: true, lines: linesOf(text(body.subarray(0, body.length - 1))), crc };
}

function checkCrc(body: Uint8Array, trailer: string): 'right' | 'none' | 'restored' | 'wrong' {
  if (trailer === '') return 'none';
  if (!/^[0-9A-Fa-f]{4}$/.test(trailer)) return 'wrong';
  const said = Number.parseInt(trailer, 16);
  if (crc16Arc(body) === said) return 'right';
  // Bridges that read line by line send LF alone: the meter counted CR LF.
  const restored = withCarriageReturns(body);
  return restored !== null && crc16Arc(restored) === said ? 'restored' : 'wrong';
}

function withCarriageReturns(body: Uint8Array): Uint8Array | null {
  if (body.includes(CR)) return null;
  const feeds = body.reduce((count, byte) => count + (byte === LF ? 1 : 0), 0);
  const restored = new Uint8Array(body.length + feeds);
  let at = 0;
  for (const byte of body) {
    if (byte === LF) restored[at++] = CR;
    restored[at++] = byte;
  }
  return restored;
}

function linesOf(telegram: string): ObisLine[] {
  const lines: ObisLine[] = [];
  for (const line of telegram.split(/\r?\n/)) {
    const match = /^(\d+-\d+:\d+\.\d+\.\d+)((?:\([^()]*\))+)\s*$/.exec(line);
    const values = (part: string): string[] => [...part.matchAll(/\(([^()]*)\)/g)].map((one) => one[1] ?? '');
    if (match !== null) {
      lines.push({ code: match[1] ?? '', values: values(match[2] ?? '') });
      continue;
    }
    // DSMR 2 writes the value of an M-Bus meter on a line of its own.
    const last = lines.at(-1);
    if (last !== undefined && /^\([^()]*\)\s*$/.test(line)) lines[lines.length - 1] = { code: last.code, values: [...last.values, ...values(line)] };
  }
  return lines;
}

/** '001581.123*kWh' -> number and unit; null when it is no number. */
export function quantity(value: string): { value: number; unit: string } | null {
  const match = /^(\d+(?:\.\d+)?)(?:\*([A-Za-z0-9]+))?$/.exec(value);
  return match === null ? null : { value: Number(match[1]), unit: match[2] ?? '' };
}
