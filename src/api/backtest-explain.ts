// Explains how good forecasts were: what each earlier moment from which was forecast brings to the score.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import type { Backtest, LossSums } from '../domain/forecast/backtest.ts';
import { EDITION } from '../domain/forecast/forecast.ts';
import { HORIZON_QUARTERS } from '../domain/forecast/level.ts';
import { ALIKE, isNoError } from '../domain/forecast/skill.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { type ForecastOver, forecastBase, leadOf, methodOf } from './forecast-query.ts';
import { seesMembers } from './members.ts';
import { BACKTEST_LEAD_FIELDS, type BacktestExplanation } from './shapes-explained.ts';

type Answer = Omit<BacktestExplanation, 'simulated'>;
type Field = Answer['field'];
type LeadField = (typeof BACKTEST_LEAD_FIELDS)[number];

interface Over extends ForecastOver {
  readonly field: Field;
  /** Hours ahead that a row of the score reaches to; null: all together. */
  readonly toHours: number | null;
  /** Of the place, below /api/v1. */
  readonly path: string;
}

/** @throws ApiError when the score has no such row, or the field no rows */
export async function explainBacktest(deps: Deps, principal: Principal, over: Over): Promise<Answer> {
  const { field, direction } = over;
  const isOfLead = isLeadField(field);
  if (!isOfLead && over.toHours !== null) throw new ApiError('invalid-request', `ahead: ${field} is of all times ahead together.`);
  const { base } = await forecastBase(deps, principal, over);
  const { backtest } = base;
  const hours = HORIZON_QUARTERS / 4;
  const known = {
    direction,
    field,
    unit: field.endsWith('Kw') ? 'kW' : 'ratio',
    fromHours: 0,
    toHours: over.toHours ?? hours,
    alike: ALIKE,
    model: { method: methodOf(base), edition: EDITION },
    asOf: toIso(deps.now()),
  } as const;
  if (backtest === null) return { ...known, value: null, level: 'mean', origins: [] };
  const lead = over.toHours === null ? -1 : backtest.leads.findIndex(({ toHours }) => toHours === over.toHours);
  if (lead < 0 && over.toHours !== null) throw new ApiError('invalid-request', `ahead: one of ${backtest.leads.map(({ toHours }) => toHours).join(', ')} hours.`);
  const result = backtest.leads[lead] ?? backtest.all;
  const value = isOfLead ? leadOf(result, direction)[field] : published(backtest.judgement[field]);
  const made = { ...known, fromHours: result.fromHours, value };
  if (over.place.kind !== 'connection' && !seesMembers(principal, over.place)) return { ...made, level: 'together', origins: [] };
  const origins = originsOf(backtest, { ...over, lead });
  return { ...made, level: levelOf(field, origins), origins };
}

const isLeadField = (field: Field): field is LeadField => BACKTEST_LEAD_FIELDS.some((one) => one === field);

function levelOf(field: Field, origins: Answer['origins']): Answer['level'] {
  if (!field.startsWith('skill')) return 'mean';
  const plain = origins.reduce((sum, one) => sum + (one.plain ?? 0), 0);
  if (isNoError(plain, origins.length)) return 'no-error';
  return field === 'skillError' ? 'error' : 'skill';
}

/** @param over lead: place of its row in the score; -1: all together */
function originsOf({ terms, judgement }: Backtest, { field, direction, lead, path }: Over & { lead: number }): Answer['origins'] {
  const against = field === 'skillLastWeek' ? 'last-week' : field === 'skillAnyQuarter' ? 'any-quarter' : judgement.reference;
  const isSkill = field.startsWith('skill');
  return terms.map(({ quarter, leads, all }) => {
    const sums = leads[lead] ?? all;
    const [start, end] = [quarter, quarter + HORIZON_QUARTERS].map((at) => toIso(epochMs(at * QUARTER_MS)));
    return {
      start: start ?? '',
      end: end ?? '',
      quarters: sums.quarters,
      value: brought(sums, field, direction),
      plain: !isSkill ? null : against === 'last-week' ? sums.lastWeek : sums.anyQuarter,
      measured: `${path}/capacity?${new URLSearchParams({ direction, from: start ?? '', to: end ?? '' })}`,
    };
  });
}

/** Of what is fed in, P10 is P90 of what is drawn: what was not below that one is below this one. */
function brought({ below: [low, middle, high], quarters, ...sums }: LossSums, field: Field, direction: Direction): number {
  const [p10, p50, p90] = direction === 'import' ? [low, middle, high] : [quarters - high, quarters - middle, quarters - low];
  switch (field) {
    case 'lastWeekPinballKw':
      return sums.lastWeek;
    case 'anyQuarterPinballKw':
      return sums.anyQuarter;
    case 'meanErrorKw':
      return sums.absolute;
    case 'belowP10':
      return p10;
    case 'belowP50':
      return p50;
    case 'belowP90':
      return p90;
    case 'bandCoverage':
      return high - low;
    case 'pinballKw':
    case 'skill':
    case 'skillLastWeek':
    case 'skillAnyQuarter':
    case 'skillError':
      return sums.loss;
  }
}
