// The period of the screens about CO2: a month or a year, and what of it stands in the address. Pure.
import { type Period, periodAround, periodFrom, periodQuery } from './period.ts';

export const CO2_PERIODS = ['month', 'year'] as const;
export type Co2Kind = (typeof CO2_PERIODS)[number];
export const SETS = ['co2emissiefactoren', 'klimaatmonitor'] as const;
export type SetName = (typeof SETS)[number];
/** Part of the base year's emissions that has to be gone. */
export const GOALS = ['0.49', '0.55', '1'] as const;
export type Goal = (typeof GOALS)[number];
/** Part of gas and heat that heats buildings and follows the weather; process does not. */
export const HEATING = ['0', '0.25', '0.5', '0.75', '1'] as const;
export type Heating = (typeof HEATING)[number];
/** Weighted degree days of the period and of the one it is compared with, as whoever looks gave them. */
export interface GivenDegreeDays {
  readonly now: number;
  readonly base: number;
}
const DEGREE_DAYS_MAX = 10_000;

export interface Co2Choice {
  readonly period: Period;
  readonly kind: Co2Kind;
  readonly set: SetName;
  readonly goal: Goal;
  readonly heating: Heating;
  /** null: by the source of weather, where there is one. */
  readonly degreeDays: GivenDegreeDays | null;
}
type Query = Readonly<Record<string, string | undefined>>;

/** A year where the address does not say; days and weeks are too short to say anything of CO2. */
export function co2Choice(query: Query, nowMs: number): Co2Choice {
  const given = periodFrom({ periode: query['periode'], datum: query['datum'] }, nowMs);
  const kind = given.kind === 'month' ? 'month' : 'year';
  return {
    kind,
    period: periodAround(kind, given.from),
    set: SETS.find((one) => one === query['factoren']) ?? 'co2emissiefactoren',
    goal: GOALS.find((one) => one === query['doel']) ?? '1',
    heating: HEATING.find((one) => one === query['verwarming']) ?? '0',
    degreeDays: degreeDaysGiven(Number(query['graaddagen'] ?? Number.NaN), Number(query['graaddagen-toen'] ?? Number.NaN)),
  };
}

/** null where they are no degree days: a period without any may be, one to compare with may not.
 *  @param now of the period
 *  @param base of the one it is compared with */
export const degreeDaysGiven = (now: number, base: number): GivenDegreeDays | null =>
  now >= 0 && base > 0 && now <= DEGREE_DAYS_MAX && base <= DEGREE_DAYS_MAX ? { now, base } : null;

/** What stands in the address. */
export function co2Query({ period, set, goal, heating, degreeDays }: Omit<Co2Choice, 'kind'>): string {
  const parts = [
    set === 'co2emissiefactoren' ? '' : `&factoren=${set}`,
    goal === '1' ? '' : `&doel=${goal}`,
    heating === '0' ? '' : `&verwarming=${heating}`,
    degreeDays === null ? '' : `&graaddagen=${degreeDays.now}&graaddagen-toen=${degreeDays.base}`,
  ];
  return periodQuery(period, 'electricity') + parts.join('');
}

/** What the answer is asked by, beside period and factors. */
export function historyQuery({ goal, heating, degreeDays }: Pick<Co2Choice, 'goal' | 'heating' | 'degreeDays'>): string {
  const given = degreeDays === null ? '' : `&degreeDays=${degreeDays.now}&baseDegreeDays=${degreeDays.base}`;
  return `&goalReduction=${goal}&heatingShare=${heating}${given}`;
}

export const GUARANTEE_PARTS = ['year', '1', '2', '3', '4'] as const;
export type GuaranteePart = (typeof GUARANTEE_PARTS)[number];
const twoDigits = (month: number): string => String(month).padStart(2, '0');

/** Local dates of a calendar year or quarter, half-open. */
export function guaranteeDates(year: number, part: GuaranteePart): { from: string; to: string } {
  if (part === 'year') return { from: `${year}-01-01`, to: `${year + 1}-01-01` };
  const first = Number(part) * 3 - 2;
  return { from: `${year}-${twoDigits(first)}-01`, to: first === 10 ? `${year + 1}-01-01` : `${year}-${twoDigits(first + 3)}-01` };
}
