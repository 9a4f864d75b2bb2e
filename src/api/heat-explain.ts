// Explains a figure of a heat match: what was measured in the same hours, month by month down to the hour, and what that is multiplied by.
import type { Principal } from '../domain/access.ts';
import { HOUR_FIELDS, type HourField, hourKwh } from '../domain/heat/match-terms.ts';
import { type OverlapHour, overlapHours } from '../domain/heat/overlap.ts';
import { type PairResult, hoursOf } from '../domain/heat/pair.ts';
import type { HeatParameters } from '../domain/heat/parameters.ts';
import { withValue } from '../domain/heat/trial.ts';
import { fromMicro } from '../domain/ledger.ts';
import { roundedParts } from '../domain/rounded-parts.ts';
import { type Step, stepBounds, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { ParkHours } from '../jobs/heat-runs.ts';
import type { HeatPairKey, HeatPortRow } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { companiesOpen } from './explain-terms.ts';
import { explainFigure, figureNames } from './heat-figures-explain.ts';
import { triedMatches } from './heat-parameters.ts';
import { entersFor, nameOf, seenMatches } from './heat-query.ts';
import { instant } from './period.ts';
import type { HeatMatchExplainQuery, HeatMatchExplanation } from './shapes-heat-explained.ts';

const HOUR_MS = 3_600_000;
/** Hours that are listed one by one; longer parts are told by days, and those of more than two months by months. */
const HOURS_SHOWN_MAX = 100;
const DAYS_SHOWN_MAX = 62;

type Answer = Omit<HeatMatchExplanation, 'simulated'>;
interface Seen {
  readonly pair: PairResult;
  readonly hours: ParkHours;
  readonly source: HeatPortRow;
  readonly sink: HeatPortRow;
  readonly parameters: HeatParameters;
}
interface Cut {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** @throws ApiError when the pair cannot serve each other, there is no such figure, or this reader knows the match as a band only */
export async function explainMatch(deps: Deps, principal: Principal, { key, query }: { key: HeatPairKey; query: HeatMatchExplainQuery }): Promise<Answer> {
  const seen = await seenFully(deps, principal, { key, query });
  const { pair, hours, source, sink, parameters } = seen;
  const whole = { start: epochMs(hours.firstHour * HOUR_MS), end: epochMs((hours.firstHour + hours.hours) * HOUR_MS) };
  const known = {
    match: nameOf(deps, pair),
    field: query.field,
    start: toIso(whole.start),
    end: toIso(whole.end),
    parts: [],
    steps: [],
    hours: [],
    sides: [],
    assumptions: [],
    draw: null,
    draws: [],
    parameters: deps.heat.parameters.hash,
    asOf: toIso(whole.end),
  };
  const figure = explainFigure({ name: known.match, pair, parameters, source, sink, query }, query.field);
  if (figure !== null) {
    if (query.start !== undefined || query.end !== undefined) throw new ApiError('invalid-request', `start, end: ${query.field} is a figure of a year; measuredKwh has parts.`);
    return { ...known, ...figure };
  }
  const field = HOUR_FIELDS.find((one) => one === query.field);
  if (field === undefined) throw new ApiError('invalid-request', `field: one of ${[...figureNames(), ...HOUR_FIELDS].join(', ')} can be explained.`);
  if (query.draw !== undefined || query.code !== undefined) throw new ApiError('invalid-request', `draw, code: ${field} is what was measured.`);
  const part = cutOf(query, whole);
  return { ...known, start: toIso(part.start), end: toIso(part.end), unit: 'kWh', ...measured(seen, field, part), sides: sidesOf(deps, principal, { ...seen, ...part }) };
}

async function seenFully(deps: Deps, principal: Principal, { key, query: { code, value } }: { key: HeatPairKey; query: HeatMatchExplainQuery }): Promise<Seen> {
  const { registry, runs, parameters } = deps.heat;
  const [source, sink] = [registry.port(key.source), registry.port(key.sink)];
  if (source === null || sink === null) throw notFound('heat match');
  if ((code === undefined) !== (value === undefined)) throw new ApiError('invalid-request', 'code, value: the one goes with the other.');
  const { hours, ...kept } = await runs.matches(source.park, entersFor(deps, principal));
  const tried = code === undefined || value === undefined ? null : { code, value };
  const matches = tried === null ? kept : await triedMatches(deps, principal, { park: source.park, ...tried });
  const seen = seenMatches(deps, principal, matches).find(({ pair }) => pair.source === key.source && pair.sink === key.sink);
  if (seen === undefined) throw notFound('heat match');
  if (seen.sight !== 'full') throw new ApiError('suppressed', 'x: before both sides agreed, what it is made of would say something of the other.');
  return { pair: seen.pair, hours, source, sink, parameters: tried === null ? parameters : withValue(parameters, tried.code, tried.value) };
}

/** @throws ApiError when it does not lie in the year */
function cutOf(query: HeatMatchExplainQuery, whole: Cut): Cut {
  const start = query.start === undefined ? whole.start : instant(query.start, 'start');
  const end = query.end === undefined ? whole.end : instant(query.end, 'end');
  if (end <= start) throw new ApiError('reversed-period', "'end' must lie after 'start'.");
  if (start < whole.start || end > whole.end) throw new ApiError('bad-time', `'start' and 'end' must lie within the year, ${toIso(whole.start)} to ${toIso(whole.end)}.`);
  if (start % HOUR_MS !== 0 || end % HOUR_MS !== 0) throw new ApiError('bad-time', "'start' and 'end' must be whole hours.");
  return { start, end };
}

/** Each hour is told as the rounded running sum of the year after it less that before it, so parts add up to each other and to the year. */
function measured(seen: Seen, field: HourField, { start, end }: Cut): Pick<Answer, 'value' | 'level' | 'steps' | 'hours'> {
  const rounded = roundedParts();
  const all = overlapOf(seen).map((hour) => ({ hour, micro: rounded(hourKwh(hour, field)) }));
  const mine = all.filter(({ hour }) => hour.at >= start && hour.at < end);
  const value = fromMicro(mine.reduce((sum, one) => sum + one.micro, 0));
  const length = (end - start) / HOUR_MS;
  if (length <= HOURS_SHOWN_MAX) return { value, level: 'hours', steps: [], hours: mine.flatMap(({ hour, micro }) => hourView(hour, micro)) };
  const step: Step = length > DAYS_SHOWN_MAX * 24 ? 'P1M' : 'P1D';
  const borders = stepBounds(start, end, step).map((at) => epochMs(Math.min(Math.max(at, start), end)));
  const sums = new Map<number, number>();
  let at = 0;
  for (const { hour, micro } of mine) {
    while (hour.at >= (borders[at + 1] ?? Infinity)) at++;
    sums.set(at, (sums.get(at) ?? 0) + micro);
  }
  const steps = [...sums].flatMap(([index, micro]) => {
    const [from, to] = [borders[index], borders[index + 1]];
    return micro === 0 || from === undefined || to === undefined ? [] : [{ start: toIso(from), end: toIso(to), contribution: fromMicro(micro) }];
  });
  return { value, level: 'steps', steps, hours: [] };
}

function overlapOf({ pair, hours: { byPort, firstHour } }: Seen): OverlapHour[] {
  const [supply, demand] = [byPort.get(pair.source), byPort.get(pair.sink)];
  return supply === undefined || demand === undefined ? [] : overlapHours(hoursOf(pair, { supplyKw: supply.kw, demandKw: demand.kw }), firstHour);
}

function hourView({ at, source, demand, served }: OverlapHour, micro: number): Answer['hours'] {
  if (source === null || demand === null || served === null) return [];
  return [{ start: toIso(at), end: toIso(epochMs(at + HOUR_MS)), sourceKw: source, demandKw: demand, servedKw: served, contribution: fromMicro(micro) }];
}

function sidesOf(deps: Deps, principal: Principal, { pair, source, sink, start, end }: Seen & Cut): Answer['sides'] {
  const open = companiesOpen(deps, principal);
  const { supplyFactor, demandFactor } = hoursOf(pair, { supplyKw: new Float64Array(), demandKw: new Float64Array() });
  return [
    { row: source, role: 'source' as const, times: supplyFactor },
    { row: sink, role: 'sink' as const, times: demandFactor },
  ].map(({ row, role, times }) => {
    const meter = row.company === null || open(row.company) ? row.meter : null;
    const quarters = meter === null ? null : `/meters/${meter}/quarters?${new URLSearchParams({ from: toIso(start), to: toIso(end) })}`;
    return { role, port: row.id, times, provenance: row.provenance, meter, quarters };
  });
}
