// Shapes of what the API takes and answers. One schema a thing; types derive from it; units stand last.
import { z } from '@hono/zod-openapi';
import { AUDIENCES } from '../domain/access.ts';
import { METER_EVENTS } from '../domain/meter-event.ts';
import { CARRIERS, FLOWS, READING_UNITS, REFUSED_REASONS } from '../domain/reading.ts';
import { rule } from './said.ts';
import { Band, EnergyBands, VolumeBands } from './shapes-bands.ts';
import { SETTLING } from '../domain/told-until.ts';

export const Instant = z.iso.datetime({ offset: true });
/** An instant with offset, or a local date. */
const When = z.union([Instant, z.iso.date()]);
const Slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);
export const Carrier = z.enum(CARRIERS);
export const ParkId = Slug;
export const Id = z.coerce.number().int().positive();
/** An id in a path: digits, and nothing else that would read as a number. */
export const PathId = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

export const Problem = z.object({ type: z.string(), title: z.string(), status: z.int(), code: z.string(), detail: z.string() }).openapi('Problem');
export type Problem = z.infer<typeof Problem>;

/** How a figure was made: shares of the amount that are measured, interpolated, estimated, substituted,
 *  corrected, missing. They add up to 1 when there is anything to say. */
export const Quality = z.object({ M: z.number(), I: z.number(), E: z.number(), S: z.number(), X: z.number(), C: z.number() }).partial().openapi('Quality');
export type Quality = z.infer<typeof Quality>;

const Certainty = z.enum(['sourced', 'derived', 'recalled']);
export const Fact = z.object({ text: z.string(), source: z.string(), url: z.string().optional(), certainty: Certainty });
export type Fact = z.infer<typeof Fact>;

export const Park = z
  .object({
    id: ParkId,
    name: z.string(),
    municipality: z.string(),
    lat: z.number(),
    lon: z.number(),
    areaHa: z.number(),
    areaCertainty: Certainty,
    outline: z.object({ kind: z.literal('circle'), radiusM: z.number(), note: z.string() }),
    topology: z.enum(['public-grid', 'closed-distribution']),
    profile: z.string(),
    facts: z.array(Fact),
    simulated: z.boolean(),
  })
  .openapi('Park');
export type Park = z.infer<typeof Park>;
export const NewPark = z.strictObject({ id: ParkId, name: z.string().min(1).max(120), municipality: z.string().min(1).max(80) });

export const Company = z.object({ id: Id, park: ParkId, name: z.string(), kvk: z.string().nullable(), sbi: z.string(), simulated: z.boolean() }).openapi('Company');
export type Company = z.infer<typeof Company>;
export const NewCompany = z.strictObject({
  park: ParkId,
  name: z.string().min(1).max(120),
  kvk: z.string().regex(/^\d{8}$/, rule({ en: 'a KvK number has 8 digits', nl: 'een KvK-nummer heeft 8 cijfers' })),
  sbi: z.string().regex(/^[A-Z]?\d{1,5}(\.\d+)*$/, rule({ en: 'an SBI code is digits, as in 17.21', nl: 'een SBI-code is van cijfers, zoals 17.21' })),
});

export const Connection = z
  .object({
    id: Id,
    ean: z.string().nullable(),
    company: Id,
    carrier: Carrier,
    contractedImportKw: z.number().nullable(),
    contractedExportKw: z.number().nullable(),
    physicalImportKw: z.number().nullable(),
    physicalExportKw: z.number().nullable(),
    behind: Id.nullable(),
    validFrom: Instant,
    validTo: Instant.nullable(),
    simulated: z.boolean(),
  })
  .openapi('Connection');
export type Connection = z.infer<typeof Connection>;
const Kw = z.number().min(0).max(1_000_000);
export const Ean = z.string().regex(/^\d{18}$/, rule({ en: 'an EAN of a connection has 18 digits', nl: 'een EAN van een aansluiting heeft 18 cijfers' }));
export const NewConnection = z.strictObject({
  ean: Ean,
  company: Id,
  carrier: Carrier,
  contractedImportKw: Kw.exactOptional(),
  contractedExportKw: Kw.exactOptional(),
  physicalImportKw: Kw.exactOptional(),
  physicalExportKw: Kw.exactOptional(),
  behind: Id.exactOptional(),
  validFrom: When,
  validTo: When.exactOptional(),
});

