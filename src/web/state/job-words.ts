// The words of the jobs screen in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { jobsEn } from '../i18n/jobs-en.ts';
import { jobsNl } from '../i18n/jobs-nl.ts';
import { lang } from './settings.ts';

export const jobWords = computed(() => (lang.value === 'nl' ? jobsNl : jobsEn));
