// Numbers in fields, as people write them. Pure.
import type { Lang } from '../charts/formats.ts';

/** A comma or a point before the decimals, and thousands as the language groups them, or by spaces; null: it is no number. */
export function typedNumber(text: string, lang: Lang): number | null {
  const typed = text.replaceAll(/[\s\u00a0']/g, '');
  const grouped = lang === 'nl' ? /^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/ : /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
  const plain = grouped.test(typed) ? typed.replaceAll(lang === 'nl' ? '.' : ',', '') : typed;
  const written = plain.replace(',', '.');
  return /^-?\d{1,12}(\.\d{1,20})?$/.test(written) ? Number(written) : null;
}

/** As `typedNumber` reads it back: no groups. */
export const numberText = (value: number, lang: Lang): string => String(value).replace('.', lang === 'nl' ? ',' : '.');
