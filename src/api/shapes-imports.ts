// Shapes of files and figures that people bring. One schema a thing; types derive from it; units stand last.
import { z } from '@hono/zod-openapi';
import { CARRIERS } from '../domain/reading.ts';
import type { Fuel } from '../domain/fuel.ts';
import { DATE_ORDERS, DECIMALS, ZONES } from '../ingest/import-cells.ts';
import { DAY_COLUMNS_MAX, DELIMITERS, HOUR_QUARTERS, IMPORT_FLOWS, IMPORT_REFUSALS, IMPORT_UNITS, VALUE_COLUMNS_MAX } from '../ingest/import-choices.ts';
import { GUESS_REASONS } from '../ingest/import-infer.ts';
import { Ean, Id } from './shapes.ts';

const Column = z.int().min(0).max(2000);
const Instant = z.iso.datetime({ offset: true });

export const ImportChoices = z
  .strictObject({
    delimiter: z.enum(DELIMITERS),
    decimal: z.enum(DECIMALS),
    firstRow: z.int().min(0).max(1000),
    dateColumn: Column,
    timeColumn: Column.nullable(),
    dateOrder: z.enum(DATE_ORDERS),
    zone: z.enum(ZONES),
    label: z.enum(['start', 'end']),
    intervalMinutes: z.union([z.literal(15), z.literal(60), z.literal(1440)]),
    newestFirst: z.boolean(),
    eanColumn: Column.nullable(),
    flowColumn: Column.nullable(),
    unitColumn: Column.nullable(),
    values: z.array(z.strictObject({ column: Column, ean: Ean.nullable(), flow: z.enum(IMPORT_FLOWS), unit: z.enum(IMPORT_UNITS) })).max(VALUE_COLUMNS_MAX),
    dayColumns: z
      .strictObject({ count: z.int().min(1).max(DAY_COLUMNS_MAX), by: z.enum(['order', 'clock', 'twice']) })
      .nullable()
      .exactOptional(),
    timeNumber: z
      .strictObject({
        first: z.union([z.literal(0), z.literal(1)]),
        by: z.enum(['order', 'clock']),
        quarter: z
          .strictObject({ column: Column, counts: z.enum(HOUR_QUARTERS) })
          .nullable()
          .exactOptional(),
      })
      .nullable()
      .exactOptional(),
  })
  .openapi('ImportChoices');

const Refusal = z.enum(IMPORT_REFUSALS);
/** What one value of a line becomes. */
const Became = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    ean: z.string(),
    flow: z.enum(IMPORT_FLOWS),
    start: Instant,
    end: Instant,
    amount: z.number(),
    unit: z.enum(['kWh', 'm3']),
    quality: z.enum(['M', 'I', 'E']),
  }),
  z.object({ ok: z.literal(false), reason: Refusal }),
]);

export const ImportPreview = z
  .object({
    excel: z.boolean(),
    encoding: z.string().nullable(),
    headings: z.array(z.string()),
    lines: z.array(z.object({ line: z.int(), cells: z.array(z.string()), became: z.array(Became) })),
    choices: ImportChoices,
    guesses: z.array(z.object({ field: z.string(), reason: z.enum(GUESS_REASONS), certainty: z.enum(['sure', 'likely', 'guess']) })),
    /** What still keeps the file from being read; null when nothing does. */
    fault: z.string().nullable(),
    /** The sender whose choices were applied, since the headings are the same. */
    sender: z.string().nullable(),
    sample: z.object({ lines: z.int(), values: z.int(), refused: z.record(z.string(), z.int()) }),
  })
  .openapi('ImportPreview');
export type ImportPreview = z.infer<typeof ImportPreview>;

export const ImportResult = z.object({
  lines: z.int(),
  values: z.int(),
  refusedTotal: z.int(),
  refused: z.record(z.string(), z.int()),
  /** The first refused lines, for who brought the file. */
  listed: z.array(z.object({ line: z.int(), reason: Refusal, text: z.string() })),
  gapQuarters: z.int(),
  gaps: z.array(z.object({ ean: z.string(), flow: z.enum(IMPORT_FLOWS), start: Instant, end: Instant })),
  series: z.array(
    z.object({
      ean: z.string(),
      company: Id.nullable(),
      flow: z.enum(IMPORT_FLOWS),
      start: Instant,
      end: Instant,
      quarters: z.int(),
      total: z.number(),
      unit: z.enum(['kWh', 'm3']),
    }),
  ),
  written: z.int(),
  replaced: z.int(),
  /** Why it stopped; null when it did not. */
  trouble: z.string().nullable(),
});
export type ImportResult = z.infer<typeof ImportResult>;

