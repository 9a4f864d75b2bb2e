// The words of margins, group alarms and free periods in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { marginEn } from '../i18n/margin-en.ts';
import { marginNl } from '../i18n/margin-nl.ts';
import { lang } from './settings.ts';

export const marginWords = computed(() => (lang.value === 'nl' ? marginNl : marginEn));
