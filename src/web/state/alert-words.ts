// The words of the alerts screen in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { alertsEn } from '../i18n/alerts-en.ts';
import { alertsNl } from '../i18n/alerts-nl.ts';
import { lang } from './settings.ts';

export const alertWords = computed(() => (lang.value === 'nl' ? alertsNl : alertsEn));
