// Shapes of what the API takes and answers about residual heat: ports, matches, the reasoning behind one.
import { z } from '@hono/zod-openapi';
import { CONTRACT_ENDS } from '../domain/heat/contract.ts';
import { DERIVATIONS, MEDIA, PROVENANCES } from '../domain/heat/port.ts';
import { SLICES } from '../domain/heat/pinch.ts';
import { HEAT_PROFILES } from '../domain/heat/profiles.ts';
import { HeatGround, Lat, Lon, TrenchStretch } from './shapes-heat-map.ts';
import { Sensitivity } from './shapes-heat-parameters.ts';
import { Id, ParkId, Quality } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });
const When = z.string().max(40);
const Celsius = z.number().min(-50).max(1200);
const Role = z.enum(['source', 'sink']);
const Residual = z.enum(['yes', 'no', 'unknown']);
export const POWER_KW_MAX = 1_000_000;

export const HeatPortView = z
  .object({
    id: Id,
    park: ParkId,
    company: Id.nullable(),
    companyName: z.string().nullable(),
    name: z.string(),
    role: Role,
    medium: z.enum(MEDIA),
    supplyC: z.number(),
    returnC: z.number(),
    minReturnC: z.number().nullable(),
    provenance: z.enum(PROVENANCES),
    meter: Id.nullable(),
    derivation: z.enum(DERIVATIONS),
    factor: z.number().nullable(),
    powerKw: z.number().nullable(),
    profile: z.enum(HEAT_PROFILES),
    lat: z.number().nullable(),
    lon: z.number().nullable(),
    firm: z.boolean(),
    residual: Residual,
    outsidePark: z.boolean(),
    note: z.string(),
    validFrom: Instant,
    validTo: Instant.nullable(),
    /** What looks odd: for who entered it, not refused. */
    doubts: z.array(z.string()),
    simulated: z.boolean(),
  })
  .openapi('HeatPort');
export type HeatPortView = z.infer<typeof HeatPortView>;

const PortFields = {
  name: z.string().max(80),
  medium: z.enum(MEDIA),
  supplyC: Celsius,
  returnC: Celsius,
  minReturnC: Celsius.nullable(),
  meter: Id.nullable(),
  derivation: z.enum(DERIVATIONS),
  factor: z.number().positive().max(100).nullable(),
  powerKw: z.number().positive().max(POWER_KW_MAX).nullable(),
  profile: z.enum(HEAT_PROFILES),
  lat: Lat.nullable(),
  lon: Lon.nullable(),
  firm: z.boolean(),
  residual: Residual,
  outsidePark: z.boolean(),
  note: z.string().max(400),
  validFrom: When,
  validTo: When.nullable(),
};
const partial = z.object(PortFields).partial().shape;
/** Of a company, or of a park for homes and pools beside it. */
export const NewHeatPortBody = z.strictObject({ ...partial, park: ParkId.optional(), company: Id.nullable().optional(), role: Role });
export type NewHeatPortBody = z.infer<typeof NewHeatPortBody>;
export const HeatPortChange = z.strictObject(partial);
export type HeatPortChange = z.infer<typeof HeatPortChange>;

const Nullable = z.number().nullable();
const Band = z.object({ low: z.number(), high: z.number() });
const Percentiles = z.object({ p10: z.number(), p50: z.number(), p90: z.number() });

/** null id and name: the other side of a match, before both agreed. */
const Side = z.object({
  port: Id.nullable(),
  company: Id.nullable(),
  name: z.string().nullable(),
  mine: z.boolean(),
  supplyC: Nullable,
  returnC: Nullable,
  provenance: z.enum(PROVENANCES).nullable(),
  outsidePark: z.boolean().nullable(),
});

