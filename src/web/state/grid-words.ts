// The words about the grid's hours in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { gridEn } from '../i18n/grid-en.ts';
import { gridNl } from '../i18n/grid-nl.ts';
import { lang } from './settings.ts';

export const gridWords = computed(() => (lang.value === 'nl' ? gridNl : gridEn));
