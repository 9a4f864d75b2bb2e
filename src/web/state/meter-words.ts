// The words of the meters' quarter-hours in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { metersEn } from '../i18n/meters-en.ts';
import { metersNl } from '../i18n/meters-nl.ts';
import { lang } from './settings.ts';

export const meterWords = computed(() => (lang.value === 'nl' ? metersNl : metersEn));
