// Shapes of material streams, their matches and the circularity of an area.
import { z } from '@hono/zod-openapi';
import { MATCH_STATUSES, SET_STATUSES } from '../domain/circular/match-status.ts';
import { PropertyName } from '../domain/circular/materials.ts';
import { DIRECTIONS, LEGAL_STATUSES, MONTHS, PROCESSING_CODES } from '../domain/circular/streams.ts';
import { Lat, Lon } from './shapes-heat-map.ts';
import { rule } from './said.ts';
import { ParkId, Quality } from './shapes.ts';

const Tonnes = z.number().min(0).max(1_000_000);
const Share = z.number().min(0).max(1);
const EurPerTonne = z.number().min(-100_000).max(100_000);
const Text = z.string().trim().max(400);
const When = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);
const Bound = z.number().min(-1e9).max(1e9);
export const PROPERTIES_MAX = 20;
export const SUPPLIERS_MAX = 20;

const Requirement = z
  .strictObject({ value: Bound.exactOptional(), min: Bound.exactOptional(), max: Bound.exactOptional(), hard: z.boolean().default(true) })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, rule({ en: 'min must not lie above max', nl: 'min mag niet boven max liggen' }));
/** A bare number: of an offer what it is; of a need how much at least, or at most, as the property has it. Text: a note. */
const GivenSpecification = z.union([
  z
    .record(PropertyName, z.union([z.number(), z.boolean(), Requirement]))
    .refine((given) => Object.keys(given).length <= PROPERTIES_MAX, rule({ en: `at most ${PROPERTIES_MAX} properties`, nl: `hoogstens ${PROPERTIES_MAX} eigenschappen` })),
  Text,
]);
const Supplier = z.strictObject({ share: Share, distanceKm: z.number().min(0).max(30_000).nullable().default(null), secondary: z.boolean().default(false) });
const Code = z
  .string()
  .trim()
  .transform((code) => code.toUpperCase())
  .refine(
    (code) => PROCESSING_CODES.includes(code),
    rule({
      en: 'a code of annex I or II of the waste directive: D1 to D15 or R1 to R13',
      nl: 'een code van bijlage I of II van de afvalrichtlijn: D1 tot en met D15 of R1 tot en met R13',
    }),
  );

const streamFields = {
  direction: z.enum(DIRECTIONS),
  /** 03 03 10, 030310 or 03 03 10*. */
  euralCode: z.string().max(12).nullable(),
  /** The same, under its shorter name. */
  eural: z.string().max(12).nullable(),
  /** A class of the book (GET /material-classes); by its id or its name; without it the usual class of the code. */
  materialClass: z.string().max(40),
  /** Every month the same, or January to December. */
  tonnesPerMonth: z.union([Tonnes, z.array(Tonnes).length(MONTHS)]),
  specification: GivenSpecification,
  note: Text,
  /** What happens to it now. */
  processingCode: Code.nullable(),
  legalStatus: z.enum(LEGAL_STATUSES),
  routeNow: Text,
  /** Of an offer what it costs to be rid of it (below 0: it earns), of a need what buying it costs. */
  costNowEurPerTonne: EurPerTonne.nullable(),
  maxSubstitutionShare: Share,
  secondaryShare: Share.nullable(),
  suppliers: z.array(Supplier).max(SUPPLIERS_MAX),
  stockDays: z.number().min(0).max(3650).nullable(),
  /** Where it leaves or arrives; both or neither. */
  lat: Lat.nullable(),
  lon: Lon.nullable(),
  validFrom: When,
  validTo: When.nullable(),
};
const StreamFields = z.strictObject(streamFields).partial();
export const NewStream = z.strictObject({
  company: z.int().positive(),
  ...StreamFields.shape,
  direction: streamFields.direction,
  tonnesPerMonth: streamFields.tonnesPerMonth,
});
export type NewStream = z.infer<typeof NewStream>;
/** Company and direction stay: another one of those is another stream. */
export const StreamChange = StreamFields.omit({ direction: true });
export type StreamChange = z.infer<typeof StreamChange>;

