// The words of the maps of heat in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { heatMapEn } from '../i18n/heat-map-en.ts';
import { heatMapNl } from '../i18n/heat-map-nl.ts';
import { lang } from './settings.ts';

export const heatMapWords = computed(() => (lang.value === 'nl' ? heatMapNl : heatMapEn));
