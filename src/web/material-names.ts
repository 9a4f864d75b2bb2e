// Names of material classes and properties in the reader's language, from the book that the API answers.
import type { BookView } from '../api/shapes-materials.ts';
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
