// Names of material classes and properties in the reader's language, from the book that the API answers.
import type { BookView, MatchView } from '../api/shapes-materials.ts';
import type { Lang } from '../charts/formats.ts';
import { formatNumber } from '../charts/formats.ts';

/** The class's name; its id while the book is not there yet. */
export const className = (book: Pick<BookView, 'items'> | null, id: string, lang: Lang): string => book?.items.find((one) => one.id === id)?.[lang] ?? id;

export function propertyName(book: Pick<BookView, 'properties'> | null, id: string, lang: Lang): string {
  return book?.properties.find((one) => one.id === id)?.[lang] ?? id;
}

/** A property's number with its unit; shares as a percentage with a decimal. */
export function propertyValue(book: Pick<BookView, 'properties'> | null, of: { id: string; value: number }, lang: Lang): string {
  const unit = book?.properties.find((one) => one.id === of.id)?.unit ?? '';
  return unit === '1' ? `${formatNumber(lang, of.value * 100, 1)}\u00a0%` : `${formatNumber(lang, of.value, 1)}${unit === '' ? '' : `\u00a0${unit}`}`;
}

/** The largest pair of each class that is offered and each that is needed: pairs share tonnes, so they do not add up. */
export function matrixOf(items: readonly Pick<MatchView, 'offer' | 'need' | 'tonnesPerYear'>[]): { offered: string[]; needed: string[]; tonnes: Map<string, number> } {
  const tonnes = new Map<string, number>();
  for (const { offer, need, tonnesPerYear } of items) {
    const key = `${offer.materialClass} ${need.materialClass}`;
    tonnes.set(key, Math.max(tonnes.get(key) ?? 0, tonnesPerYear));
  }
  const names = (side: 'offer' | 'need'): string[] => [...new Set(items.map((one) => one[side].materialClass))].sort();
  return { offered: names('offer'), needed: names('need'), tonnes };
}
