// What changes when an assumption is another one: the hours that rest on it, one pair at both bounds of each. Pure.
import { moneyOf } from './costs.ts';
import { type MatchInput, type MatchPort, routeOf } from './matching.ts';
import { type Made, buildable, mostWorth } from './pair.ts';
import { COST_CODES, type HeatCode, type HeatParameters, type HeatValues, valuesOf } from './parameters.ts';
import { type Derivation, heatPerUnit } from './port.ts';

/** How the hours of a port follow from what its meter counts; null: they rest on no assumption. */
export interface DerivedHours {
  readonly derivation: Derivation | null;
  readonly rangeK: number;
}
export type TrialPort = MatchPort & { readonly derived: DerivedHours };

/** The same assumptions with one that is another; its band stretches to hold it. The hash stays that of what is kept. */
export function withValue(parameters: HeatParameters, code: HeatCode, value: number): HeatParameters {
  const row = parameters.rows[code];
  return { ...parameters, rows: { ...parameters.rows, [code]: { ...row, value, low: Math.min(row.low, value), high: Math.max(row.high, value) } } };
}

/** A port as it would be with other assumptions: heat per unit of its meter may be another. */
export function underOther<P extends TrialPort>(port: P, before: HeatValues, after: HeatValues): P {
  const { derivation, rangeK } = port.derived;
  if (derivation === null) return port;
  const scale = heatPerUnit(derivation, after, rangeK).value / heatPerUnit(derivation, before, rangeK).value;
  return scale === 1 ? port : { ...port, kw: port.kw.map((kw) => kw * scale) };
}

/** What a pair comes to; null figures: it could not be built. */
export interface Outcome {
  readonly npvEur: number;
  /** Seller's cost and transport at the company's rate. */
  readonly floorEurPerMwh: number;
  readonly ceilingEurPerMwh: number;
  readonly deliveredKwh: number;
}
export interface Moved {
  readonly code: HeatCode;
  readonly low: number;
  readonly high: number;
  readonly atLow: Outcome | null;
  readonly atHigh: Outcome | null;
}
export interface PairTrial extends Omit<MatchInput, 'ports'> {
  readonly source: TrialPort;
  readonly sink: TrialPort;
}

const outcomeOf = (made: Made | null): Outcome | null => {
  if (made === null || made.result.deliveredKwh <= 0) return null;
  const { money, result } = made;
  return {
    npvEur: money.company.npvEur,
    floorEurPerMwh: money.sellerEurPerMwh + money.company.transportEurPerMwh,
    ceilingEurPerMwh: money.ceilingEurPerMwh,
    deliveredKwh: result.deliveredKwh,
  };
};

const isCost = (code: HeatCode): boolean => COST_CODES.some((one) => one === code);

/** A pair with each assumption at its low and its high, all others as they are: those that move something, most first.
 *  Each is worked out again from the hours, so another pipe or another heat pump may come out.
 *  @see docs/residual-heat.md#residual-heat-parameters */
export function sensitivityOf(trial: PairTrial): Moved[] {
  const built = buildableWith(trial, trial.parameters);
  const base = outcomeOf(mostWorth(built));
  const rows = Object.entries(trial.parameters.rows).flatMap(([name, row]) => {
    const code = codeOf(trial.parameters, name);
    return code === null || row.low >= row.high ? [] : [{ code, low: row.low, high: row.high }];
  });
  const moved = rows.map(({ code, low, high }): Moved => {
    const at = (value: number): Outcome | null => {
      const parameters = withValue(trial.parameters, code, value);
      // What costs money changes nothing in the ground: the same links, priced anew.
      return outcomeOf(mostWorth(isCost(code) ? repriced(built, valuesOf(parameters)) : buildableWith(trial, parameters)));
    };
    return { code, low, high, atLow: at(low), atHigh: at(high) };
  });
  return moved.filter((one) => differs(one.atLow, base) || differs(one.atHigh, base)).sort((a, b) => reach(b) - reach(a));
}

const codeOf = ({ rows }: HeatParameters, name: string): HeatCode | null => {
  const isCode = (text: string): text is HeatCode => text in rows;
  return isCode(name) ? name : null;
};

function buildableWith({ source, sink, ...rest }: PairTrial, parameters: HeatParameters): Made[] {
  const [before, after] = [valuesOf(rest.parameters), valuesOf(parameters)];
  const [from, to] = [underOther(source, before, after), underOther(sink, before, after)];
  return buildable({ source: from, sink: to, route: routeOf(from, to, { ...rest, parameters }), parameters });
}

const repriced = (built: readonly Made[], values: HeatValues): Made[] => built.map(({ result }) => ({ result, money: moneyOf(result.link, values) }));

const differs = (one: Outcome | null, base: Outcome | null): boolean =>
  one === null || base === null ? one !== base : one.npvEur !== base.npvEur || one.floorEurPerMwh !== base.floorEurPerMwh || one.deliveredKwh !== base.deliveredKwh;

/** EUR of net value between the bounds; what makes a pair impossible reaches furthest. */
const reach = ({ atLow, atHigh }: Moved): number => (atLow === null || atHigh === null ? Infinity : Math.abs(atHigh.npvEur - atLow.npvEur));
