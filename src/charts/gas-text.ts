// Gas as it is told beside its m3: in kWh on both heating values, each named. Pure.
import { GAS_HHV_MJ_PER_M3, GAS_LHV_MJ_PER_M3, gasEnergy } from '../domain/gas-energy.ts';
import { type Lang, formatNumber } from './formats.ts';

/** @param m3 normal cubic metres
 *  @see docs/methods.md#gas-as-energy */
export function gasText(m3: number, lang: Lang): string {
  const { lhvKwh, hhvKwh } = gasEnergy(m3);
  const [lower, upper] = lang === 'nl' ? ['op onderwaarde', 'op bovenwaarde'] : ['on the lower heating value', 'on the higher heating value'];
  const kwh = (value: number, on: string, mj: number): string => `${formatNumber(lang, value)} kWh ${on} (${formatNumber(lang, mj, 2)} MJ/m³)`;
  return `${formatNumber(lang, m3)} m³(n) = ${kwh(lhvKwh, lower, GAS_LHV_MJ_PER_M3)}, ${kwh(hhvKwh, upper, GAS_HHV_MJ_PER_M3)}`;
}
