// The words of the screens about CO2 in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { co2En } from '../i18n/co2-en.ts';
import { co2Nl } from '../i18n/co2-nl.ts';
import { lang } from './settings.ts';

export const co2Texts = computed(() => (lang.value === 'nl' ? co2Nl : co2En));
