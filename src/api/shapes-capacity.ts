// Shapes of what the API takes and answers about capacity: limits, room, peaks, groups and their statements.
import { z } from '@hono/zod-openapi';
import { LIMIT_KINDS } from '../domain/capacity/limits.ts';
import { SPLIT_RULES } from '../domain/capacity/split-rules.ts';
import { ExplainedQuarter } from './shapes-settled.ts';
import { Id, ParkId, Quality, ToldUntil } from './shapes.ts';

const Instant = z.iso.datetime({ offset: true });
/** An instant with offset, or a local date. */
const When = z.string().max(40);
export const DirectionName = z.enum(['import', 'export']);
const Kw = z.number().min(0).max(1_000_000);
const KwOrNull = z.number().nullable();

/** What holds where a limit is the sum of several. A sum of contracts is no right of anybody. */
export const LimitSource = z.enum(['contract', 'closed-distribution-main', 'group', 'group-and-contracts', 'sum-of-contracts']);
export type LimitSource = z.infer<typeof LimitSource>;

/** Only where something is kept back from this reader. */
const KeptBack = { sign: z.literal('x').exactOptional(), reason: z.enum(['too-few', 'one-dominates', 'two-dominate']).exactOptional() };

const CapacityItem = z
  .object({
    start: Instant,
    end: Instant,
    /** Mean power of a quarter, below 0 where more is fed in than drawn; of a longer step its quarter with the least room. */
    usageKw: KwOrNull,
    limitKw: KwOrNull,
    /** limitKw - usageKw; null where either is not known for all connections. */
    headroomKw: KwOrNull,
    at: Instant.nullable(),
    /** Measured throughout: only such a quarter is held against a limit. */
    measured: z.boolean(),
    /** x: kept back from this reader, with the reason; no figure of the answer counts it. */
    ...KeptBack,
  })
  .openapi('CapacityItem');
const AboveLimit = z.object({ start: Instant, end: Instant, aboveKwMax: z.number(), aboveKwh: z.number() });
const Known = { coverage: z.number(), quality: Quality, toldUntil: ToldUntil.exactOptional(), asOf: Instant, simulated: z.boolean() };

export const Capacity = z
  .object({
    direction: DirectionName,
    from: Instant,
    to: Instant,
    step: z.string(),
    limitKind: LimitSource.nullable(),
    items: z.array(CapacityItem),
    totals: z.object({
      kwMax: KwOrNull,
      kwMaxAt: Instant.nullable(),
      /** Runs of quarters above the limit. */
      violations: z.int(),
      quartersAbove: z.int(),
      hoursAbove: z.number(),
      aboveKwh: z.number(),
      longestRunMinutes: z.int(),
      energyKwh: z.number(),
      /** Share of that energy between 16:00 and 21:00 local time; null where there was none. */
      eveningShare: z.number().nullable(),
      quartersJudged: z.int(),
      quartersKnown: z.int(),
      /** Kept back from this reader: peak, energy and violations are of the other quarters. */
      quartersSecret: z.int(),
    }),
    /** The latest runs above the limit, at most 100. */
    above: z.array(AboveLimit),
    ...Known,
  })
  .openapi('Capacity');
export type Capacity = z.infer<typeof Capacity>;

/** A right that a limit is the sum of; others: those of connections that this reader may not see. */
export const ExplainedLimit = z.object({
  of: z.enum(['connection', 'group', 'others']),
  connection: Id.nullable(),
  group: Id.nullable(),
  company: Id.nullable(),
  kw: KwOrNull,
});
export const CapacityExplanation = z
  .object({
    direction: DirectionName,
    start: Instant,
    end: Instant,
    /** What the contributions of `quarters` add up to. */
    usageKw: KwOrNull,
    quarters: z.array(ExplainedQuarter),
    limitKind: LimitSource.nullable(),
    /** What `limits` add up to; null where one of them is unknown. */
    limitKw: KwOrNull,
    limits: z.array(ExplainedLimit),
    /** limitKw - usageKw; null where a connection says nothing in this quarter. */
    headroomKw: KwOrNull,
    measured: z.boolean(),
    asOf: Instant,
    simulated: z.boolean(),
  })
  .openapi('CapacityExplanation');
export type CapacityExplanation = z.infer<typeof CapacityExplanation>;

export const CapacityYear = z
  .object({
    direction: DirectionName,
    from: Instant,
    to: Instant,
    limitKind: LimitSource.nullable(),
    months: z.array(z.object({ start: Instant, kwMax: z.number(), at: Instant, limitKw: KwOrNull, utilization: KwOrNull })),
    utilization: z.object({ kwMax: z.number(), limitKw: z.number(), share: z.number(), unusedKw: z.number(), months: z.int(), atRisk: z.boolean() }).nullable(),
    duration: z.object({
      points: z.array(z.object({ share: z.number(), kw: z.number() })),
      ranks: z.array(z.object({ rank: z.int(), kw: z.number() })),
      quarters: z.int(),
      fullLoadHours: z.number().nullable(),
      p999Kw: KwOrNull,
    }),
    violations: z.int(),
    hoursAbove: z.number(),
    aboveKwh: z.number(),
    eveningShare: z.number().nullable(),
    ...Known,
  })
  .openapi('CapacityYear');