export const MeterRole = z.enum(['main', 'sub', 'generation', 'storage', 'heat-source', 'heat-sink']);
export type MeterRole = z.infer<typeof MeterRole>;
export const Register = z.object({
  id: Id,
  name: z.string(),
  carrier: Carrier,
  flow: z.enum(FLOWS),
  unit: z.enum(READING_UNITS),
  kind: z.enum(['counter', 'gauge']),
  lastAt: Instant.nullable(),
  lastValue: z.number().nullable(),
});
export const MeterState = z.enum(['live', 'late', 'silent', 'never']);
export const Meter = z
  .object({
    id: Id,
    connection: Id,
    company: Id,
    park: ParkId,
    serial: z.string(),
    carrier: Carrier,
    role: MeterRole,
    gateway: Id.nullable(),
    validFrom: Instant,
    validTo: Instant.nullable(),
    /** live: within 3 times its usual interval; late: within an hour; silent: longer ago; never: nothing yet. */
    state: MeterState,
    lastAt: Instant.nullable(),
    /** Device clock minus arrival, of the last message that carried a time. */
    clockSkewS: z.number().nullable(),
    /** From the time that the last message gave itself to its arrival; null: it gave none, or one that was still to come. */
    delayS: z.number().nullable(),
    profile: z.string().nullable(),
    /** How it counts over three phases, as its profile declares. */
    phaseNetting: z.enum(['netted', 'per-phase', 'unknown']),
    /** No counter: its quarters are integrated from its power. */
    fromPower: z.boolean(),
    /** The latest thing that happened to one of its counters; all of them under /meters/{id}/events. */
    lastEvent: z.object({ kind: z.enum(METER_EVENTS), at: Instant }).nullable(),
    registers: z.array(Register),
    simulated: z.boolean(),
  })
  .openapi('Meter');
export type Meter = z.infer<typeof Meter>;
export const NewMeter = z.strictObject({
  connection: Id,
  serial: z.string().min(1).max(64),
  carrier: Carrier,
  role: MeterRole,
  /** What a generation meter measures; tells sun from wind in the balance. */
  generationKind: z.enum(['sun', 'wind', 'chp', 'other']).exactOptional(),
  gateway: Id.exactOptional(),
  validFrom: When,
  validTo: When.exactOptional(),
});

export const Gateway = z
  .object({
    id: Id,
    name: z.string(),
    park: ParkId,
    company: Id.nullable(),
    profile: z.string().nullable(),
    meters: z.array(Id),
    lastMessageAt: Instant.nullable(),
    accepted: z.int().openapi({ description: 'Messages read since the monitor started.' }),
    refused: z.int().openapi({ description: 'Messages refused since the monitor started.' }),
    revoked: z.boolean(),
    simulated: z.boolean(),
  })
  .openapi('Gateway');
export type Gateway = z.infer<typeof Gateway>;
export const NewGateway = z.strictObject({
  name: z.string().min(1).max(64),
  park: ParkId,
  company: Id.exactOptional(),
  profile: z.string().max(64).exactOptional(),
  meters: z.array(Id).max(64),
});
export const MqttSettings = z.object({ url: z.string(), username: z.string(), password: z.string(), clientId: z.string(), topic: z.string() });
export const NewGatewayAnswer = z.object({ id: Id, mqtt: MqttSettings, simulated: z.boolean() });
export type NewGatewayAnswer = z.infer<typeof NewGatewayAnswer>;

export const DecodedReading = z.object({ register: z.string(), carrier: Carrier, flow: z.enum(FLOWS), value: z.number(), unit: z.enum(READING_UNITS), at: Instant });
/** One of the latest messages of a gateway: raw and decoded, or refused with the reason. */
export const GatewayMessage = z
  .object({
    receivedAt: Instant,
    topic: z.string(),
    bytes: z.int(),
    /** First 2,000 characters; bytes outside printable ASCII as \xNN. */
    raw: z.string(),
    profile: z.string().nullable(),
    readings: z.array(DecodedReading),
    refused: z.array(z.object({ reason: z.enum(REFUSED_REASONS), detail: z.string() })),
    notes: z.array(z.string()),
  })
  .openapi('GatewayMessage');