const Band = z.object({ value: z.number(), low: z.number(), high: z.number() });
const Specification = z.record(z.string(), z.object({ value: z.number().exactOptional(), min: z.number().exactOptional(), max: z.number().exactOptional(), hard: z.boolean() }));
export const StreamView = z
  .object({
    id: z.int(),
    company: z.int(),
    companyName: z.string(),
    park: ParkId,
    direction: z.enum(DIRECTIONS),
    euralCode: z.string().nullable(),
    euralMeaning: z.string().nullable(),
    hazardous: z.boolean(),
    materialClass: z.string(),
    /** Mean of the months. */
    tonnesPerMonth: z.number(),
    tonnesByMonth: z.array(z.number()),
    specification: Specification,
    note: z.string(),
    processingCode: z.string().nullable(),
    legalStatus: z.enum(LEGAL_STATUSES),
    routeNow: z.string(),
    costNowEurPerTonne: z.number().nullable(),
    maxSubstitutionShare: z.number(),
    secondaryShare: z.number().nullable(),
    suppliers: z.array(z.object({ share: z.number(), distanceKm: z.number().nullable(), secondary: z.boolean() })),
    stockDays: z.number().nullable(),
    lat: z.number().nullable(),
    lon: z.number().nullable(),
    validFrom: z.string(),
    validTo: z.string().nullable(),
    simulated: z.boolean(),
  })
  .openapi('MaterialStream');
export type StreamView = z.infer<typeof StreamView>;

export const ClassView = z.object({ id: z.string(), nl: z.string(), en: z.string(), virginCo2KgPerTonne: Band, secondaryCo2KgPerTonne: Band, properties: z.array(z.string()) });
export const BookView = z
  .object({
    items: z.array(ClassView),
    next: z.string().nullable(),
    codes: z.array(z.object({ euralCode: z.string(), meaning: z.string(), materialClass: z.string(), mirror: z.string().nullable() })),
    properties: z.array(z.object({ id: z.string(), nl: z.string(), en: z.string(), unit: z.string(), sense: z.enum(['min', 'max']) })),
    processingCodes: z.array(z.string()),
    edition: z.string(),
    source: z.string(),
    certainty: z.enum(['sourced', 'derived', 'recalled']),
    hash: z.string(),
    simulated: z.boolean(),
  })
  .openapi('MaterialBook');
export type BookView = z.infer<typeof BookView>;

/** One side of a match; who it is stays null until both agree. */
const MatchSide = z.object({
  /** null: not yours to see. */
  stream: z.int().nullable(),
  company: z.int().nullable(),
  name: z.string().nullable(),
  park: z.string().nullable(),
  /** Where it leaves or arrives; null: not yours to see, or nobody gave it. */
  place: z.object({ lat: z.number(), lon: z.number() }).nullable(),
  materialClass: z.string(),
  euralCode: z.string().nullable(),
  legalStatus: z.enum(LEGAL_STATUSES),
  agreed: z.boolean(),
  /** This is the reader's own company. */
  own: z.boolean(),
});
export const MatchView = z
  .object({
    id: z.string(),
    offer: MatchSide,
    need: MatchSide,
    status: z.enum(MATCH_STATUSES),
    anonymous: z.boolean(),
    feasible: z.boolean(),
    /** Tonnes offered a year that this need alone could take; to one figure for whoever may not see both sides. */
    tonnesPerYear: z.number(),
    /** The part of it in the allocation that is worth most for all together. */
    allottedTonnesPerYear: z.number().nullable(),
    meteredTonnes: z.number().nullable(),
    yieldShare: z.number(),
    /** By road: between the places that both gave, for whoever may know both (placed); else between the middles of their parks. */
    distanceKm: z.number().nullable(),
    placed: z.boolean(),
    samePark: z.boolean(),
    criteria: z.array(
      z.object({
        kind: z.enum(['hard', 'soft']),
        name: z.string(),
        outcome: z.enum(['met', 'unknown', 'failed']).nullable(),
        score: z.number().nullable(),
        offered: z.number().nullable(),
        min: z.number().nullable(),
        max: z.number().nullable(),
      }),
    ),
    /** What the law asks to be settled; shown, not decided. */
    legal: z.array(z.string()),
    score: z.number(),
    /** null: not shown before both agree to whoever sees one side. */
    valueEurPerYear: Band.nullable(),
    avoidedCo2KgPerYear: Band.nullable(),
  })
  .openapi('MaterialMatch');
export type MatchView = z.infer<typeof MatchView>;

const Sign = z.object({ figure: z.string(), sign: z.enum(['x', '.']), reason: z.string() });
const Parameters = z.object({ edition: z.string(), hash: z.string(), source: z.string(), certainty: z.enum(['sourced', 'derived', 'recalled']) });
export const Matches = z
  .object({
    items: z.array(MatchView),
    next: z.string().nullable(),
    /** How many matches have come how far. */
    funnel: z.record(z.enum(MATCH_STATUSES), z.int()),
    /** Tonnes offered and needed of the streams behind it, and how far the allocation is above the greedy rule. */
    allocation: z.object({ worthEurPerYear: z.number(), greedyWorthEurPerYear: z.number(), optimal: z.boolean() }).nullable(),
    signs: z.array(Sign),
    parameters: Parameters,
    coverage: z.number(),
    quality: Quality,
    asOf: z.string(),
    simulated: z.boolean(),
  })
  .openapi('MaterialMatches');