export type CapacityYear = z.infer<typeof CapacityYear>;

export const RunningQuarter = z.object({
  usedKwh: z.number().nullable(),
  /** Mean of the whole quarter if it goes on like this. */
  projectedKw: KwOrNull,
  /** Why there is none: too little of the quarter has passed, or a meter is silent. */
  unknown: z.enum(['early', 'silent']).nullable(),
  limitKw: KwOrNull,
  headroomKw: KwOrNull,
  /** What must come off from now on to end at the limit. */
  comeOffKw: KwOrNull,
  /** More was used than the whole quarter allows. */
  lost: z.boolean(),
  ...KeptBack,
});
export type RunningQuarter = z.infer<typeof RunningQuarter>;
export const CapacityNow = z
  .object({
    at: Instant,
    start: Instant,
    end: Instant,
    direction: DirectionName,
    limitKind: LimitSource.nullable(),
    own: RunningQuarter,
    groups: z.array(RunningQuarter.extend({ group: Id, name: z.string() })),
    ...Known,
  })
  .openapi('CapacityNow');
export type CapacityNow = z.infer<typeof CapacityNow>;

const Peak = z.object({
  company: Id,
  name: z.string(),
  kwMax: z.number(),
  at: Instant,
  /** Part in the highest quarter of all together; negative: it relieves the peak. null where that is not known. */
  coincidentShare: z.number().nullable(),
  coincidentKw: KwOrNull,
  topMeanKw: KwOrNull,
  topShare: z.number().nullable(),
  /** How much lower the peak would be without it. */
  withoutKw: KwOrNull,
  shapleyKw: KwOrNull,
  shapleyErrorKw: KwOrNull,
});
export const Peaks = z
  .object({
    direction: DirectionName,
    from: Instant,
    to: Instant,
    items: z.array(Peak),
    next: z.null(),
    kwMax: KwOrNull,
    kwMaxAt: Instant.nullable(),
    /** Sum of the own peaks, what is needed less together, and peak / that sum. */
    ownPeaksKw: KwOrNull,
    benefitKw: KwOrNull,
    coincidence: z.number().nullable(),
    /** Companies that count in the peak and are not named to this reader. */
    companiesHidden: z.int(),
    ...Known,
  })
  .openapi('Peaks');
export type Peaks = z.infer<typeof Peaks>;

export const JoinAnswer = z
  .object({
    direction: DirectionName,
    from: Instant,
    to: Instant,
    limitKind: LimitSource.nullable(),
    fits: z.boolean(),
    quartersJudged: z.int(),
    quartersFailing: z.int(),
    /** The quarter with the least room left. */
    binding: z.object({ at: Instant, usageKw: z.number(), extraKw: z.number(), limitKw: z.number(), shortKw: z.number() }).nullable(),
    roomAlwaysKw: KwOrNull,
    /** Room in 95 % of the quarters. */
    roomUsualKw: KwOrNull,
    shareThatFits: z.number().nullable(),
    failingDays: z.int(),
    /** The worst days, at most 366. */
    days: z.array(z.object({ date: z.iso.date(), quarters: z.int(), shortKwMax: z.number(), shortKwh: z.number() })),
    nights: z.int().nullable(),
    nightsTooShort: z.int().nullable(),
    ...Known,
  })
  .openapi('JoinAnswer');
export type JoinAnswer = z.infer<typeof JoinAnswer>;

const Window = z.strictObject({
  fromMinute: z.int().min(0).max(1439),
  toMinute: z.int().min(0).max(1440),
  /** 1 is Monday; of a night, the day on which it begins. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
});
export const LimitView = z
  .object({
    id: Id,
    connection: Id.nullable(),
    group: Id.nullable(),
    direction: DirectionName,
    kind: z.enum(LIMIT_KINDS),
    kw: z.number(),
    validFrom: Instant,
    validTo: Instant.nullable(),
    window: Window.nullable(),
    note: z.string(),
    simulated: z.boolean(),
  })
  .openapi('Limit');
export type LimitView = z.infer<typeof LimitView>;
export const NewLimit = z.strictObject({
  direction: DirectionName.default('import'),
  kind: z.enum(LIMIT_KINDS).default('firm'),
  kw: Kw,
  validFrom: When,
  validTo: When.exactOptional(),
  window: Window.exactOptional(),
  note: z.string().max(300).default(''),
});
export type NewLimit = z.infer<typeof NewLimit>;

const MemberView = z.object({
  id: Id,
  connection: Id,
  company: Id,
  name: z.string(),
  shareImportKw: z.number(),
  shareExportKw: z.number(),
  priority: z.int(),
  validFrom: Instant,
  validTo: Instant.nullable(),
});
export const GroupView = z
  .object({
    id: Id,
    park: ParkId,
    name: z.string(),
    rule: z.enum(SPLIT_RULES),
    validFrom: Instant,
    validTo: Instant.nullable(),
    limits: z.array(LimitView),
    /** Whom this reader may know as a member. */
    members: z.array(MemberView),
    membersHidden: z.int(),
    simulated: z.boolean(),
  })
  .openapi('Group');
