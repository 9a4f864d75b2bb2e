// The words of the heat screens in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { heatEn } from '../i18n/heat-en.ts';
import { heatNl } from '../i18n/heat-nl.ts';
import { lang } from './settings.ts';

export const heatWords = computed(() => (lang.value === 'nl' ? heatNl : heatEn));
