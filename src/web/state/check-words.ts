// The words of the page on cross-checks in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { checksEn } from '../i18n/checks-en.ts';
import { checksNl } from '../i18n/checks-nl.ts';
import { lang } from './settings.ts';

export const checkWords = computed(() => (lang.value === 'nl' ? checksNl : checksEn));