export type GroupView = z.infer<typeof GroupView>;
export const NewGroup = z.strictObject({
  park: ParkId,
  name: z.string().min(1).max(120),
  rule: z.enum(SPLIT_RULES),
  limitImportKw: Kw.exactOptional(),
  limitExportKw: Kw.exactOptional(),
  validFrom: When,
  validTo: When.exactOptional(),
});
export const NewMember = z.strictObject({
  connection: Id,
  shareImportKw: Kw.default(0),
  shareExportKw: Kw.default(0),
  priority: z.int().min(1).max(100).default(1),
  validFrom: When,
  validTo: When.exactOptional(),
});
export const EndMember = z.strictObject({ validTo: When });
/** With nextKw the same right goes on from there with another power. */
export const EndLimit = z.strictObject({ validTo: When, nextKw: Kw.exactOptional() });
export const EndedLimit = z.object({ ended: LimitView, next: LimitView.nullable(), simulated: z.boolean() }).openapi('EndedLimit');

const StatementRow = z.object({
  connection: Id,
  company: Id,
  name: z.string(),
  days: z.number(),
  shareKw: z.number(),
  priority: z.int(),
  useKwh: z.number(),
  returnKwh: z.number(),
  kwMax: KwOrNull,
  kwMaxAt: Instant.nullable(),
  coincidentKw: KwOrNull,
  /** Above its own share, also when the group had room; only under fixed shares. */
  beyondShareKwh: z.number().nullable(),
  /** Its part of the exceedances of the group. */
  aboveKwh: z.number(),
  aboveKwMax: z.number(),
  quartersAbove: z.int(),
  quartersMissing: z.int(),
});
export const GroupStatement = z
  .object({
    group: Id,
    name: z.string(),
    rule: z.enum(SPLIT_RULES),
    direction: DirectionName,
    month: z.string(),
    from: Instant,
    to: Instant,
    members: z.array(StatementRow),
    /** Members that this reader does not see; then the figures of the group are null. */
    membersHidden: z.int(),
    /** Members whose readings are not shared with the park manager, who keeps the ledger: then nothing can be judged. */
    membersWithheld: z.int(),
    limitKw: KwOrNull,
    useKwh: z.number().nullable(),
    returnKwh: z.number().nullable(),
    kwMax: KwOrNull,
    kwMaxAt: Instant.nullable(),
    aboveKwh: z.number().nullable(),
    quartersAbove: z.int().nullable(),
    exceedances: z.array(AboveLimit.extend({ causes: z.array(z.object({ connection: Id, company: Id, name: z.string(), aboveKwMax: z.number(), aboveKwh: z.number() })) })),
    quarters: z.int(),
    quartersUnjudged: z.int(),
    ...Known,
  })
  .openapi('GroupStatement');
export type GroupStatement = z.infer<typeof GroupStatement>;

/** Whether the running quarter of a group stays within its limit. */
export const GroupAlarm = z.object({
  /** near: from 95 % of the limit; unknown: a member is silent, or the quarter has just begun. */
  state: z.enum(['unknown', 'within', 'near', 'over']),
  limitKw: KwOrNull,
  /** What must come off to end at the limit; null where nothing must. */
  comeOffKw: KwOrNull,
  /** false: in tenths of the limit, rounded up, because the figure would be that of one company. */
  exact: z.boolean(),
});
export type GroupAlarm = z.infer<typeof GroupAlarm>;

export const GroupNow = z
  .object({
    group: Id,
    at: Instant,
    start: Instant,
    end: Instant,
    direction: DirectionName,
    /** null where it would tell what one member draws, to whoever is no party to the agreement, and where not all are known. */
    total: RunningQuarter.nullable(),
    /** For those who made the agreement and the park's manager; null for others. */
    alarm: GroupAlarm.nullable(),
    members: z.array(z.object({ connection: Id, company: Id, name: z.string(), usedKwh: z.number().nullable(), projectedKw: KwOrNull, shareKw: z.number() })),
    membersHidden: z.int(),
    ...Known,
  })
  .openapi('GroupNow');
export type GroupNow = z.infer<typeof GroupNow>;
