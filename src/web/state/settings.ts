// Language and theme of this browser, kept in localStorage. Signals, so every part redraws.
import { computed, effect, signal } from '@preact/signals';
import type { Lang } from '../../charts/formats.ts';
import { type Words, nl } from '../i18n/nl.ts';

export type Theme = 'system' | 'light' | 'dark';

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // Storage is switched off: the choice lasts as long as the tab.
  }
}
function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // See kept().
  }
}

const keptTheme = kept('ks-theme');
export const lang = signal<Lang>(kept('ks-lang') === 'en' ? 'en' : 'nl');
export const theme = signal<Theme>(keptTheme === 'light' || keptTheme === 'dark' ? keptTheme : 'system');
const english = signal<Words | null>(null);
/** Dutch until the English words are in. */
export const words = computed(() => (lang.value === 'en' && english.value !== null ? english.value : nl));

async function loadEnglish(): Promise<void> {
  if (lang.value === 'en' && english.value === null) english.value = (await import('../i18n/en.ts')).en;
}

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(systemDark.matches);
systemDark.addEventListener('change', (event) => (systemIsDark.value = event.matches));
/** Charts redraw when this changes. */
export const dark = computed(() => (theme.value === 'system' ? systemIsDark.value : theme.value === 'dark'));

const phone = matchMedia('(max-width: 767px)');
export const narrow = signal(phone.matches);
phone.addEventListener('change', (event) => (narrow.value = event.matches));

/** The present, to judge what is stale; read no finer than it ticks. */
export const nowMs = signal(Date.now());

/** Resolves when the chosen words are in; without them the page is Dutch, never empty. */
export async function startSettings(): Promise<void> {
  effect(() => {
    void loadEnglish().catch(() => (lang.value = 'nl'));
    document.documentElement.lang = lang.value;
    keep('ks-lang', lang.value);
  });
  effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
    keep('ks-theme', theme.value);
  });
  await loadEnglish().catch(() => undefined);
  setInterval(() => (nowMs.value = Date.now()), 15_000);
}