export const Import = z
  .object({
    id: Id,
    name: z.string(),
    hash: z.string(),
    bytes: z.int(),
    author: z.string(),
    at: Instant,
    state: z.enum(['uploaded', 'running', 'done', 'failed', 'undone']),
    sender: z.string().nullable(),
    companies: z.array(Id),
    /** Share of the file that is read, 0 to 1. */
    share: z.number(),
    result: ImportResult.nullable(),
    endedAt: Instant.nullable(),
    undoneAt: Instant.nullable(),
    undoneBy: z.string().nullable(),
    /** Yours: you brought it, and may see its lines. */
    own: z.boolean(),
    simulated: z.boolean(),
  })
  .openapi('Import');
export type Import = z.infer<typeof Import>;

export const UploadedImport = z.object({ import: Import, preview: ImportPreview, simulated: z.boolean() }).openapi('UploadedImport');
export type UploadedImport = z.infer<typeof UploadedImport>;
export const PreviewImport = z.strictObject({ choices: ImportChoices.exactOptional() });
export const StartImport = z.strictObject({ choices: ImportChoices, sender: z.string().trim().min(1).max(80).exactOptional() });
export const UndoImport = z.strictObject({ reason: z.string().trim().min(1).max(200) });

const When = z.iso.date();
const fuelNames = z.enum(['diesel', 'hvo100', 'petrol', 'lpg', 'propane', 'wood-chips', 'heating-oil']) satisfies z.ZodType<Fuel>;
const Amount = z.number().min(0).max(1e9);
const noted = { note: z.string().max(500).exactOptional(), document: z.string().max(40).exactOptional(), from: When, to: When };

/** A figure that no wire brings: two readings of a counter, an invoice, or fuel. `to` is the first day after the period. */
export const NewFigure = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reading'),
    company: Id,
    connection: Id,
    flow: z.enum(IMPORT_FLOWS),
    unit: z.enum(['kWh', 'MWh', 'm3', 'GJ']),
    firstReading: Amount,
    lastReading: Amount,
    ...noted,
  }),
  z.strictObject({ kind: z.literal('invoice'), company: Id, connection: Id, flow: z.enum(IMPORT_FLOWS), unit: z.enum(['kWh', 'MWh', 'm3', 'GJ']), amount: Amount, ...noted }),
  z.strictObject({ kind: z.literal('fuel'), company: Id, fuel: fuelNames, amount: Amount, ...noted }),
]);
export type NewFigure = z.infer<typeof NewFigure>;

export const Figure = z
  .object({
    id: Id,
    company: Id,
    connection: Id.nullable(),
    kind: z.enum(['reading', 'invoice', 'fuel']),
    /** A carrier, or a fuel. */
    subject: z.union([z.enum(CARRIERS), fuelNames]),
    flow: z.enum(['import', 'export', 'generation', 'consumption']),
    amount: z.number(),
    unit: z.string(),
    firstReading: z.number().nullable(),
    lastReading: z.number().nullable(),
    from: Instant,
    to: Instant,
    note: z.string(),
    document: z.object({ name: z.string(), type: z.string(), bytes: z.int() }).nullable(),
    author: z.string(),
    at: Instant,
    /** S: the total is known, when it flowed is not. Fuel has none: it is not in the balance. */
    quality: z.enum(['S']).nullable(),
    /** False when the monitor stopped while it was written: take it back and enter it again. */
    complete: z.boolean(),
    simulated: z.boolean(),
  })
  .openapi('Figure');
export type Figure = z.infer<typeof Figure>;
export const FigureFile = z
  .object({
    lines: z.int(),
    added: z.array(z.object({ line: z.int(), figure: Id })),
    /** Lines that could not be used, each with a sentence. */
    refused: z.array(z.object({ line: z.int(), reason: z.string() })),
    simulated: z.boolean(),
  })
  .openapi('FigureFile');
export type FigureFile = z.infer<typeof FigureFile>;
export const Document = z.object({ document: z.string(), name: z.string(), type: z.string(), bytes: z.int(), simulated: z.boolean() }).openapi('Document');