export const HEAT_STATES = ['potential', 'proposed', 'agreed', 'declined', 'contracted', 'metered'] as const;
const matchFields = {
  id: z.string(),
  park: ParkId,
  rank: z.int(),
  state: z.enum(HEAT_STATES),
  /** band: before both agreed a company knows that there is something, and roughly how much and how far. */
  sight: z.enum(['full', 'band']),
  source: Side,
  sink: Side,
  kind: z.enum(['direct', 'preheat', 'heat-pump']).nullable(),
  /** measured-year, extrapolated from three months or more, or screening: nothing in euros. */
  basis: z.enum(['measured-year', 'extrapolated', 'screening']),
  confidence: z.enum(['A', 'B', 'C']),
  /** kWh a year that are there and wanted in the same hour, counted where they leave the source. */
  coincidentKwh: Nullable,
  coincidentBandKwh: Band,
  deliveredKwh: Nullable,
  lengthM: Nullable,
  lengthBandM: Band,
  /** EUR/MWh delivered. Floor: seller's cost and transport; ceiling: what the buyer saves. */
  priceFloor: Nullable,
  priceCeiling: Nullable,
  priceUnit: z.literal('EUR/MWh'),
  capexEur: Nullable,
  npvEur: Percentiles.nullable(),
  positiveShare: Nullable,
  paybackYears: Nullable,
  gasAvoidedM3: Nullable,
  co2AvoidedKg: Nullable,
};
const Known = { coverage: z.number(), quality: Quality, asOf: Instant, simulated: z.boolean() };
const ParametersOf = z.object({ hash: z.string() });

export const HeatMatchItem = z.object(matchFields).openapi('HeatMatchItem');
export type HeatMatchItem = z.infer<typeof HeatMatchItem>;

export const HeatMatches = z
  .object({
    park: ParkId,
    items: z.array(HeatMatchItem),
    next: z.null(),
    ports: z.object({ sources: z.int(), sinks: z.int(), unknownPlace: z.int() }),
    screened: z.int(),
    tooCold: z.int(),
    tooFar: z.int(),
    parameters: ParametersOf,
    ...Known,
  })
  .openapi('HeatMatches');
export type HeatMatches = z.infer<typeof HeatMatches>;

const AtRate = z.object({ rate: z.number(), transportEurPerMwh: z.number(), npvEur: z.number() });
const Hour = z.object({ start: Instant, sourceKw: Nullable, demandKw: Nullable, servedKw: Nullable });

/** The whole reasoning behind one match. */
export const HeatMatchView = z
  .object({
    ...matchFields,
    /** Null before both agreed. */
    reasoning: z
      .object({
        temperatures: z.object({
          sourceSupplyC: z.number(),
          sourceReturnC: z.number(),
          sinkSupplyC: z.number(),
          sinkReturnC: z.number(),
          exchangerDropK: z.number(),
          pipeDropK: z.number(),
          availableC: z.number(),
          directShare: z.number(),
          extractableShare: z.number(),
          cop: Nullable,
        }),
        hours: z.object({
          known: z.int(),
          served: z.int(),
          longestOutage: z.int(),
          yearFactor: z.number(),
          p10Kw: z.number(),
          p90Kw: z.number(),
          peakKw: z.number(),
        }),
        energy: z.object({
          sourceKwh: z.number(),
          demandKwh: z.number(),
          coincidentKwh: z.number(),
          lossKwh: z.number(),
          deliveredKwh: z.number(),
          pumpKwh: z.number(),
          heatPumpKwh: z.number(),
        }),
        tanks: z.array(z.object({ hours: z.number(), tankKwh: z.number(), kwh: z.number() })),
        pipe: z.object({
          dn: z.int(),
          lengthM: z.number(),
          route: z.enum(['straight', 'drawn', 'assumed']),
          surfaceFactor: z.number(),
          paPerM: z.number(),
          velocityMs: z.number(),
          supplyC: z.number(),
          returnC: z.number(),
          arrivesC: z.number(),
        }),
        money: z
          .object({
            capexEur: z.number(),
            capexBandEur: Band,
            parts: z.array(z.object({ part: z.string(), eur: z.number(), years: z.number() })),
            sellerEurPerMwh: z.number(),
            ceilingEurPerMwh: z.number(),
            public: AtRate,
            company: AtRate,
            runningEurPerYear: z.number(),
            paybackYears: Nullable,
            breakEvenM: z.number(),
            floorEurPerMwh: Percentiles,
            sensitivity: z.array(Sensitivity),
          })
          .nullable(),
        co2: z.object({ residual: Residual, gasAvoidedM3: z.number(), gasKg: z.number(), electricityKg: z.number(), avoidedKg: z.number() }),
        parameters: z.array(z.object({ code: z.string(), value: z.number(), low: z.number(), high: z.number(), unit: z.string(), source: z.string(), validFrom: z.string() })),
      })
      .nullable(),
    /** A week, the one in which most was served, and the days of the year. */
    week: z.array(Hour),
    /** Mean power by month and hour of the clock, where both sides are known. */
    clock: z.array(z.object({ month: z.int(), hour: z.int(), sourceKw: z.number(), demandKw: z.number(), servedKw: z.number() })),
    days: z.array(z.object({ start: Instant, sourceKwh: Nullable, demandKwh: Nullable, servedKwh: Nullable })),
    ground: HeatGround,
    /** The latest of each side; ask: the park manager put it before that side. */
    decisions: z.array(z.object({ side: Role, decision: z.enum(['ask', 'agree', 'decline']), at: Instant })),
    /** That holds now. */
    contracted: z.object({ kwhPerYear: z.number() }).nullable(),
    /** All that were recorded; validTo: when it ends or ended, by what endedBy says. */
    contracts: z.array(z.object({ kwhPerYear: Nullable, validFrom: Instant, validTo: Instant.nullable(), endedBy: z.enum(CONTRACT_ENDS).nullable() })),
    /** While a contract held, also one that ended since. */
    metered: z.object({ kwh: z.number(), co2AvoidedKg: z.number(), from: Instant, to: Instant }).nullable(),
    parameters: ParametersOf,
    ...Known,
  })
  .openapi('HeatMatch');
