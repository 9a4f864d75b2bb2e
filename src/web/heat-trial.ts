// How a tried value and what comes of it are read and written. Pure.
import type { HeatTrial } from '../api/shapes-heat-parameters.ts';
import type { Lang } from '../charts/formats.ts';

type Result = NonNullable<HeatTrial['items'][number]['before']>;

/** A number as people write it: a comma or a point before the decimals, and thousands as the language groups them; null: it
 *  is none. */
export function numberOf(text: string, lang: Lang): number | null {
  const trimmed = text.trim();
  const grouped = lang === 'nl' ? /^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/ : /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
  const plain = grouped.test(trimmed) ? trimmed.replaceAll(lang === 'nl' ? '.' : ',', '') : trimmed;
  const written = plain.replace(',', '.');
  return /^-?\d{1,9}(\.\d{1,6})?$/.test(written) ? Number(written) : null;
}

/** As one would write it into a field: no groups. */
export const writtenOf = (value: number, lang: Lang): string => String(Number(value.toPrecision(6))).replace('.', lang === 'nl' ? ',' : '.');

/** Before and after in one cell; an end that is not there says so. */
export function beforeAfter(
  item: Pick<HeatTrial['items'][number], 'before' | 'after'>,
  shown: (result: Result) => string,
  words: { to: (a: string, b: string) => string; gone: string; comes: string },
): string {
  const { before, after } = item;
  if (before === null) return after === null ? '' : words.to(words.comes, shown(after));
  return words.to(shown(before), after === null ? words.gone : shown(after));
}

/** EUR that the middle of the value moves; what falls away or comes in moves all of its value. */
export const movedEur = ({ before, after }: Pick<HeatTrial['items'][number], 'before' | 'after'>): number => (after?.npvEur ?? 0) - (before?.npvEur ?? 0);
