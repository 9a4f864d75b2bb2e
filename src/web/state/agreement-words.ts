// The words of the page on limits and groups in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { agreementsEn } from '../i18n/agreements-en.ts';
import { agreementsNl } from '../i18n/agreements-nl.ts';
import { lang } from './settings.ts';

export const agreementWords = computed(() => (lang.value === 'nl' ? agreementsNl : agreementsEn));
