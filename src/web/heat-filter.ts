// Which of the ranked matches a reader wants to see, as it stands in the address. Pure.
import type { HeatMatchItem } from '../api/shapes-heat.ts';
import { addressOf, amountOf } from './wishes.ts';

export interface HeatFilter {
  /** This sure or surer; '': any. */
  readonly confidence: '' | 'A' | 'B';
  /** pumped: only with a heat pump; unpumped: without one. */
  readonly pump: '' | 'pumped' | 'unpumped';
  readonly mostM: number | null;
  readonly leastKwh: number | null;
  /** The consumer asks no more than this. */
  readonly mostC: number | null;
}
export const NO_FILTER: HeatFilter = { confidence: '', pump: '', mostM: null, leastKwh: null, mostC: null };

/** In the address: short words of its language. */
const NAMES = { confidence: 'zeker', pump: 'pomp', mostM: 'meter', leastKwh: 'kwh', mostC: 'graden' } as const;
const PUMPS = { met: 'pumped', zonder: 'unpumped' } as const;

/** What does not fit is no wish. */
export function filterOf(query: Readonly<Record<string, string | undefined>>): HeatFilter {
  const confidence = query[NAMES.confidence];
  const pump = Object.entries(PUMPS).find(([name]) => name === query[NAMES.pump])?.[1] ?? '';
  return {
    confidence: confidence === 'A' || confidence === 'B' ? confidence : '',
    pump,
    mostM: amountOf(query[NAMES.mostM]),
    leastKwh: amountOf(query[NAMES.leastKwh]),
    mostC: amountOf(query[NAMES.mostC]),
  };
}

export const queryOf = ({ confidence, pump, mostM, leastKwh, mostC }: HeatFilter): string =>
  addressOf([
    [NAMES.confidence, confidence],
    [NAMES.pump, pump === '' ? '' : pump === 'pumped' ? 'met' : 'zonder'],
    [NAMES.mostM, mostM],
    [NAMES.leastKwh, leastKwh],
    [NAMES.mostC, mostC],
  ]);

/** Of a match that is only a band what cannot be told does not hide it: a band fits while a part of it does. */
export function fits(item: HeatMatchItem, filter: HeatFilter): boolean {
  if (filter.confidence === 'A' && item.confidence !== 'A') return false;
  if (filter.confidence === 'B' && item.confidence === 'C') return false;
  if (filter.pump !== '' && item.kind !== null && (item.kind === 'heat-pump') !== (filter.pump === 'pumped')) return false;
  if (filter.mostM !== null && (item.lengthM ?? item.lengthBandM.low) > filter.mostM) return false;
  if (filter.leastKwh !== null && (item.coincidentKwh ?? item.coincidentBandKwh.high) < filter.leastKwh) return false;
  return filter.mostC === null || item.sink.supplyC === null || item.sink.supplyC <= filter.mostC;
}
