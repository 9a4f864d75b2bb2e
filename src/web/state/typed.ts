// Numbers in the fields of this page, in its language.
import { numberText, typedNumber } from '../typed-number.ts';
import { lang } from './settings.ts';

/** NaN, which the server refuses, where it is none. */
export const numberOf = (text: string): number => typedNumber(text, lang.value) ?? Number.NaN;

/** null where nothing was typed. */
export const numberOrNone = (text: string): number | null => (text.trim() === '' ? null : numberOf(text));

/** As `numberOf` reads it back; empty where there is none. */
export const fieldText = (value: number | null): string => (value === null ? '' : numberText(value, lang.value));
