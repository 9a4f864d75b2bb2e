// What makes each kind of alert begin, tremble and end, in the running product: readings, contracts and consents as they would come in.
import { QUARTER_MS, localAdd, localDay, localFloor, localHour, quarterStart, toIso, wallClock } from '../src/domain/time.ts';
import type { AlertKind } from '../src/domain/alerts.ts';
import { epochMs } from '../src/domain/units.ts';
import { emptyColumns, flagCode } from '../src/storage/series.ts';
import { BOOTSTRAP, type Answer, type SmallRegion } from './api/small-region.ts';

export type Stage = 'begins' | 'trembles' | 'ends';

/** A company with one connection and one meter, in a park of its own. */
export interface Place {
  readonly park: string;
  readonly company: number;
  readonly connection: number;
  readonly meter: number;
  readonly gateway: number;
}

/** The running product, and the clock on its wall. */
export interface Installation {
  readonly region: SmallRegion;
  readonly place: Place;
  readonly passMs: (ms: number) => void;
}

export interface Cause {
  /** Who looks. */
  readonly job: 'watch-meters' | 'watch-quarters' | 'watch-tomorrow';
  readonly carrier?: 'gas';
  readonly bring: (into: Installation, stage: Stage) => Promise<void>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const HISTORY_DAYS = 30;

async function must(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

const asOperator = ({ region }: Installation, method: string, path: string, body?: unknown): Promise<Answer> =>
  must(region.ask(method, `/api/v1${path}`, { key: BOOTSTRAP, ...(body !== undefined && { body }) }));

interface Measured {
  /** Amount of a quarter. */
  readonly amount: (startMs: number) => number;
  readonly flow?: 'import' | 'export';
  readonly unit?: 'kWh' | 'm3';
  readonly isMeasured?: (startMs: number) => boolean;
}

/** Quarters of the last weeks up to now, as a metering company sends them. */
async function settle({ region, place }: Installation, { amount, flow = 'import', unit = 'kWh', isMeasured = () => true }: Measured): Promise<void> {
  const { directory, store } = region.app.parts;
  const carrier = unit === 'm3' ? 'gas' : 'electricity';
  const [register] = await directory.addRegisters([{ meter: place.meter, name: flow, carrier, flow, kind: 'counter', unit }]);
  const now = quarterStart(epochMs(Date.now()));
  const first = localAdd(localFloor(now, 'P1D'), 'P1D', -HISTORY_DAYS) / QUARTER_MS;
  const columns = emptyColumns(now / QUARTER_MS - first);
  columns.registers.fill(register?.id ?? 0);
  columns.sources.fill(1);
  columns.quarters.forEach((_, index) => {
    const startMs = (first + index) * QUARTER_MS;
    columns.quarters[index] = first + index;
    columns.amounts[index] = amount(startMs);
    columns.flags[index] = flagCode(isMeasured(startMs) ? 'M' : 'E');
  });
  await store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 });
}

/** A counter at these instants, of a steady power. Each is heard by itself: of several at once only the last one says how often it speaks. */
async function speak(into: Installation, kw: number, at: readonly number[]): Promise<void> {
  const { store, journal } = into.region.app.parts;
  for (const ms of at) {
    await asOperator(into, 'POST', `/ingest/${into.place.gateway}`, { time: new Date(ms).toISOString(), importKwh: (kw * (ms - Date.UTC(2026, 0, 1))) / HOUR_MS });
    await store.ask({ kind: 'projected', seq: journal.durableSeq });
  }
}

const contract = (into: Installation, contractedImportKw: number): Promise<unknown> => asOperator(into, 'PATCH', `/connections/${into.place.connection}`, { contractedImportKw });

/** The clock, moved on to where a quarter has begun that does not end soon. */
function midQuarter({ passMs }: Installation): void {
  const into = Date.now() - quarterStart(epochMs(Date.now()));
  if (into < 4 * MINUTE_MS) passMs(4 * MINUTE_MS - into);
  else if (into > 13 * MINUTE_MS) passMs(QUARTER_MS + 4 * MINUTE_MS - into);
}

/** 600 kW, of a contract of 500; 600 is 97.6 % of 615, and 67 % of 900. */
const peakForecast: Cause = {
  job: 'watch-meters',
  bring: async (into, stage) => {
    midQuarter(into);
    const start = quarterStart(epochMs(Date.now()));
    await speak(into, 600, [start - HOUR_MS, start, Date.now()]);
    await contract(into, { begins: 500, trembles: 615, ends: 900 }[stage]);
  },
};

/** 200 kW from 7 to 17 on every day: 200 is above 150, 97.5 % of 205, and 40 % of 500, give or take what a forecast errs on such days. */
const peakAhead: Cause = {
  job: 'watch-tomorrow',
  bring: async (into, stage) => {
    await settle(into, { amount: (startMs) => (localHour(epochMs(startMs)) >= 7 && localHour(epochMs(startMs)) < 17 ? 50 : 10) });
    await contract(into, { begins: 150, trembles: 205, ends: 500 }[stage]);
  },
};