export type Matches = z.infer<typeof Matches>;
export const MatchesQuery = z.object({
  show: z.enum(['feasible', 'all']).default('feasible'),
  materialClass: z.string().max(40).exactOptional(),
  status: z.enum(MATCH_STATUSES).exactOptional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export type MatchesQuery = z.infer<typeof MatchesQuery>;

export const NewAgreement = z.strictObject({ company: z.int().positive(), agrees: z.boolean().default(true) });
export const NewStep = z.strictObject({ company: z.int().positive(), status: z.enum(SET_STATUSES), note: Text.default('') });
export const AgreementView = z.object({
  id: z.string(),
  status: z.enum(MATCH_STATUSES),
  offerAgreed: z.boolean(),
  needAgreed: z.boolean(),
  anonymous: z.boolean(),
  simulated: z.boolean(),
});

export const NewDelivery = z.strictObject({ deliveredAt: When, kg: z.number().positive().max(100_000_000), need: z.int().positive().exactOptional() });
export const DeliveryView = z.object({
  deliveredAt: z.string(),
  kg: z.number(),
  need: z.int().nullable(),
  source: z.enum(['weighbridge', 'container', 'register', 'entered']),
  simulated: z.boolean(),
});

const Positive = z.number().positive().max(1000);
export const ProductFlowsGiven = z
  .strictObject({
    massTonnes: z.number().positive().max(10_000_000),
    recycledInput: Share.default(0),
    reusedInput: Share.default(0),
    sustainedInput: Share.default(0),
    recycledAfter: Share.default(0),
    reusedAfter: Share.default(0),
    compostedAfter: Share.default(0),
    energyAfter: Share.default(0),
    recyclingEfficiency: z.number().positive().max(1).default(1),
    feedstockEfficiency: z.number().positive().max(1).default(1),
    utility: Positive.default(1),
  })
  .refine(
    (one) => one.recycledInput + one.reusedInput + one.sustainedInput <= 1 + 1e-9,
    rule({ en: 'the shares of the input add up to more than 1', nl: 'de aandelen van de invoer zijn samen meer dan 1' }),
  )
  .refine(
    (one) => one.recycledAfter + one.reusedAfter + one.compostedAfter + one.energyAfter <= 1 + 1e-9,
    rule({ en: 'the shares of what becomes of it add up to more than 1', nl: 'de aandelen van wat ervan wordt zijn samen meer dan 1' }),
  );
export const NewProduct = z.strictObject({ name: z.string().trim().min(1).max(120), flows: ProductFlowsGiven });
export type NewProduct = z.infer<typeof NewProduct>;
export const ProductView = z
  .object({ id: z.int(), name: z.string(), flows: ProductFlowsGiven, virginTonnes: z.number(), wasteTonnes: z.number(), lfi: z.number(), mci: z.number(), simulated: z.boolean() })
  .openapi('MaterialProduct');
export type ProductView = z.infer<typeof ProductView>;

export const GivenRegister = z.strictObject({
  /** The CSV itself. */
  csv: z.string().max(250_000),
  /** false: only says what would become of it. */
  apply: z.boolean().default(false),
  /** Class of waste whose code has no usual one, by code. */
  classes: z.record(z.string().max(12), z.string().max(40)).default({}),
});
const RegisterStream = z.object({
  /** null: a new one. */
  stream: z.int().nullable(),
  wasteNumber: z.string(),
  euralCode: z.string(),
  /** null: the book knows none; say it in `classes`. */
  materialClass: z.string().nullable(),
  tonnesByMonth: z.array(z.number()),
  lines: z.int(),
  kg: z.number(),
});
export const RegisterView = z
  .object({
    applied: z.boolean(),
    streams: z.array(RegisterStream),
    refused: z.array(z.object({ line: z.int(), reason: z.string(), detail: z.string() })),
    linesRead: z.int(),
    /** Loads that are new, and those that a file brought before. */
    deliveries: z.int(),
    known: z.int(),
    simulated: z.boolean(),
  })
  .openapi('WasteRegister');
export type RegisterView = z.infer<typeof RegisterView>;