export type GatewayMessage = z.infer<typeof GatewayMessage>;

/** As CBS prints them: x secret, * provisional, . missing. */
export const Sign = z.enum(['x', '*', '.']);
/** Figures that are kept back from this reader, with the reason. */
export const Signs = z.array(z.object({ figure: z.string(), sign: Sign, reason: z.string() }));
/** Only where quarters that have ended are held back from this reader: the end of those it is told. */
export const ToldUntil = z.object({ at: Instant, reason: z.literal(SETTLING) });
/** null: kept back from this reader; `sign` and `signs` say which and why. */
const Amount = z.number().nullable();
export const BalanceStep = z
  .object({
    start: Instant,
    end: Instant,
    importKwh: Amount,
    exportKwh: Amount,
    generationKwh: Amount,
    consumptionKwh: Amount,
    chargeKwh: Amount,
    dischargeKwh: Amount,
    localExchangeKwh: Amount,
    gridImportKwh: Amount,
    gridExportKwh: Amount,
    residualKwh: Amount,
    uncertaintyKwh: EnergyBands.exactOptional(),
    coverage: z.number(),
    quality: Quality,
    sign: Sign.exactOptional(),
  })
  .openapi('BalanceStep');
export type BalanceStep = z.infer<typeof BalanceStep>;
/** The same step where the carrier is measured in m3. */
export const VolumeStep = z
  .object({
    start: Instant,
    end: Instant,
    importM3: Amount,
    exportM3: Amount,
    generationM3: Amount,
    consumptionM3: Amount,
    residualM3: Amount,
    uncertaintyM3: VolumeBands.exactOptional(),
    coverage: z.number(),
    quality: Quality,
    sign: Sign.exactOptional(),
  })
  .openapi('VolumeStep');
