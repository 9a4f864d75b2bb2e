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

export const ConversionExplanation = z
  .object({
    conversion: Id,
    field: z.string(),
    /** Whose figure it is; null: of the conversion. */
    meter: Id.nullable(),
    unit: z.enum(['kWh', 'm3', 'ratio']),
    /** The whole local days of the period on which the conversion was declared, as far as they have passed. */
    start: Instant,
    end: Instant,
    value: z.number(),
    /** registers: they add up to it; product: the factors multiplied; sum: weight x value add up to it, or 0 where that is below 0;
     *  ratio: the numerators together divided by the denominators together. */
    level: z.enum(['registers', 'product', 'sum', 'ratio']),
    registers: z.array(
      z.object({
        meter: Id,
        register: Id,
        name: z.string(),
        /** Quarters with a value. */
        quarters: z.int(),
        contribution: z.number(),
        /** Route below /api/v1 that explains its quarters; null of a period of which it would list too many. */
        explain: z.string().nullable(),
      }),
    ),
    parts: z.array(
      z.object({
        role: z.enum(['factor', 'term', 'numerator', 'denominator']),
        field: z.string(),
        meter: Id.nullable(),
        weight: z.number(),
        value: z.number(),
        /** Route below /api/v1; null of a constant and of a count. */
        explain: z.string().nullable(),
      }),
    ),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('ConversionExplanation');
export type ConversionExplanation = z.infer<typeof ConversionExplanation>;