export type HeatMatchView = z.infer<typeof HeatMatchView>;

/** ask: the park manager puts it before both; agree and decline: a company for itself. */
export const HeatDecision = z.strictObject({ decision: z.enum(['ask', 'agree', 'decline']), company: Id.exactOptional() });

export const HeatContract = z.strictObject({
  kwhPerYear: z.number().positive().max(1e9),
  meter: Id.exactOptional(),
  validFrom: When.exactOptional(),
  validTo: When.exactOptional(),
});

/** The links of a park that pay together. Potential, contracted and metered are never one sum. */
export const HeatNetwork = z
  .object({
    park: ParkId,
    links: z.array(z.object({ id: z.string(), source: Side, sink: Side, deliveredKwh: z.number(), netEur: z.number() })),
    /** Null with the reason where a figure would say too much of one company; without one while no match has euros yet. */
    potential: z
      .object({ deliveredKwh: z.number(), gasAvoidedM3: z.number(), co2AvoidedKg: z.number(), netEur: z.number(), rejectedKwh: z.number(), backupKwh: z.number() })
      .nullable(),
    suppressed: z.string().nullable(),
    /** Null for whoever may not see the companies behind it: nought would be another thing. */
    contracted: z.object({ matches: z.int(), kwhPerYear: z.number() }).nullable(),
    metered: z.object({ matches: z.int(), kwh: z.number(), co2AvoidedKg: z.number() }).nullable(),
    chosenBy: z.enum(['milp', 'search', 'greedy', 'none']),
    greedyNetEur: z.number().nullable(),
    /** gap: between what was found and what cannot be passed, in the solver's model; above 0 when the clock stopped it. yearGap: what any
     *  choice can at most be worth more on the full year. choiceTimed, boundTimed: the clock ended the choice, or the bound behind yearGap, so
     *  that a machine that is busier, or less so, may answer another. */
    solver: z
      .object({
        gap: z.number(),
        proved: z.boolean(),
        seconds: z.number(),
        timeLimitS: z.number(),
        links: z.int(),
        blocks: z.int(),
        yearGap: z.number().nullable(),
        choiceTimed: z.boolean(),
        boundTimed: z.boolean(),
      })
      .nullable(),
    trench: z.object({ edges: z.array(TrenchStretch), eurPerYear: z.number(), separateEurPerYear: z.number() }).nullable(),
    parameters: ParametersOf,
    ...Known,
  })
  .openapi('HeatNetwork');
export type HeatNetwork = z.infer<typeof HeatNetwork>;

const Point = z.object({ kw: z.number(), c: z.number() });
export const HeatPinch = z
  .object({
    park: ParkId,
    leastK: z.number(),
    slices: z.array(
      z.object({
        slice: z.enum(SLICES),
        hours: z.int(),
        hotUtilityKw: z.number(),
        coldUtilityKw: z.number(),
        pinchesC: z.array(z.number()),
        hotKw: z.number(),
        coldKw: z.number(),
        exchangeableKw: z.number(),
        /** Empty for who may not see the companies one by one. */
        hot: z.array(Point),
        cold: z.array(Point),
        grand: z.array(Point),
      }),
    ),
    /** What the chosen links deliver of what could be exchanged in the year at most; an average, so rather too low a share. */
    exchangePotentialUsed: Nullable,
    parameters: ParametersOf,
    ...Known,
  })
  .openapi('HeatPinch');
export type HeatPinch = z.infer<typeof HeatPinch>;
