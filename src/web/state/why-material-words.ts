// The words of explanations about materials in the reader's language; not part of the shell.
import { computed } from '@preact/signals';
import { whyMaterialsEn } from '../i18n/why-materials-en.ts';
import { whyMaterialsNl } from '../i18n/why-materials-nl.ts';
import { lang } from './settings.ts';

export const whyMaterialWords = computed(() => (lang.value === 'nl' ? whyMaterialsNl : whyMaterialsEn));
