// The words of this moment in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { nowEn } from '../i18n/now-en.ts';
import { nowNl } from '../i18n/now-nl.ts';
import { lang } from './settings.ts';

export const nowWords = computed(() => (lang.value === 'nl' ? nowNl : nowEn));
