// What the explanations of figures about room on the grid share: the frame of an answer, a quarter and its own explanation.
import type { Direction } from '../domain/capacity/limits.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type Place, pathOf } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import type { CapacityFigureExplanation } from './shapes-capacity-explained.ts';

export type FigureAnswer = Omit<CapacityFigureExplanation, 'simulated'>;
type Quarter = FigureAnswer['quarters'][number];

interface Frame {
  readonly direction: Direction;
  readonly field: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly unit: FigureAnswer['unit'];
  readonly value: number | null;
}

/** An answer that lists nothing yet. */
export const framed = (deps: Pick<Deps, 'now'>, { from, to, ...rest }: Frame): FigureAnswer => ({
  ...rest,
  from: toIso(from),
  to: toIso(to),
  level: 'together',
  rank: null,
  of: null,
  before: null,
  equal: null,
  parts: [],
  quarters: [],
  runs: [],
  steps: [],
  coalitions: [],
  draws: [],
  days: [],
  nights: [],
  asOf: toIso(deps.now()),
});

/** Route that says which registers the usage of a quarter is the sum of. */
export const explainPath = ({ from, index, place, direction }: { from: EpochMs; index: number; place: Place; direction: Direction }): string =>
  `${pathOf(place)}/capacity/explain?direction=${direction}&at=${toIso(epochMs(from + index * QUARTER_MS))}`;

/** A quarter of a place, with the route that explains its usage. */
export function quarterOf(over: { from: EpochMs; index: number; place: Place | null; direction: Direction }, told: Pick<Quarter, 'contribution'> & Partial<Quarter>): Quarter {
  const start = epochMs(over.from + over.index * QUARTER_MS);
  const explain = over.place === null ? null : explainPath({ ...over, place: over.place });
  return { start: toIso(start), end: toIso(epochMs(start + QUARTER_MS)), company: null, usageKw: null, togetherKw: null, limitKw: null, extraKw: null, explain, ...told };
}

export const part = (name: string, role: FigureAnswer['parts'][number]['role'], { value, weight = 1 }: { value: number; weight?: number }): FigureAnswer['parts'][number] => ({
  name,
  role,
  weight,
  value,
});

/** @throws ApiError when there is none of that name */
export function fieldAmong<F extends string>(names: readonly F[], field: string, what: string): F {
  const found = names.find((one) => one === field);
  if (found === undefined) throw new ApiError('invalid-request', `field: of ${what} one of ${names.join(', ')} can be explained.`);
  return found;
}
