// What a screen is about: a park or a company. Both have a now, a balance and meters, at like addresses.
import type { Heard } from './state/live.ts';

export interface Scope {
  readonly kind: 'park' | 'company';
  readonly name: string;
  readonly href: string;
  readonly api: string;
  readonly concerns: (event: Heard) => boolean;
}

export const parkScope = (id: string, name: string): Scope => ({
  kind: 'park',
  name,
  href: `/parks/${id}`,
  api: `/parks/${id}`,
  concerns: (event) => event.type === 'changed' && event.park === id,
});

export const companyScope = (id: number, name: string): Scope => ({
  kind: 'company',
  name,
  href: `/companies/${id}`,
  api: `/companies/${id}`,
  concerns: (event) => event.type === 'changed' && event.company === id,
});
