// The words of how sure a figure is in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { doubtEn } from '../i18n/doubt-en.ts';
import { doubtNl } from '../i18n/doubt-nl.ts';
import { lang } from './settings.ts';

export const doubtWords = computed(() => (lang.value === 'nl' ? doubtNl : doubtEn));
