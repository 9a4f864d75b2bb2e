// How much heat could be exchanged at most: problem table, cascade and composite curves of streams. Pure.

export interface Stream {
  readonly kind: 'hot' | 'cold';
  /** A hot stream cools down from here, a cold one warms up from here. */
  readonly fromC: number;
  readonly toC: number;
  readonly kw: number;
  /** Own part of the temperature difference; half of the least difference where absent. */
  readonly contributionK?: number;
}
export interface CascadePoint {
  readonly shiftedC: number;
  /** What passes this temperature when the least is added on top. */
  readonly kw: number;
}
export interface CurvePoint {
  readonly kw: number;
  readonly c: number;
}
export interface Pinch {
  readonly hotUtilityKw: number;
  readonly coldUtilityKw: number;
  /** Shifted temperatures at which nothing passes; none in a threshold problem. */
  readonly pinchesC: readonly number[];
  readonly cascade: readonly CascadePoint[];
  readonly hotKw: number;
  readonly coldKw: number;
  /** What the streams could give each other: cold demand minus what must be added. */
  readonly exchangeableKw: number;
}

/** A stream that changes phase has no slope: it gets a tenth of a kelvin. */
const ISOTHERMAL_K = 0.1;
const NOTHING = 1e-9;

interface Band {
  /** Place of its stream. */
  readonly at: number;
  readonly kind: Stream['kind'];
  readonly topC: number;
  readonly bottomC: number;
  readonly kwPerK: number;
}

function bandsOf(streams: readonly Stream[], shiftOf: (stream: Stream) => number): Band[] {
  return streams.flatMap((stream, at) => {
    if (stream.kw <= 0) return [];
    const shift = stream.kind === 'hot' ? -shiftOf(stream) : shiftOf(stream);
    const topC = Math.max(stream.fromC, stream.toC) + shift;
    const bottomC = Math.min(Math.min(stream.fromC, stream.toC) + shift, topC - ISOTHERMAL_K);
    return [{ at, kind: stream.kind, topC, bottomC, kwPerK: stream.kw / (topC - bottomC) }];
  });
}

/** Temperatures where a stream begins or ends, from hot to cold; equal ones once. */
function bordersOf(bands: readonly Band[]): number[] {
  const sorted = bands.flatMap((band) => [band.topC, band.bottomC]).sort((a, b) => b - a);
  return sorted.filter((one, at) => at === 0 || (sorted[at - 1] ?? one) - one > NOTHING);
}

/** Least heating and cooling at a least temperature difference.
 *  @see docs/residual-heat.md#heat-pinch */
export function pinchOf(streams: readonly Stream[], { leastK }: { leastK: number }): Pinch {
  const bands = bandsOf(streams, (stream) => stream.contributionK ?? leastK / 2);
  const borders = bordersOf(bands);
  let sum = 0;
  const running = [...(borders.length > 0 ? [0] : []), ...intervalsOf(bands).map(({ kw }) => (sum += kw))];
  const lowest = Math.min(0, ...running);
  const hotUtilityKw = lowest < -NOTHING ? -lowest : 0;
  const cascade = borders.map((shiftedC, at) => ({ shiftedC, kw: (running[at] ?? 0) + hotUtilityKw }));
  const [hotKw, coldKw] = (['hot', 'cold'] as const).map((kind) => streams.reduce((total, one) => total + (one.kind === kind ? one.kw : 0), 0));
  const largest = Math.max(1, hotKw ?? 0, coldKw ?? 0);
  const inside = cascade.slice(1, -1).filter((point) => Math.abs(point.kw) < largest * NOTHING);
  return {
    hotUtilityKw,
    coldUtilityKw: Math.max(0, cascade.at(-1)?.kw ?? 0),
    pinchesC: inside.map((point) => point.shiftedC),
    cascade,
    hotKw: hotKw ?? 0,
    coldKw: coldKw ?? 0,
    exchangeableKw: Math.max(0, (coldKw ?? 0) - hotUtilityKw),
  };
}

