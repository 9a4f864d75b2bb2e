// What steps rest on and what each tells of itself. Pure.
import type { ConnectionQuarters } from '../balance.ts';
import type { Place } from '../capacity/clear-sky.ts';
import type { Weather } from '../forecast/weather.ts';
import { Recent } from '../recent.ts';
import type { AddingStep } from './along.ts';
import type { Dispatch } from './battery.ts';
import type { Cost } from './costs.ts';
import type { HeatLink } from './heat-steps.ts';
import type { ScenarioValues } from './parameters.ts';
import type { StepKind } from './steps.ts';
import type { Shape, ShapeSource } from './sun-and-wind.ts';
import type { Night } from './truck-hub.ts';
import { type Year, targetsOf } from './year.ts';

/** Profiles of panels and turbines that are kept: each is a year of quarters. */
export const SHAPES_MAX = 8;
/** What steps rest on beside the year itself. */
export interface StepGround {
  readonly values: ScenarioValues;
  readonly place: Place;
  readonly weather: Weather | null;
  /** 1 in quarters with the low price. */
  readonly cheap: Uint8Array;
  readonly links: readonly HeatLink[];
  /** What the solver found, by the place of the step in the list and by connection. */
  readonly solved: ReadonlyMap<number, ReadonlyMap<number, Dispatch>>;
  /** Made once for a year: shapes, nights, what everybody drew. */
  readonly kept: KeptGround;
}
export interface KeptGround {
  readonly shapes: Recent<string, Shape>;
  /** The year before any step. */
  measured: readonly ConnectionQuarters[];
  nights: readonly Night[] | null;
  drawn: { readonly electricity: ReadonlyMap<number, number>; readonly gas: ReadonlyMap<number, number> } | null;
}
/** Nothing made yet. */
export const emptyGround = (): KeptGround => ({ shapes: new Recent(SHAPES_MAX), measured: [], nights: null, drawn: null });

export type Note =
  | { readonly note: 'shape'; readonly source: ShapeSource }
  /** The rule knows the year beforehand: no controller does better. */
  | { readonly note: 'upper-bound' }
  /** The rule knows no tomorrow. */
  | { readonly note: 'lower-bound' }
  /** Nobody ran the solver for these steps yet: the price rule stands in. */
  | { readonly note: 'not-solved' }
  | { readonly note: 'no-target' }
  | { readonly note: 'no-links' }
  /** Trucks that did not get what they need, kWh in the year. */
  | { readonly note: 'short'; readonly kwh: number };

/** What a step did, for the reader: kWh made, charged, used or saved; m3 of gas less. */
export interface StepLog {
  /** Place in the list that was sent. */
  readonly at: number;
  readonly kind: StepKind;
  readonly connections: number;
  readonly kwh: number;
  readonly gasM3: number;
  /** Of peak shaving and group contracts, the limit; summed over connections. */
  readonly limitKw: number | null;
  readonly notes: readonly Note[];
  readonly capexEur: number;
}
export type Did = Partial<Pick<StepLog, 'connections' | 'kwh' | 'gasM3' | 'limitKw' | 'notes'>>;
export interface Stepped {
  readonly year: Year;
  /** What is still to be added at each connection; absent: the year is as the step leaves it. */
  readonly adding?: AddingStep;
  readonly cost: Omit<Cost, 'kind'>;
  /** What adds along the connections knows it when it was at all of them. */
  readonly did: Did | (() => Did);
}
/** Of a step that costs nothing. */
export const FREE = { capexEur: 0, lifeYears: 1, yearlyEur: 0 };

/** Connections where a step lands, each with its part. */
export type Targets = ReturnType<typeof targetsOf>;
/** Connections of one company or of all, by what they drew in the measured year. */
export const electricityTargets = (year: Year, company: number | null, { kept }: StepGround): Targets => targetsOf(year.electricity, kept.drawn?.electricity ?? new Map(), company);

/** A step that lands nowhere. */
export const untouched = (year: Year): Stepped => ({ year, cost: FREE, did: { notes: [{ note: 'no-target' }] } });
