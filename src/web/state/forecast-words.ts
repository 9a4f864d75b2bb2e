// The words of the forecast screen in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { forecastEn } from '../i18n/forecast-en.ts';
import { forecastNl } from '../i18n/forecast-nl.ts';
import { lang } from './settings.ts';

export const forecastWords = computed(() => (lang.value === 'nl' ? forecastNl : forecastEn));
