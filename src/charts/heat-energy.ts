// The energy of a heat match step by step, in one unit and so rounded that what is shown adds up. Pure.
import { type Lang, formatAmount, formatNumber, formatScaled, roundParts, scaleFor } from './formats.ts';

/** kWh a year. */
export interface HeatEnergy {
  readonly sourceKwh: number;
  readonly demandKwh: number;
  readonly coincidentKwh: number;
  readonly lossKwh: number;
  readonly deliveredKwh: number;
  readonly pumpKwh: number;
  readonly heatPumpKwh: number;
}
export interface HeatEnergyTexts {
  readonly source: string;
  readonly demand: string;
  readonly coincident: string;
  /** With its minus. */
  readonly loss: string;
  /** With its plus: what the heat pump draws becomes heat too; null where there is none. */
  readonly added: string | null;
  readonly delivered: string;
  /** In its own unit: it is not part of the sum. */
  readonly electricity: string;
}

/** Coincident - loss + added = delivered, also as shown. */
export function heatEnergyTexts(lang: Lang, energy: HeatEnergy): HeatEnergyTexts {
  const scale = scaleFor('kWh', energy.deliveredKwh);
  const text = (kwh: number): string => `${formatScaled(lang, kwh, scale)}\u00a0${scale.unit}`;
  const [coincident = 0, loss = 0, added = 0] = roundParts([energy.coincidentKwh, -energy.lossKwh, energy.heatPumpKwh], 0, scale);
  return {
    source: text(energy.sourceKwh),
    demand: text(energy.demandKwh),
    coincident: text(coincident),
    loss: loss === 0 ? `−${text(0)}` : text(loss),
    added: energy.heatPumpKwh > 0 ? `+${text(added)}` : null,
    delivered: text(coincident + loss + added),
    electricity: formatAmount(lang, energy.pumpKwh + energy.heatPumpKwh, 'kWh'),
  };
}

/** The ends of a band in one unit, that of its lower end; without decimals where both are whole.
 *  @returns the unit stands at the upper end */
export function bandTexts(lang: Lang, { low, high }: { low: number; high: number }): readonly [low: string, high: string] {
  const scale = scaleFor('kWh', low > 0 ? low : high);
  const whole = [low, high].every((kwh) => Number.isInteger(kwh / scale.divisor));
  const text = (kwh: number): string => formatNumber(lang, kwh / scale.divisor, whole ? 0 : scale.digits);
  return [text(low), `${text(high)}\u00a0${scale.unit}`];
}
