// Who is signed in, and what they start with.
import { computed, signal } from '@preact/signals';
import type { Company, Me, Park } from '../../api/shapes.ts';
import { api, ask } from './fetch.ts';
import { history, startLive, stopLive } from './live.ts';

export const me = signal<Me | null>(null);
export const meFailed = signal<string | null>(null);
/** Of who signs in for one company; null for others. */
export const ownCompany = signal<Company | null>(null);
export const parks = signal<readonly Park[] | null>(null);

/** Where the match on the screen lies: its address says nothing of it. */
export const matchPark = signal<string | null>(null);

/** A server that restarts is back within seconds: the page then comes by itself. */
const AGAIN_MS = 5_000;

export async function loadSession(): Promise<void> {
  const answer = await ask<Me>(api('/me'));
  if (!answer.ok) {
    meFailed.value = answer.problem.code;
    setTimeout(() => void loadSession(), AGAIN_MS);
    return;
  }
  meFailed.value = null;
  me.value = answer.data;
  if (!answer.data.signedIn) return;
  startLive();
  const own = answer.data.roles.find((each) => each.role === 'company');
  const [listed, filled, company] = await Promise.all([
    ask<{ items: Park[] }>(api('/parks')),
    ask<{ state: 'none' | 'filling' | 'complete'; share: number }>(api('/history')),
    own?.role === 'company' ? ask<Company>(api(`/companies/${own.company}`)) : null,
  ]);
  if (company?.ok) ownCompany.value = company.data;
  if (listed.ok) parks.value = listed.data.items;
  if (filled.ok) history.value = { state: filled.data.state, share: filled.data.share };
}

export type SignIn = 'ok' | 'wrong' | 'too-many' | 'failed';

export async function signIn(account: { email: string; password: string }): Promise<SignIn> {
  const answer = await ask<unknown>('/api/auth/sign-in/email', { method: 'POST', body: account });
  if (!answer.ok) {
    if (answer.problem.status === 429) return 'too-many';
    return answer.problem.status >= 400 && answer.problem.status < 500 ? 'wrong' : 'failed';
  }
  await loadSession();
  return me.value?.signedIn ? 'ok' : 'failed';
}

/** Leaves by loading the page anew: nothing of the former reader stays in memory. */
export async function signOut(): Promise<void> {
  stopLive();
  await ask<unknown>('/api/auth/sign-out', { method: 'POST', body: {} });
  location.assign('/inloggen');
}

/** The parks whose figures this reader may see: the list itself is public to all who sign in. */
export const myParks = computed((): readonly Park[] => {
  const roles = me.value?.roles ?? [];
  const all = parks.value ?? [];
  if (roles.some((each) => each.role === 'operator' || each.role === 'region')) return all;
  const mine = new Set(roles.flatMap((each) => (each.role === 'parkmanager' ? each.parks : [])));
  return all.filter((park) => mine.has(park.id) || park.id === ownCompany.value?.park);
});

/** Whether this reader may make or change a gateway of that company (null: the park's own). The server decides;
 *  this only spares the reader a button that will refuse. */
export function mayChangeGateway(company: number | null): boolean {
  return (me.value?.roles ?? []).some((each) => {
    switch (each.role) {
      case 'operator':
        return true;
      case 'parkmanager':
        return company === null;
      case 'company':
        return company === each.company;
      case 'region':
        return false;
    }
  });
}

/** The page that answers this reader's first question. */
export function homeOf(who: Me, known: readonly Park[]): string | null {
  const has = (role: string): boolean => who.roles.some((each) => each.role === role);
  if (has('region') || has('operator')) return '/region';
  for (const each of who.roles) {
    if (each.role === 'parkmanager') {
      const first = each.parks[0] ?? known[0]?.id;
      return first ? `/parks/${first}` : '/region';
    }
    if (each.role === 'company') return `/companies/${each.company}`;
  }
  return null;
}
