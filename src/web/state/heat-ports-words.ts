// The words of the screen with sources and consumers of heat, in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { heatPortsEn } from '../i18n/heat-ports-en.ts';
import { heatPortsNl } from '../i18n/heat-ports-nl.ts';
import { lang } from './settings.ts';

export const heatPortsWords = computed(() => (lang.value === 'nl' ? heatPortsNl : heatPortsEn));
