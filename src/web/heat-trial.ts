// How a tried value and what comes of it are written. Pure.
import type { HeatTrial } from '../api/shapes-heat-parameters.ts';
import type { Lang } from '../charts/formats.ts';
import { numberText } from './typed-number.ts';

type Result = NonNullable<HeatTrial['items'][number]['before']>;

/** As one would write it into a field: no groups. */
export const writtenOf = (value: number, lang: Lang): string => numberText(Number(value.toPrecision(6)), lang);

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
