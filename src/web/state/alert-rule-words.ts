// The words of what is watched in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { alertRulesEn } from '../i18n/alert-rules-en.ts';
import { alertRulesNl } from '../i18n/alert-rules-nl.ts';
import { lang } from './settings.ts';

export const alertRuleWords = computed(() => (lang.value === 'nl' ? alertRulesNl : alertRulesEn));
