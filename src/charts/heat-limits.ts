// What somebody says of the temperatures of a heat port, held against what its medium can be, in words. Pure.
import { type ImpossibleC, impossibleC } from '../domain/heat/medium-limits.ts';
import { MEDIA, type Medium } from '../domain/heat/port.ts';
import { type Lang, formatNumber } from './formats.ts';

export interface ImpossibleTexts {
  readonly field: ImpossibleC['field'];
  readonly medium: Medium;
  /** Each with its unit. */
  readonly c: string;
  readonly low: string;
  readonly high: string;
}

/** The first temperature that cannot be; null: all of them can be, or it is no medium that we know.
 *  @param said temperatures are null where nothing is said of them */
export function impossibleTexts(lang: Lang, said: { readonly medium: string } & Readonly<Record<ImpossibleC['field'], number | null>>): ImpossibleTexts | null {
  const medium = MEDIA.find((one) => one === said.medium);
  if (medium === undefined) return null;
  const found = impossibleC({ ...said, medium });
  const celsius = (c: number): string => `${formatNumber(lang, c, Number.isInteger(c) ? 0 : 1)}\u00a0°C`;
  return found === null ? null : { field: found.field, medium, c: celsius(found.c), low: celsius(found.low), high: celsius(found.high) };
}
