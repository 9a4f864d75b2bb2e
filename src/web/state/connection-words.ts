// The words of the page on connections in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { connectionsEn } from '../i18n/connections-en.ts';
import { connectionsNl } from '../i18n/connections-nl.ts';
import { lang } from './settings.ts';

export const connectionWords = computed(() => (lang.value === 'nl' ? connectionsNl : connectionsEn));
