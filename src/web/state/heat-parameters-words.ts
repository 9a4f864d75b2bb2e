// The words of the assumptions in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { heatParametersEn } from '../i18n/heat-parameters-en.ts';
import { heatParametersNl } from '../i18n/heat-parameters-nl.ts';
import { lang } from './settings.ts';

export const heatParametersWords = computed(() => (lang.value === 'nl' ? heatParametersNl : heatParametersEn));
