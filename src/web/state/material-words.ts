// The words of the screens about materials in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { materialsEn } from '../i18n/materials-en.ts';
import { materialsNl } from '../i18n/materials-nl.ts';
import { lang } from './settings.ts';

export const materialWords = computed(() => (lang.value === 'nl' ? materialsNl : materialsEn));