/** A band of temperatures in which no stream begins or ends. */
export interface PinchInterval {
  readonly topC: number;
  readonly bottomC: number;
  /** Hot minus cold. */
  readonly kw: number;
  /** What each stream has in it: its place in the list, cold below nothing. */
  readonly streams: readonly { readonly at: number; readonly kw: number }[];
}

/** From hot to cold. */
function intervalsOf(bands: readonly Band[]): PinchInterval[] {
  const borders = bordersOf(bands);
  return borders.slice(1).map((bottomC, index) => {
    const topC = borders[index] ?? bottomC;
    const middle = (topC + bottomC) / 2;
    const inside = bands.filter((band) => middle < band.topC && middle > band.bottomC);
    const streams = inside.map(({ at, kind, kwPerK }) => ({ at, kw: (kind === 'hot' ? 1 : -1) * kwPerK * (topC - bottomC) }));
    return { topC, bottomC, kw: streams.reduce((sum, one) => sum + one.kw, 0), streams };
  });
}

/** The problem table: at shifted temperatures, from hot to cold.
 *  @see docs/residual-heat.md#heat-pinch */
export const problemTable = (streams: readonly Stream[], { leastK }: { leastK: number }): PinchInterval[] =>
  intervalsOf(bandsOf(streams, (stream) => stream.contributionK ?? leastK / 2));

/** What a composite curve is the sum of: at true temperatures, from cold to hot. */
export const curveTable = (streams: readonly Stream[], kind: Stream['kind']): PinchInterval[] =>
  intervalsOf(bandsOf(streams, () => 0).filter((band) => band.kind === kind)).reverse();

/** Of a stream, what lies above the highest temperature at which nothing passes, and below the lowest, kW: heat that is added is for the
 *  one, cooling for the other.
 *  @param least the temperature difference, and the pinch of all streams
 *  @see docs/residual-heat.md#heat-pinch */
export function aroundPinch(stream: Stream, { leastK, cascade }: { leastK: number; cascade: readonly CascadePoint[] }): { aboveKw: number; belowKw: number } {
  const [band] = bandsOf([stream], () => stream.contributionK ?? leastK / 2);
  const least = Math.min(...cascade.map((point) => point.kw));
  const nothing = cascade.filter((point) => point.kw - least <= NOTHING * Math.max(1, stream.kw));
  const [highest, lowest] = [nothing[0], nothing.at(-1)];
  if (band === undefined || highest === undefined || lowest === undefined) return { aboveKw: 0, belowKw: 0 };
  const between = (topC: number, bottomC: number): number => Math.max(0, Math.min(topC, band.topC) - Math.max(bottomC, band.bottomC)) * band.kwPerK;
  return { aboveKw: between(Infinity, highest.shiftedC), belowKw: between(lowest.shiftedC, -Infinity) };
}

/** Both composite curves at true temperatures; the cold one begins where the least cooling ends.
 *  @see docs/residual-heat.md#heat-pinch */
export function compositeCurves(streams: readonly Stream[], { coldUtilityKw }: Pick<Pinch, 'coldUtilityKw'>): { hot: CurvePoint[]; cold: CurvePoint[] } {
  const curve = (kind: Stream['kind'], from: number): CurvePoint[] => {
    const table = curveTable(streams, kind);
    const [first] = table;
    let kw = from;
    return first === undefined ? [] : [{ kw, c: first.bottomC }, ...table.map((one) => ({ kw: (kw += Math.abs(one.kw)), c: one.topC }))];
  };
  return { hot: curve('hot', 0), cold: curve('cold', coldUtilityKw) };
}

export const SLICES = ['year', 'winter', 'summer', 'day', 'night'] as const;
export type Slice = (typeof SLICES)[number];

/** Which slices an hour belongs to.
 *  @param at month 1 to 12, weekday 1 (Monday) to 7, local hour */
export function slicesOf({ month, weekday, hour }: { month: number; weekday: number; hour: number }): Slice[] {
  const season: Slice[] = month === 12 || month <= 2 ? ['winter'] : month >= 6 && month <= 8 ? ['summer'] : [];
  return ['year', ...season, weekday <= 5 && hour >= 7 && hour < 19 ? 'day' : 'night'];
}