/** Every second, so that an hour is silence and half an hour is not. */
const silentMeter: Cause = {
  job: 'watch-meters',
  bring: async (into, stage) => {
    const lastMs = Date.now() - { begins: 2 * HOUR_MS, trembles: 45 * MINUTE_MS, ends: 0 }[stage];
    const { last } = into.region.app.parts.deps;
    const [register] = into.region.app.parts.directory.registersOf(into.place.meter);
    // Who has spoken since cannot have been silent before: two hours pass.
    if (stage === 'begins' && register !== undefined && (last.register(register.id)?.at ?? 0) >= lastMs) {
      into.passMs(2 * HOUR_MS);
      return;
    }
    await speak(
      into,
      10,
      Array.from({ length: 10 }, (_, index) => lastMs - (9 - index) * 1000),
    );
  },
};

/** The night that is judged: the last that has ended. */
function inLastNight(startMs: number): boolean {
  const now = epochMs(Date.now());
  const day = localAdd(localFloor(now, 'P1D'), 'P1D', localHour(now) < 5 ? -1 : 0);
  const hour = localHour(epochMs(startMs));
  return startMs >= day && startMs < localAdd(day, 'P1D', 1) && hour >= 1 && hour < 5;
}

/** 10 kW, and last night 16, 12 or 10: 160 %, 120 % and 100 % of the usual. */
const nightBaseLoad: Cause = {
  job: 'watch-quarters',
  bring: (into, stage) => settle(into, { amount: (startMs) => (inLastNight(startMs) ? { begins: 4, trembles: 3, ends: 2.5 }[stage] : 2.5) }),
};

/** Of each eight quarters this many that export: every night alike. */
const reversedSign: Cause = {
  job: 'watch-quarters',
  bring: async (into, stage) => {
    const exports = (startMs: number): boolean => (startMs / QUARTER_MS) % 8 < { begins: 8, trembles: 5, ends: 1 }[stage];
    await settle(into, { amount: (startMs) => (exports(startMs) ? 0 : 5) });
    await settle(into, { amount: (startMs) => (exports(startMs) ? 5 : 0), flow: 'export' });
  },
};

/** 1 m3 a quarter on working days, and 0.9, 0.5 or 0.3 at the weekend. */
const weekendGas: Cause = {
  job: 'watch-quarters',
  carrier: 'gas',
  bring: (into, stage) => settle(into, { unit: 'm3', amount: (startMs) => (localDay(epochMs(startMs)).weekday >= 6 ? { begins: 0.9, trembles: 0.5, ends: 0.3 }[stage] : 1) }),
};

/** Yesterday's last 12 hours, 105 minutes or nothing is estimated: 50, 7.3 and 0 points of a day. */
const coverageFalling: Cause = {
  job: 'watch-quarters',
  bring: async (into, stage) => {
    const midnight = localFloor(epochMs(Date.now()), 'P1D');
    const lostMs = { begins: 12 * HOUR_MS, trembles: 7 * QUARTER_MS, ends: 0 }[stage];
    await settle(into, { amount: () => 2.5, isMeasured: (startMs) => startMs >= midnight || startMs < midnight - lostMs });
  },
};

/** Ends in 10 days, in 30 and a half, or not at all. */
const consentEnding: Cause = {
  job: 'watch-meters',
  bring: async (into, stage) => {
    const { directory } = into.region.app.parts;
    const consents = `/companies/${into.place.company}/consents`;
    if (stage === 'begins')
      for (const one of directory.consents.values())
        if (one.company === into.place.company && one.audience === 'region' && one.revokedAt === null) await directory.revokeConsent(one, epochMs(Date.now()));
    const days = { begins: 10, trembles: 30.5, ends: null }[stage];
    await asOperator(into, 'POST', consents, { audience: 'region', ...(days !== null && { validTo: toIso(epochMs(Math.floor(Date.now() / 1000) * 1000 + days * DAY_MS)) }) });
  },
};

export const CAUSES: Readonly<Record<AlertKind, Cause>> = {
  'peak-forecast': peakForecast,
  'peak-ahead': peakAhead,
  'silent-meter': silentMeter,
  'night-base-load': nightBaseLoad,
  'reversed-sign': reversedSign,
  'weekend-gas': weekendGas,
  'coverage-falling': coverageFalling,
  'consent-ending': consentEnding,
};

/** Hours that began before this moment and go on for a while. */
export function quietNow(): { quietFromHour: number; quietToHour: number } {
  const hour = Math.floor(wallClock(epochMs(Date.now())).minute / 60);
  return { quietFromHour: hour, quietToHour: (hour + 8) % 24 };
}
