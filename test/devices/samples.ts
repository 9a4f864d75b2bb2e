// The samples beside each profile: their shape, and their payload as bytes.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CARRIERS, FLOWS, READING_UNITS, REFUSED_REASONS } from '../../src/domain/reading.ts';

const Instant = z.iso.datetime();
const Line = z.strictObject({
  register: z.string(),
  carrier: z.enum(CARRIERS),
  flow: z.enum(FLOWS),
  value: z.number(),
  unit: z.enum(READING_UNITS),
  at: Instant,
  device: z.string(),
  timeSource: z.enum(['device', 'arrival']),
});
const Load = z.strictObject({
  stream: z.int(),
  need: z.int().nullable(),
  kg: z.number(),
  ticket: z.string(),
  at: Instant,
  source: z.enum(['weighbridge', 'container']),
});
const Expect = z.union([
  z.strictObject({ readings: z.tuple([]), weighings: z.array(Load).min(1), refused: z.array(z.enum(REFUSED_REASONS)).exactOptional(), notes: z.array(z.string()).exactOptional() }),
  z.strictObject({ readings: z.array(Line).min(1), refused: z.array(z.enum(REFUSED_REASONS)).exactOptional(), notes: z.array(z.string()).exactOptional() }),
  z.strictObject({ rejected: z.enum(REFUSED_REASONS) }),
]);
const Sample = z.strictObject({
  name: z.string(),
  topic: z.string(),
  payload: z.string().exactOptional(),
  payloadBase64: z.base64().exactOptional(),
  receivedAt: Instant,
  expect: Expect,
});
export type Sample = z.infer<typeof Sample>;

export const DEVICES_DIR = new URL('../../devices/', import.meta.url);
export const samplesOf = (id: string): Sample[] =>
  z
    .array(Sample)
    .min(1)
    .parse(JSON.parse(readFileSync(new URL(`${id}.samples.json`, DEVICES_DIR), 'utf8')));
export const bytesOf = (sample: Sample): Uint8Array => (sample.payload === undefined ? Buffer.from(sample.payloadBase64 ?? '', 'base64') : Buffer.from(sample.payload, 'utf8'));
