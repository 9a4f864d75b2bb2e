// The words of explanations of exchange, statements and forecasts in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { explainedEn } from '../i18n/explained-en.ts';
import { explainedNl } from '../i18n/explained-nl.ts';
import { lang } from './settings.ts';

export const explainedWords = computed(() => (lang.value === 'nl' ? explainedNl : explainedEn));
