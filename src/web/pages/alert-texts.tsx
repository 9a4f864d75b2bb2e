// How an alert is named, whose it is and how large it is, wherever it is listed.
import type { AlertView } from '../../api/shapes-alerts.ts';
import { formatMoment, formatNumber } from '../../charts/formats.ts';
import type { BadgeTone } from '../parts/badge.tsx';
import { alertWords } from '../state/alert-words.ts';
import type { Heard } from '../state/live.ts';
import { parks } from '../state/session.ts';
import { lang, nowMs, words } from '../state/settings.ts';

export const ALERT_TONES: Readonly<Record<AlertView['severity'], BadgeTone>> = { notice: 'info', warning: 'let', urgent: 'fout' };
export const concernsAlerts = (event: Heard): boolean => event.type === 'alerts' || event.type === 'reconnected';
export const alertMoment = (at: string | null): string => (at === null ? '–' : formatMoment(lang.value, Date.parse(at), nowMs.value));

/** @param alert fedIn: absent of a rule, which is about both directions */
export function alertName({ kind, fedIn = false }: Pick<AlertView, 'kind'> & Partial<Pick<AlertView, 'fedIn'>>): string {
  const name = alertWords.value.kinds[kind];
  return fedIn ? `${name}: ${words.value.capacity.directions.export.toLowerCase()}` : name;
}
export const alertOwner = (alert: AlertView): string => alert.companyName ?? parks.value?.find((park) => park.id === alert.park)?.name ?? alertWords.value.park;

/** A figure with few digits: 2,5 uur; 13 kW. */
export function alertAmount(value: number, unit: string): string {
  const word = Object.entries(alertWords.value.units).find(([name]) => name === unit)?.[1] ?? unit;
  return `${formatNumber(lang.value, value, Math.abs(value) < 10 ? 1 : 0)} ${word}`;
}
