// What a figure of a heat match that follows from others is made of: its parts with their names, what is assumed and where that is from.
import { published } from '../domain/balance-rows.ts';
import { HOUR_FIELDS, type MatchFormula, type MatchPart, YEAR_FIELDS, type YearField, factor, divisor, madeOf, matchParts } from '../domain/heat/match-terms.ts';
import { MONEY_FIELDS, type MoneyField, type MoneyGround, isMoneyField, moneyFormula } from '../domain/heat/money-terms.ts';
import { type PairResult, uncertainOf } from '../domain/heat/pair.ts';
import { type HeatParameters, type HeatValues, valuesOf } from '../domain/heat/parameters.ts';
import { straightM } from '../domain/heat/port.ts';
import { BAND_SHARES, DRAWS, drawAt, rankOf, worthOfDraws } from '../domain/heat/uncertainty.ts';
import type { HeatPortRow } from '../storage/heat.ts';
import { ApiError } from './errors.ts';
import type { HeatMatchExplainQuery, HeatMatchExplanation } from './shapes-heat-explained.ts';

type Answer = Pick<HeatMatchExplanation, 'unit' | 'value' | 'level' | 'parts' | 'assumptions' | 'draw' | 'draws'>;
type Query = Pick<HeatMatchExplainQuery, 'draw' | 'code' | 'value'>;

export interface FigureGround {
  /** As the match is called outside. */
  readonly name: string;
  readonly pair: PairResult;
  readonly parameters: HeatParameters;
  readonly source: HeatPortRow;
  readonly sink: HeatPortRow;
  readonly query: Query;
}

/** Figures that the match tells under another name. */
const ALIAS: Readonly<Record<string, MoneyField>> = { priceCeiling: 'ceilingEurPerMwh', 'capexBandEur.low': 'capexLowEur', 'capexBandEur.high': 'capexHighEur' };
/** Known as well where there are no euros yet. */
const UNPRICED: ReadonlySet<string> = new Set(['yearFactor', 'deliveredMwh', 'electricityKwh', 'gasKg', 'electricityKg', 'gasPerMwhM3', 'lengthM', 'kw', 'heatPumpKw']);

/** @returns null where it is no figure that follows from others
 *  @throws ApiError where this match has no such figure */
export function explainFigure(of: FigureGround, asked: string): Answer | null {
  const { pair, query } = of;
  const field = ALIAS[asked] ?? asked;
  const ofYear = YEAR_FIELDS.find((one) => one === field);
  if (ofYear !== undefined && query.draw === undefined) return answerOf(of, { field, formula: yearFormula(of, ofYear), value: pair[ofYear] });
  const [figure, percentile] = PERCENTILES.find(([one, share]) => field === `${one}.${share}`) ?? [];
  const isMoney = isMoneyField(field);
  if (!isMoney && figure === undefined && field !== 'positiveShare') return null;
  if (pair.money === null && (!UNPRICED.has(field) || query.draw !== undefined)) throw new ApiError('invalid-request', 'field: on less than three months there are no euros.');
  if (figure !== undefined && percentile !== undefined) return answerPercentile(of, figure, percentile);
  if (field === 'positiveShare') return answerShare(of);
  if (!isMoney) return null;
  if (field === 'paybackYears' && pair.money?.paybackYears === null) throw new ApiError('invalid-request', 'field: it is never paid back.');
  const ground = groundOf(of);
  return answerOf({ ...of, values: ground.values, heatShare: ground.draw?.heatShare }, { field, formula: moneyFormula(field, ground) });
}

/** What is told of a figure that follows from others, by its name. */
export const figureNames = (): string[] => [...YEAR_FIELDS, ...MONEY_FIELDS, ...Object.keys(ALIAS), ...PERCENTILES.map((one) => one.join('.')), 'positiveShare'];

function yearFormula({ pair, parameters, source }: FigureGround, field: YearField): MatchFormula {
  return { level: field === 'co2AvoidedKg' ? 'sum' : 'product', parts: matchParts(pair, field, { values: valuesOf(parameters), residual: source.residual }) };
}

function groundOf({ pair, parameters, source, sink, query: { draw } }: FigureGround): MoneyGround {
  const kept = valuesOf(parameters);
  const straight = source.place === null || sink.place === null ? null : straightM(source.place, sink.place);
  const ground = { pair, parameters, straightM: straight };
  if (draw === undefined) return { ...ground, link: pair.link, values: kept, draw: null };
  const { link, values, heatShare } = drawAt(uncertainOf(pair, parameters), draw);
  return { ...ground, link, values, draw: { heatShare, kept, electricityKwh: pair.link.electricityKwh } };
}

type Reckoned = FigureGround & { readonly values?: HeatValues; readonly heatShare?: number | undefined };

