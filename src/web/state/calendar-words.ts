// The words of the calendar and the comparison in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { calendarEn } from '../i18n/calendar-en.ts';
import { calendarNl } from '../i18n/calendar-nl.ts';
import { lang } from './settings.ts';

export const calendarWords = computed(() => (lang.value === 'nl' ? calendarNl : calendarEn));
