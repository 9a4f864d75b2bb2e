// The words of conversions in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { conversionsEn } from '../i18n/conversions-en.ts';
import { conversionsNl } from '../i18n/conversions-nl.ts';
import { lang } from './settings.ts';

export const conversionWords = computed(() => (lang.value === 'nl' ? conversionsNl : conversionsEn));