function answerOf(of: Reckoned, { field, formula, value }: { field: string; formula: MatchFormula; value?: number }): Answer {
  const { pair, parameters, query } = of;
  const names = formula.parts.flatMap((part) => [part.name, ...(part.by === null ? [] : [part.by])]);
  const values = of.values ?? valuesOf(parameters);
  return {
    unit: unitOf(field),
    value: published(value ?? madeOf(formula)),
    level: formula.level,
    parts: formula.parts.map((part) => partView(of, part)),
    assumptions: [...new Set(names)].flatMap((name) => assumption(of, name, values)),
    draw:
      query.draw === undefined || of.heatShare === undefined
        ? null
        : { number: query.draw, of: DRAWS, rank: null, seed: uncertainOf(pair, parameters).seed, heatShare: of.heatShare },
    draws: [],
  };
}

function partView(of: FigureGround, { name, by, ...part }: MatchPart): Answer['parts'][number] {
  return { ...part, field: name, by: by === null ? null : { field: by, explain: linkTo(of, by) }, explain: linkTo(of, name) };
}

/** Figures of a draw that are another in it. */
const DRAWN_OTHERWISE: Readonly<Record<string, string>> = { undrawnElectricityKwh: 'electricityKwh' };

function linkTo({ name: match, parameters, query: { draw, code, value } }: FigureGround, named: string): string | null {
  const field = DRAWN_OTHERWISE[named] ?? named;
  if (field in parameters.rows) return null;
  const tried: Record<string, string> = code === undefined || value === undefined ? {} : { code, value: String(value) };
  const link = (more: Record<string, string>): string => `/heat-matches/${match}/explain?${new URLSearchParams({ field, ...tried, ...more })}`;
  // Hours are those that were measured, whatever is tried.
  if (HOUR_FIELDS.some((one) => one === field)) return code === undefined ? link({}) : null;
  if (YEAR_FIELDS.some((one) => one === field) || field !== named) return link({});
  return isMoneyField(field) ? link(draw === undefined ? {} : { draw: String(draw) }) : null;
}

function assumption({ parameters, pair }: FigureGround, name: string, values: HeatValues): Answer['assumptions'] {
  if (name === 'trenchEurPerM') {
    const value = pair.link.size.trenchEurPerM;
    return [{ code: `${name} DN${pair.link.size.dn}`, value, low: value, high: value, unit: 'EUR/m', source: parameters.pipesSource, validFrom: null }];
  }
  const known = Object.entries(parameters.rows).find(([code]) => code === name);
  const drawn = Object.entries(values).find(([code]) => code === name);
  return known === undefined || drawn === undefined ? [] : [{ code: name, ...known[1], value: drawn[1] }];
}

const PERCENTILES = (['npvEur', 'floorEurPerMwh'] as const).flatMap((figure) => (['p10', 'p50', 'p90'] as const).map((share) => [figure, share] as const));

/** The one draw that stands at that place. */
function answerPercentile(of: FigureGround, figure: 'npvEur' | 'floorEurPerMwh', percentile: 'p10' | 'p50' | 'p90'): Answer {
  const over = uncertainOf(of.pair, of.parameters);
  const rank = rankOf(BAND_SHARES[percentile], DRAWS);
  const worth = worthOfDraws(over)[figure];
  const number = [...worth.keys()].sort((a, b) => (worth[a] ?? 0) - (worth[b] ?? 0))[rank] ?? 0;
  const drawn = { ...of, query: { ...of.query, draw: number }, heatShare: drawAt(over, number).heatShare };
  const answer = answerOf(drawn, { field: figure, formula: { level: 'product', parts: [factor(figure === 'npvEur' ? 'company.npvEur' : 'priceFloor', worth[number] ?? 0)] } });
  return { ...answer, draw: answer.draw === null ? null : { ...answer.draw, rank } };
}

function answerShare(of: FigureGround): Answer {
  const draws = [...worthOfDraws(uncertainOf(of.pair, of.parameters)).npvEur];
  const parts = [factor('positiveDraws', draws.filter((one) => one > 0).length), divisor('draws', DRAWS)];
  return { ...answerOf(of, { field: 'positiveShare', formula: { level: 'product', parts } }), draws: draws.map(published) };
}

const UNITS: readonly (readonly [RegExp, Answer['unit']])[] = [
  [/EurPerMwh$|^priceFloor$/, 'EUR/MWh'],
  [/EurPerM3$/, 'EUR/m3'],
  [/EurPerYear$/, 'EUR/year'],
  [/EurPerMYear$/, 'EUR/m/year'],
  [/KwhPerMwh$/, 'kWh/MWh'],
  [/^gasPerMwhM3$/, 'm3/MWh'],
  [/Eur$/, 'EUR'],
  [/Kwh$/, 'kWh'],
  [/Mwh$/, 'MWh'],
  [/M3$/, 'm3'],
  [/M2$/, 'm2'],
  [/Kg$/, 'kg'],
  [/^kw$|Kw$/, 'kW'],
  [/Years$/, 'years'],
  [/[a-z]M$/, 'm'],
];

/** Names end with their unit. */
const unitOf = (field: string): Answer['unit'] => UNITS.find(([pattern]) => pattern.test(field))?.[1] ?? '1';
