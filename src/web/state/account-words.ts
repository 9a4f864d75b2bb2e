// The words of the accounts screens in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { accountsEn } from '../i18n/accounts-en.ts';
import { accountsNl } from '../i18n/accounts-nl.ts';
import { lang } from './settings.ts';

export const accountWords = computed(() => (lang.value === 'nl' ? accountsNl : accountsEn));
