// The words that explain the figures of residual heat, in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { heatExplainedEn } from '../i18n/heat-explained-en.ts';
import { heatExplainedNl } from '../i18n/heat-explained-nl.ts';
import { lang } from './settings.ts';

export const heatExplainedWords = computed(() => (lang.value === 'nl' ? heatExplainedNl : heatExplainedEn));
