// Explains a figure of the pinch of a park: the streams it is the sum of, or the intervals of temperature between them.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { type MatchFormula, divisor, factor, madeOf, term } from '../domain/heat/match-terms.ts';
import { hoursInSlice, streamOf, sumOf } from '../domain/heat/pinch-streams.ts';
import { type PinchInterval, type Stream, curveTable, problemTable } from '../domain/heat/pinch.ts';
import { YEAR_HOURS } from '../domain/heat/port.ts';
import { fromMicro } from '../domain/ledger.ts';
import { roundedParts } from '../domain/rounded-parts.ts';
import { toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { PinchOfSlice } from '../jobs/heat-network-sums.ts';
import type { ParkHours } from '../jobs/heat-runs.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { companiesOpen } from './explain-terms.ts';
import { type SeenPinch, seenPinch } from './heat-network.ts';
import { sideView } from './heat-query.ts';
import type { HeatParkExplanation, HeatPinchExplainQuery } from './shapes-heat-park-explained.ts';

const HOUR_MS = 3_600_000;
type Answer = HeatParkExplanation;
type Made = Pick<Answer, 'unit' | 'value' | 'level'> & Partial<Answer>;
interface Ground extends SeenPinch {
  readonly slice: PinchOfSlice;
  readonly streams: readonly Stream[];
  readonly park: string;
  readonly query: HeatPinchExplainQuery;
  readonly nameOf: (port: number) => string;
  readonly linkTo: (field: string, more?: Readonly<Record<string, string>>) => string;
}

/** @throws ApiError suppressed, where the pinch itself is kept back, or where a stream of one company would be told */
export async function explainPinch(deps: Deps, principal: Principal, { park, query }: { park: string; query: HeatPinchExplainQuery }): Promise<Made & { hours: ParkHours }> {
  const seen = await seenPinch(deps, principal, park);
  const slice = seen.slices.find((one) => one.slice === query.slice);
  if (slice === undefined) throw new ApiError('invalid-request', 'slice: there is no such part of the year.');
  const nameOf = (port: number): string => {
    const row = deps.heat.registry.port(port);
    return row === null ? `${port}` : (sideView(deps, principal, { port: row, sight: 'full' }).name ?? `${port}`);
  };
  const linkTo: Ground['linkTo'] = (field, more = {}) => `/parks/${park}/pinch/explain?${new URLSearchParams({ field, slice: query.slice, ...more })}`;
  const streams = slice.byPort.map(({ port, kw }) => {
    const row = deps.heat.registry.port(port);
    if (row === null) throw new ApiError('invalid-request', 'slice: a port was removed just now; ask again.');
    return streamOf(row, kw);
  });
  const ground: Ground = { ...seen, slice, streams, park, query, nameOf, linkTo };
  if (!seen.inner && ONE_BY_ONE_FIELDS.has(query.field)) throw new ApiError('suppressed', ONE_BY_ONE);
  const made = query.field === 'stream.kw' ? explainStream(deps, principal, ground) : explained(ground);
  if (seen.inner) return { ...made, hours: seen.hours };
  return { unit: made.unit, value: made.value, level: 'together', hours: seen.hours };
}

const ONE_BY_ONE_FIELDS: ReadonlySet<string> = new Set(['grand.kw', 'hot.kw', 'cold.kw', 'stream.kw']);
const ONE_BY_ONE = 'Curves and streams are told to who sees the companies of the park one by one.';

function explained(ground: Ground): Made {
  const { slice, query } = ground;
  switch (query.field) {
    case 'hotKw':
    case 'coldKw':
      return ofStreams(ground, query.field === 'hotKw' ? 'hot' : 'cold');
    case 'exchangeableKw':
      return ofParts(ground, 'kW', { level: 'at-least-0', parts: [term('coldKw', 1, slice.coldKw), term('hotUtilityKw', -1, slice.hotUtilityKw)] });
    case 'exchangePotentialUsed':
      return used(ground);
    case 'hotUtilityKw':
      return hotUtility(ground);
    case 'coldUtilityKw':
      return cascade(ground, tableOf(ground));
    case 'grand.kw':
    case 'hot.kw':
    case 'cold.kw':
    case 'stream.kw':
      return point(ground, query.field);
  }
}

const tableOf = ({ streams, leastK }: Ground): PinchInterval[] => problemTable(streams, { leastK });

/** The mean power of each port, in the order in which they are added up. */
function ofStreams({ slice: { byPort }, nameOf, linkTo }: Ground, kind: 'hot' | 'cold'): Made {
  const rounded = roundedParts();
  const rows = byPort
    .filter((one) => one.kind === kind)
    .map(({ port, kw }) => ({
      match: null,
      port,
      name: nameOf(port),
      contribution: fromMicro(rounded(kw)),
      explain: linkTo('stream.kw', { port: String(port) }),
    }));
  return { unit: 'kW', level: 'rows', rows, value: published(kind === 'hot' ? sumKw(byPort, 'hot') : sumKw(byPort, 'cold')) };
}

const sumKw = (byPort: PinchOfSlice['byPort'], kind: 'hot' | 'cold'): number => byPort.reduce((sum, one) => sum + (one.kind === kind ? one.kw : 0), 0);

function ofParts({ linkTo }: Ground, unit: Answer['unit'], formula: MatchFormula): Made {
  const parts = formula.parts.map(({ name, by: _, ...part }) => ({ ...part, field: name, by: null, explain: FURTHER.has(name) ? linkTo(name) : null }));
  return { unit, value: published(madeOf(formula)), level: formula.level === 'product' ? 'product' : 'at-least-0', parts };
}
/** Figures of a slice that are explained themselves. */
const FURTHER: ReadonlySet<string> = new Set(['coldKw', 'hotUtilityKw', 'exchangeableKw']);

/** What the chosen links deliver, over what could be exchanged in the year at most. */
function used(ground: Ground): Made {
  const most = ground.slices[0]?.exchangeableKw ?? 0;
  if (ground.linkedKwh === null || most <= 0) throw new ApiError('suppressed', 'What the links use is not told to this reader, or there is nothing to exchange.');
  const parts = [factor('linksDeliveredKwh', ground.linkedKwh), divisor('yearHours', YEAR_HOURS), divisor('exchangeableKw', most)];
  return ofParts({ ...ground, linkTo: (field) => `/parks/${ground.park}/pinch/explain?field=${field}&slice=year` }, '1', { level: 'product', parts });
}

/** Intervals whose amounts add up, in the order in which they stand, to the rounded sum of them and of what is added last. */
function ofIntervals({ slice: { byPort }, nameOf }: Ground, table: readonly PinchInterval[], { first, last, sign }: { first: number; last: number; sign: 1 | -1 }): Made {
  const rounded = roundedParts();
  const begun = rounded(first);
  const intervals = table.map(({ topC, bottomC, kw, streams }) => ({
    topC,
    bottomC,
    contribution: fromMicro(rounded(sign * kw)),
    streams: streams.map((one) => ({ port: byPort[one.at]?.port ?? 0, name: nameOf(byPort[one.at]?.port ?? 0), kw: one.kw })),
  }));
  const added = begun + rounded(last);
  const micro = intervals.reduce((sum, one) => sum + Math.round(one.contribution * 1e6), added);
  return { unit: 'kW', level: 'intervals', intervals, added: first === 0 && last === 0 ? null : fromMicro(added), value: fromMicro(micro) };
}

/** Heat that has to be added: what is short above the pinch. */
function hotUtility(ground: Ground): Made {
  const table = tableOf(ground);
  let [sum, least, until] = [0, 0, 0];
  table.forEach(({ kw }, at) => {
    sum += kw;
    if (sum < least) [least, until] = [sum, at + 1];
  });
  return ofIntervals(ground, ground.slice.hotUtilityKw > 0 ? table.slice(0, until) : [], { first: 0, last: 0, sign: -1 });
}

/** What passes below so many intervals when the least heat is added on top. */
const cascade = (ground: Ground, table: readonly PinchInterval[]): Made => ofIntervals(ground, table, { first: 0, last: ground.slice.hotUtilityKw, sign: 1 });

function point(ground: Ground, field: HeatPinchExplainQuery['field']): Made {
  const { slice, query, streams } = ground;
  const at = (points: readonly number[]): number => {
    const found = points.indexOf(query.c ?? Number.NaN);
    if (found < 0) throw new ApiError('invalid-request', `c: no point of ${field} lies there; they lie at ${points.join(', ')}.`);
    return found;
  };
  if (field === 'grand.kw') return cascade(ground, tableOf(ground).slice(0, at(slice.cascade.map(({ shiftedC }) => shiftedC))));
  const kind = field === 'hot.kw' ? 'hot' : 'cold';
  const until = at(slice[kind].map(({ c }) => c));
  // The cold curve begins where the least cooling ends; what a cold stream has counts up.
  return ofIntervals(ground, curveTable(streams, kind).slice(0, until), { first: kind === 'hot' ? 0 : slice.coldUtilityKw, last: 0, sign: kind === 'hot' ? 1 : -1 });
}

/** The mean of the hours of a port that are known. */
function explainStream(deps: Deps, principal: Principal, { slice, query, hours, ...ground }: Ground): Made {
  const row = deps.heat.registry.port(query.port ?? 0);
  const kw = hours.byPort.get(query.port ?? 0)?.kw;
  if (row === null || kw === undefined || !slice.byPort.some(({ port }) => port === row.id)) throw new ApiError('invalid-request', 'port: it is no stream of this park.');
  const { kwh, knownHours } = sumOf(kw, hoursInSlice({ firstHour: hours.firstHour, length: kw.length }, slice.slice));
  const parts = knownHours > 0 ? [factor('measuredKwh', kwh), divisor('knownHours', knownHours)] : [factor('measuredKwh', 0)];
  const meter = row.company === null || companiesOpen(deps, principal)(row.company) ? row.meter : null;
  const [from, to] = [hours.firstHour, hours.firstHour + hours.hours].map((hour) => toIso(epochMs(hour * HOUR_MS)));
  const quarters = meter === null ? null : `/meters/${meter}/quarters?${new URLSearchParams({ from: from ?? '', to: to ?? '' })}`;
  return {
    ...ofParts({ slice, query, hours, ...ground }, 'kW', { level: 'at-least-0', parts }),
    side: { provenance: row.provenance, meter, quarters },
  };
}
