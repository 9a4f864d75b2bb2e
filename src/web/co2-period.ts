// The period of the screens about CO2: a month or a year, and what of it stands in the address. Pure.
import { type Period, periodAround, periodFrom, periodQuery } from './period.ts';

export const CO2_PERIODS = ['month', 'year'] as const;
export type Co2Kind = (typeof CO2_PERIODS)[number];
export const SETS = ['co2emissiefactoren', 'klimaatmonitor'] as const;
export type SetName = (typeof SETS)[number];
/** Part of the base year's emissions that has to be gone. */
export const GOALS = ['0.49', '0.55', '1'] as const;
export type Goal = (typeof GOALS)[number];

export interface Co2Choice {
  readonly period: Period;
  readonly kind: Co2Kind;
  readonly set: SetName;
  readonly goal: Goal;
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
  };
}

export const co2Query = ({ period, set, goal }: Pick<Co2Choice, 'period' | 'set' | 'goal'>): string =>
  `${periodQuery(period, 'electricity')}${set === 'co2emissiefactoren' ? '' : `&factoren=${set}`}${goal === '1' ? '' : `&doel=${goal}`}`;

export const GUARANTEE_PARTS = ['year', '1', '2', '3', '4'] as const;
export type GuaranteePart = (typeof GUARANTEE_PARTS)[number];
const twoDigits = (month: number): string => String(month).padStart(2, '0');

/** Local dates of a calendar year or quarter, half-open. */
export function guaranteeDates(year: number, part: GuaranteePart): { from: string; to: string } {
  if (part === 'year') return { from: `${year}-01-01`, to: `${year + 1}-01-01` };
  const first = Number(part) * 3 - 2;
  return { from: `${year}-${twoDigits(first)}-01`, to: first === 10 ? `${year + 1}-01-01` : `${year}-${twoDigits(first + 3)}-01` };
}
