// The first line of a balance and its closing equation. Pure; parts add up as shown.
import { type Lang, type Scale, formatScaled, roundParts, scaleFor } from './formats.ts';
import type { ChartCarrier } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';

/** Amounts in the unit of the balance. */
export interface BalanceTotals {
  readonly gridIn: number;
  readonly generation: number;
  readonly discharge: number;
  readonly charge: number;
  readonly consumption: number;
  readonly gridOut: number;
  readonly residual: number;
  readonly exchanged: number;
  readonly selfSufficiency: number | null;
  readonly selfSufficiencyAlone: number | null;
  readonly selfConsumption: number | null;
  readonly selfConsumptionAlone: number | null;
  readonly peakImportKw: number | null;
  readonly peakAt: string | null;
}

interface Told {
  readonly totals: BalanceTotals;
  readonly carrier: ChartCarrier;
  readonly unit: 'kWh' | 'm3';
}

export function balanceSentence({ totals, carrier, unit }: Told, lang: Lang): Sentence {
  // The sentence and the equation below it print the same figures.
  const { terms, scale } = equationTerms(totals, unit, lang);
  const amount = (id: TermId): string => `${terms.find((term) => term.id === id)?.text ?? ''}\u00a0${scale.unit}`;
  const nl = lang === 'nl';
  if (carrier !== 'electricity') {
    return nl
      ? ['Verbruik ', stress(amount('consumption')), ', aanvoer ', stress(amount('gridIn')), '.']
      : ['Consumption ', stress(amount('consumption')), ', supply ', stress(amount('gridIn')), '.'];
  }
  if (totals.generation <= 0) {
    return nl ? ['Verbruik ', stress(amount('consumption')), '; alles kwam van het net.'] : ['Consumption ', stress(amount('consumption')), '; all of it came from the grid.'];
  }
  const head: Sentence = nl
    ? ['Opwek ', stress(amount('generation')), ', verbruik ', stress(amount('consumption'))]
    : ['Generation ', stress(amount('generation')), ', consumption ', stress(amount('consumption'))];
  if (totals.gridOut <= 0) return [...head, nl ? '; niets ging terug het net op.' : '; nothing went back to the grid.'];
  return [...head, nl ? '; er ging ' : '; ', stress(amount('gridOut')), nl ? ' terug het net op.' : ' went back to the grid.'];
}

export type TermId = 'gridIn' | 'generation' | 'discharge' | 'consumption' | 'charge' | 'gridOut' | 'residual';
export interface Term {
  readonly id: TermId;
  readonly text: string;
  readonly sign: '' | '+' | '−' | '=';
}

/** Supply = use, as printed: rounded so that both sides show the same sum. What no meter explains is a term. */
export function equationTerms(totals: BalanceTotals, unit: 'kWh' | 'm3', lang: Lang): { terms: Term[]; scale: Scale; residualInside: boolean } {
  const storage = totals.charge > 0 || totals.discharge > 0;
  const supply: [TermId, number][] = [
    ['gridIn', totals.gridIn],
    ['generation', totals.generation],
    ...(storage ? [['discharge', totals.discharge] satisfies [TermId, number]] : []),
  ];
  const use: [TermId, number][] = [['consumption', totals.consumption], ...(storage ? [['charge', totals.charge] satisfies [TermId, number]] : []), ['gridOut', totals.gridOut]];
  const sum = (parts: readonly [TermId, number][]): number => parts.reduce((total, [, value]) => total + value, 0);
  const scale = scaleFor(unit, sum(supply));
  const rest = sum(supply) - sum(use);
  const residualInside = Math.abs(rest) <= Math.max(0.5, sum(supply) * 0.001);
  if (!residualInside) use.push(['residual', rest]);
  // As in the drawing of the flows, the largest takes what rounding leaves: there it shows least.
  const largest = supply.reduce((best, [, value], index) => (value > (supply[best]?.[1] ?? 0) ? index : best), 0);
  const left = roundParts(
    supply.map(([, value]) => value),
    largest,
    scale,
  );
  const right = roundParts(
    use.map(([, value]) => value),
    residualInside ? 0 : use.length - 1,
    scale,
  );
  const drift = left.reduce((total, part) => total + part, 0) - right.reduce((total, part) => total + part, 0);
  const shown = right.map((part, index) => (index === (residualInside ? 0 : right.length - 1) ? part + drift : part));
  const text = (value: number): string => formatScaled(lang, value, scale);
  const terms: Term[] = [
    ...supply.map(([id], index): Term => ({ id, text: text(left[index] ?? 0), sign: index === 0 ? '' : '+' })),
    ...use.map(([id], index): Term => {
      const value = shown[index] ?? 0;
      return { id, text: text(Math.abs(value)), sign: index === 0 ? '=' : value < 0 ? '−' : '+' };
    }),
  ];
  return { terms, scale, residualInside };
}
