// The words of the scenario bench in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { scenariosEn } from '../i18n/scenarios-en.ts';
import { scenariosNl } from '../i18n/scenarios-nl.ts';
import { lang } from './settings.ts';

export const scenarioWords = computed(() => (lang.value === 'nl' ? scenariosNl : scenariosEn));
