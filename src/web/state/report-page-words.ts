// The words of the report screens in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { reportsEn } from '../i18n/reports-en.ts';
import { reportsNl } from '../i18n/reports-nl.ts';
import { lang } from './settings.ts';

export const reportPageWords = computed(() => (lang.value === 'nl' ? reportsNl : reportsEn));
