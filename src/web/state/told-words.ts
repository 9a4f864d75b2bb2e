// The words of up to when companies together are told, in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { toldEn } from '../i18n/told-en.ts';
import { toldNl } from '../i18n/told-nl.ts';
import { lang } from './settings.ts';

export const toldWords = computed(() => (lang.value === 'nl' ? toldNl : toldEn));
