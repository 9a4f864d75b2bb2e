// Steps that take gas away: heat from another company's residual heat, and heat pumps in place of boilers. Pure.
import { type ConnectionQuarters, NO_VALUE } from '../balance.ts';
import { GAS_LHV_MJ_PER_M3 } from '../gas-energy.ts';
import { lorenzCop } from '../heat/heat-pump.ts';
import type { Weather } from '../forecast/weather.ts';
import type { ScenarioValues } from './parameters.ts';
import { oncePerFlow } from './year.ts';

/** A link that the matching chose: heat that one company gets, hour by hour. */
export interface HeatLink {
  readonly source: number | null;
  readonly sink: number | null;
  readonly firstHour: number;
  /** kWh that arrive in each hour. */
  readonly heatKwh: Float64Array;
  /** Of pumps and heat pump, for each kWh that arrives. */
  readonly electricityPerKwh: number;
  readonly capexEur: number;
  readonly lifeYears: number;
  /** A year: maintenance, and what the seller asks. */
  readonly yearlyEur: number;
}

const MJ_PER_KWH = 3.6;
const QUARTERS_PER_HOUR = 4;

/** Heat from a m3 of gas in a boiler, kWh.
 *  @see docs/scenarios.md#electrification */
export const heatPerM3 = ({ boilerEfficiency }: Pick<ScenarioValues, 'boilerEfficiency'>): number => (GAS_LHV_MJ_PER_M3 / MJ_PER_KWH) * boilerEfficiency;

/** Takes gas away from what a connection drew, never more than that.
 *  @param wantedM3 of a quarter, out of the m3 that were drawn in it
 *  @returns the connection with what is left, and what was taken, m3 in each quarter */
export function withoutGas(
  connection: ConnectionQuarters,
  quarters: number,
  wantedM3: (t: number, drawnM3: number) => number,
): { connection: ConnectionQuarters; takenM3: Float64Array } {
  const takenM3 = new Float64Array(quarters);
  const once = oncePerFlow(connection, quarters);
  const registers = once.registers.map((register) => {
    if (register.flow !== 'import') return register;
    const amounts = register.amounts.slice();
    for (let t = 0; t < quarters; t++) {
      const drawn = amounts[t] ?? 0;
      if (register.flags[t] === NO_VALUE || drawn <= 0) continue;
      const taken = Math.min(Math.max(Math.round(wantedM3(t, drawn / 1e6) * 1e6), 0), drawn);
      amounts[t] = drawn - taken;
      takenM3[t] = taken / 1e6;
    }
    return { ...register, amounts };
  });
  return { connection: { ...once, registers }, takenM3 };
}

/** Heat of an hour that takes the place of gas, in m3 of each of its quarters: by what was drawn in them.
 *  @param hours of the heat; quarters that lie outside get none
 *  @see docs/scenarios.md#heat-network */
export function gasForHours(link: Pick<HeatLink, 'firstHour' | 'heatKwh'>, drawnM3: Float64Array, over: { firstQuarter: number; perM3: number }): Float64Array {
  const wanted = new Float64Array(drawnM3.length);
  const { firstQuarter, perM3 } = over;
  const shift = firstQuarter % QUARTERS_PER_HOUR;
  for (let begin = -shift; begin < drawnM3.length; begin += QUARTERS_PER_HOUR) {
    const [from, to] = [Math.max(begin, 0), Math.min(begin + QUARTERS_PER_HOUR, drawnM3.length)];
    const heat = link.heatKwh[(firstQuarter + begin) / QUARTERS_PER_HOUR - link.firstHour] ?? 0;
    let drawn = 0;
    for (let t = from; t < to; t++) drawn += drawnM3[t] ?? 0;
    if (!(heat > 0) || drawn <= 0) continue;
    const share = Math.min(heat / perM3 / drawn, 1);
    for (let t = from; t < to; t++) wanted[t] = (drawnM3[t] ?? 0) * share;
  }
  return wanted;
}

/** Of a stretch of quarters, the part in which the hours of a link are known: what it brings elsewhere is not known either.
 *  @see docs/scenarios.md#heat-network */
export function shareWithHours({ firstHour, heatKwh }: Pick<HeatLink, 'firstHour' | 'heatKwh'>, { firstQuarter, quarters }: { firstQuarter: number; quarters: number }): number {
  const [from, to] = [Math.max(firstQuarter, firstHour * QUARTERS_PER_HOUR), Math.min(firstQuarter + quarters, (firstHour + heatKwh.length) * QUARTERS_PER_HOUR)];
  return quarters > 0 ? Math.max(to - from, 0) / quarters : 0;
}

/** COP of a heat pump that takes its heat from the air outside, in each quarter: by Lorenz, the heat ten degrees wide and the air
 *  cooled by five.
 *  @see docs/scenarios.md#electrification */
export function outsideCop(over: { firstQuarter: number; quarters: number; weather: Weather | null; values: ScenarioValues; supplyC: number }): Float64Array {
  const { firstQuarter, quarters, weather, values, supplyC } = over;
  const limits = { efficiency: values.lorenzEfficiency, max: values.copMax };
  const kept = new Map<number, number>();
  const copAt = (outsideC: number): number => {
    // Half a degree is finer than any forecast of a factory's heat.
    const rounded = Math.round(outsideC * 2) / 2;
    const known = kept.get(rounded);
    if (known !== undefined) return known;
    const cop = Math.max(lorenzCop({ fromC: supplyC - HEAT_RANGE_K, toC: supplyC }, { fromC: rounded, toC: rounded - AIR_COOLED_K }, limits) ?? values.copMax, 1);
    kept.set(rounded, cop);
    return cop;
  };
  return Float64Array.from({ length: quarters }, (_, t) => {
    const told = weather?.temperatureC[firstQuarter + t - weather.firstQuarter] ?? Number.NaN;
    return copAt(Number.isNaN(told) ? values.outsideC : told);
  });
}
const HEAT_RANGE_K = 10;
const AIR_COOLED_K = 5;
