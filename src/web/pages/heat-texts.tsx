// How the heat screens write names, money, lengths and bands.
import type { HeatMatchItem, HeatMatchView } from '../../api/shapes-heat.ts';
import { formatAmount, formatNumber } from '../../charts/formats.ts';
import { bandTexts } from '../../charts/heat-energy.ts';
import { heatWords } from '../state/heat-words.ts';
import { lang } from '../state/settings.ts';

export type Reasoning = NonNullable<HeatMatchView['reasoning']>;

export const sideName = ({ name, mine }: HeatMatchItem['source']): string => name ?? (mine ? heatWords.value.mine : heatWords.value.unnamed);
export const kwhText = (kwh: number): string => formatAmount(lang.value, kwh, 'kWh');
export const metres = (value: number): string => `${formatNumber(lang.value, value)}\u00a0m`;
export const eur = (value: number): string => `€\u00a0${formatNumber(lang.value, value)}`;
export const perMwh = (value: number): string => formatNumber(lang.value, value, 1);
/** Of kWh: in one unit. */
export const kwhBandText = (band: { low: number; high: number }): string => heatWords.value.between(...bandTexts(lang.value, band));
export const bandText = ({ low, high }: { low: number; high: number }, shown: (value: number) => string): string => heatWords.value.between(shown(low), shown(high));
