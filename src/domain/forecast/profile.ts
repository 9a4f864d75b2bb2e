// The usual week of a load: its mean by weekday and quarter of the day, as far as days really differ. Pure.
import { type Calendar, KIND_CELLS, WEEK_CELLS, kindCellOf } from './calendar.ts';

/** One value a weekday and quarter of the day. */
export type WeekProfile = Float64Array;

/** Weighted means by cell, with the weight of each and the spread within cells. */
interface CellMeans {
  readonly mean: Float64Array;
  readonly weight: Float64Array;
  /** Sum of squared weights: what the variance of a mean is made of. */
  readonly squares: Float64Array;
}

/** Values, each with its weight, in cells. */
interface Celled {
  readonly values: Float64Array;
  readonly weight: Float64Array;
  readonly cells: Uint16Array;
}

function cellMeans({ values, cells, weight: weightAt }: Celled, count: number): CellMeans {
  const [mean, weight, squares] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let t = 0; t < values.length; t++) {
    const w = weightAt[t] ?? 0;
    if (w === 0) continue;
    const cell = cells[t] ?? 0;
    mean[cell] = (mean[cell] ?? 0) + w * (values[t] ?? 0);
    weight[cell] = (weight[cell] ?? 0) + w;
    squares[cell] = (squares[cell] ?? 0) + w * w;
  }
  for (let cell = 0; cell < count; cell++) mean[cell] = weight[cell] === 0 ? Number.NaN : (mean[cell] ?? 0) / (weight[cell] ?? 1);
  return { mean, weight, squares };
}

/** Variance of values around the means of their cells. */
function within({ values, cells, weight: weightAt }: Celled, { mean, weight, squares }: CellMeans): number {
  let [spread, total] = [0, 0];
  for (let t = 0; t < values.length; t++) {
    const w = weightAt[t] ?? 0;
    if (w === 0) continue;
    spread += w * ((values[t] ?? 0) - (mean[cells[t] ?? 0] ?? 0)) ** 2;
    total += w;
  }
  // Each mean takes one value's worth of freedom.
  const used = mean.reduce((sum, _, cell) => sum + ((weight[cell] ?? 0) === 0 ? 0 : (squares[cell] ?? 0) / (weight[cell] ?? 1)), 0);
  return total > used ? spread / (total - used) : 0;
}

/** Takes from each value the mean of its weekday and quarter; what is not known counts for nothing. By weekday and not by kind of day:
 *  a night before Monday that stands still would else be told by the weather of that night.
 *  @see docs/methods.md#forecast */
export function withoutWeekMeans(values: Float64Array, calendar: Calendar, weight: Float64Array): Float64Array {
  const { mean } = cellMeans({ values, weight, cells: calendar.week }, WEEK_CELLS);
  const rest = new Float64Array(values.length);
  for (let t = 0; t < values.length; t++) rest[t] = (values[t] ?? 0) - (mean[calendar.week[t] ?? 0] ?? 0);
  return rest;
}

/** The usual week. Means of a weekday and quarter are drawn to those of the kind of day, and these to the mean of all, by the part
 *  of the difference that chance explains: a load without a week gets a flat line, not a copy of its noise.
 *  @see docs/methods.md#forecast */
export function weekProfile(values: Float64Array, calendar: Calendar, weight: Float64Array): WeekProfile {
  const days = cellMeans({ values, weight, cells: calendar.week }, WEEK_CELLS);
  const noise = within({ values, weight, cells: calendar.week }, days);
  const usual = kindProfile(cellMeans({ values, weight, cells: calendar.kind }, KIND_CELLS), noise);
  const profile = Float64Array.from({ length: WEEK_CELLS }, (_, cell) => usual[kindCellOf(cell)] ?? 0);
  const day = WEEK_CELLS / 7;
  for (let first = 0; first < WEEK_CELLS; first += day) drawTo(profile, days, { noise, first, end: first + day });
  return profile;
}

/** Moves a target towards the means of its cells, by 1 - what chance makes of the differences / what is seen of them, not below 0
 *  (Efron and Morris 1973). */
function drawTo(target: Float64Array, { mean, weight, squares }: CellMeans, { noise, first, end }: { noise: number; first: number; end: number }): void {
  let [seen, chance] = [0, 0];
  for (let cell = first; cell < end; cell++) {
    const w = weight[cell] ?? 0;
    if (w === 0) continue;
    seen += ((mean[cell] ?? 0) - (target[cell] ?? 0)) ** 2;
    chance += (noise * (squares[cell] ?? 0)) / w ** 2;
  }
  const share = seen <= chance ? 0 : 1 - chance / seen;
  for (let cell = first; cell < end; cell++) if ((weight[cell] ?? 0) > 0) target[cell] = (target[cell] ?? 0) + share * ((mean[cell] ?? 0) - (target[cell] ?? 0));
}

function kindProfile(kinds: CellMeans, noise: number): Float64Array {
  let [sum, total] = [0, 0];
  kinds.weight.forEach((w, cell) => {
    if (w === 0) return;
    sum += w * (kinds.mean[cell] ?? 0);
    total += w;
  });
  const usual = new Float64Array(KIND_CELLS).fill(total === 0 ? 0 : sum / total);
  drawTo(usual, kinds, { noise, first: 0, end: KIND_CELLS });
  // A kind of day that was not seen yet is like a working day.
  const day = WEEK_CELLS / 7;
  for (let cell = day; cell < KIND_CELLS; cell++) if (kinds.weight[cell] === 0) usual[cell] = usual[cell % day] ?? 0;
  return usual;
}
