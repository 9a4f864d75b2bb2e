// The words of the import screens in the reader's language; they are fetched with those pages.
import { computed } from '@preact/signals';
import { importsEn } from '../i18n/imports-en.ts';
import { importsNl } from '../i18n/imports-nl.ts';
import { lang } from './settings.ts';

export const importWords = computed(() => (lang.value === 'nl' ? importsNl : importsEn));