export type VolumeStep = z.infer<typeof VolumeStep>;
const Ratio = z.object({ individual: z.number().nullable(), collective: z.number().nullable() });
export const EnergyTotals = BalanceStep.omit({ start: true, end: true, coverage: true, quality: true, sign: true }).extend({
  selfConsumption: Ratio,
  selfSufficiency: Ratio,
  /** Highest mean power of a quarter that is fully measured; null when there is none. */
  peakImportKw: z.number().nullable(),
  peakAt: Instant.nullable(),
  /** How high the peak may have been where a quarter was estimated; null: not known. */
  uncertaintyKw: z.object({ peakImport: Band.nullable() }).exactOptional(),
});
export const VolumeTotals = VolumeStep.omit({ start: true, end: true, coverage: true, quality: true, sign: true });
export const BalanceFlow = z.object({ from: z.string(), to: z.string(), amount: z.number() });
export const Balance = z
  .object({
    carrier: Carrier,
    unit: z.enum(['kWh', 'm3']),
    from: Instant,
    to: Instant,
    step: z.string(),
    steps: z.array(z.union([BalanceStep, VolumeStep])),
    totals: z.union([EnergyTotals, VolumeTotals]),
    /** Sources and uses for the Sankey, in `unit`; node ids: grid, sun, wind, chp, other-generation, discharge
     *  -> carrier -> companies or company:<id>, charge, export, residual (negative: a meter the wrong way round). */
    flows: z.array(BalanceFlow),
    signs: Signs,
    toldUntil: ToldUntil.exactOptional(),
    coverage: z.number(),
    quality: Quality,
    quartersExpected: z.int(),
    quartersPresent: z.int(),
    quartersEstimated: z.int(),
    /** What the meters themselves may be off, as a share of each amount; beside every band and in none. */
    meterClassShare: z.number(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('Balance');
export type Balance = z.infer<typeof Balance>;

export const RegionNow = z
  .object({
    at: Instant,
    coverage: z.number(),
    quality: Quality,
    /** Of what stands under today. */
    toldUntil: ToldUntil.exactOptional(),
    selfSufficiencyToday: z
      .number()
      .nullable()
      .openapi({ description: 'Of the parks together, in the quarters of which every figure is told; null where these are less than half of what was measured.' }),
    asOf: Instant,
    simulated: z.boolean(),
    parks: z.array(
      z.object({
        park: ParkId,
        name: z.string(),
        municipality: z.string(),
        companies: z.int(),
        drawnKw: z.number().nullable().openapi({ description: 'What all connections of the park draw, before what others of it feed in.' }),
        generationKw: z.number().nullable(),
        selfSufficiency: z.number().nullable(),
        todayImportKwh: z.number().nullable(),
        todayGenerationKwh: z.number().nullable(),
        todayConsumptionKwh: z.number().nullable(),
        metersLive: z.int(),
        metersTotal: z.int(),
        coverage: z.number(),
      }),
    ),
  })
  .openapi('RegionNow');
export type RegionNow = z.infer<typeof RegionNow>;

export const ReadingRow = z.object({ register: Id, at: Instant, value: z.number(), unit: z.enum(READING_UNITS) });
export const QuarterRow = z.object({
  register: Id,
  start: Instant,
  amount: z.number(),
  unit: z.enum(['kWh', 'm3']),
  quality: z.enum(['M', 'I', 'E', 'S', 'X', 'C']),
  /** A share of a total over several quarters: its amount counts, its shape makes no peak. */
  spread: z.boolean(),
  source: z.enum(['live', 'settled', 'corrected']),
  /** power: integrated from what a device without a counter tells; never measured. */
  madeFrom: z.enum(['counter', 'power']),
});
export type QuarterRow = z.infer<typeof QuarterRow>;

export const Role = z.discriminatedUnion('role', [
  z.object({ role: z.literal('operator') }),
  z.object({ role: z.literal('region') }),
  z.object({ role: z.literal('parkmanager'), parks: z.array(ParkId) }),
  z.object({ role: z.literal('company'), company: Id }),
]);
export const Me = z.object({ signedIn: z.boolean(), name: z.string().nullable(), email: z.string().nullable(), roles: z.array(Role), simulated: z.boolean() }).openapi('Me');
export type Me = z.infer<typeof Me>;

/** How far the 13 months of history behind a demo region are filled in, newest first. */
export const History = z
  .object({ state: z.enum(['none', 'filling', 'complete']), filledFrom: Instant.nullable(), target: Instant.nullable(), share: z.number(), simulated: z.boolean() })
  .openapi('History');
export type History = z.infer<typeof History>;

/** region: counted in its figures; region-recognisable: those of energy may be told also where they say what the company did; group: the
 *  other members of a group that shares a contract. */
const Audience = z.enum(AUDIENCES);
export const Consent = z
  .object({
    id: Id,
    company: Id,
    audience: Audience,
    validFrom: Instant,
    validTo: Instant.nullable(),
    revokedAt: Instant.nullable(),
    grantedBy: z.string(),
    simulated: z.boolean(),
  })
  .openapi('Consent');
export type Consent = z.infer<typeof Consent>;
export const NewConsent = z.strictObject({ audience: Audience, validFrom: When.exactOptional(), validTo: When.exactOptional() });

export const QuarantineRow = z
  .object({ id: Id, gateway: Id.nullable(), topic: z.string(), raw: z.string(), reason: z.enum(REFUSED_REASONS), detail: z.string(), receivedAt: Instant, simulated: z.boolean() })
  .openapi('QuarantineRow');
export type QuarantineRow = z.infer<typeof QuarantineRow>;

/** Events of GET /live (Server-Sent Events), the data of each is JSON. */
export type LiveEvent =
  | { type: 'hello'; at: string; simulated: boolean }
  /** Something of this park or company changed: a new last value or quarter. Ask /now or /balance again. */
  | { type: 'changed'; park: string; company: number | null; meters: number[]; at: string; simulated: boolean }
  | { type: 'gateway'; gateway: number; at: string; simulated: boolean }
  /** An alert of this park, or of a company on it, opened or ended. */
  | { type: 'alerts'; park: string; simulated: boolean }
  /** How far a file is read. */
  | { type: 'import'; import: number; share: number; at: string; simulated: boolean }
  | { type: 'history'; share: number; state: 'filling' | 'complete'; simulated: boolean };

export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable(), simulated: z.boolean() });
