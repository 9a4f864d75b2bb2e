// The words of the page about sharing in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { sharingEn } from '../i18n/sharing-en.ts';
import { sharingNl } from '../i18n/sharing-nl.ts';
import { lang } from './settings.ts';

export const sharingWords = computed(() => (lang.value === 'nl' ? sharingNl : sharingEn));
