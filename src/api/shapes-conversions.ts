// Shapes of what the API takes and answers about installations that turn one carrier into another.
import { z } from '@hono/zod-openapi';
import { CONVERSION_KINDS } from '../domain/conversions.ts';
import { CARRIERS } from '../domain/reading.ts';

const Id = z.int().positive();
const Instant = z.iso.datetime({ offset: true });
const KwhOrNull = z.number().nullable();
const Side = z.object({
  meter: Id,
  serial: z.string(),
  carrier: z.enum(CARRIERS),
  /** In its own unit over the period; null where nothing was measured. */
  amount: z.number().nullable(),
  unit: z.enum(['kWh', 'm3']),
  /** On the lower heating value. */
  kwh: KwhOrNull,
  coverage: z.number(),
});
export const ConversionView = z
  .object({
    id: Id,
    company: Id,
    companyName: z.string(),
    kind: z.enum(CONVERSION_KINDS),
    name: z.string(),
    validFrom: Instant,
    validTo: Instant.nullable(),
    inputs: z.array(Side),
    outputs: z.array(Side),
    inputKwh: KwhOrNull,
    outputKwh: KwhOrNull,
    ambientKwh: KwhOrNull,
    lossKwh: KwhOrNull,
    /** outputKwh / inputKwh; of a heat pump its coefficient of performance. */
    efficiency: z.number().nullable(),
    impossible: z.boolean(),
  })
  .openapi('Conversion');
export type ConversionView = z.infer<typeof ConversionView>;
export const ConversionList = z
  .object({
    from: Instant,
    to: Instant,
    items: z.array(ConversionView),
    /** Carriers to conversions and back, with what is lost; energy within the place, in no total of a balance a second time. */
    flows: z.array(z.object({ from: z.string(), to: z.string(), amount: z.number() })),
    heatingValue: z.literal('lower'),
    coverage: z.number(),
    quality: z.object({ M: z.number(), X: z.number() }),
    asOf: Instant,
    next: z.null(),
    simulated: z.boolean(),
  })
  .openapi('ConversionList');
export type ConversionList = z.infer<typeof ConversionList>;
export const NewConversion = z.strictObject({
  company: Id,
  kind: z.enum(CONVERSION_KINDS),
  name: z.string().min(1).max(120),
  inputs: z.array(Id).min(1).max(10),
  outputs: z.array(Id).min(1).max(10),
  validFrom: z.string().max(40),
  validTo: z.string().max(40).exactOptional(),
});
export type NewConversion = z.infer<typeof NewConversion>;
