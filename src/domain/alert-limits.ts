// The limits of each rule that alerts: what the rules judge by, and what the screen says of them. Values only.
import type { AlertKind } from './alerts.ts';
import { SILENT_MS } from './meter-state.ts';
import { HOUR_MS } from './time.ts';

export const LIMIT_UNITS = ['% of limit', '% of usual', '%', 'points', 'h', 'd'] as const;

export interface AlertLimit {
  readonly begins: number;
  /** Over only well within the first, so that a value that trembles around it is told once. */
  readonly ends: number;
  readonly unit: (typeof LIMIT_UNITS)[number];
  /** Below this nobody minds, whatever the share. */
  readonly least?: { readonly value: number; readonly unit: 'kW' | 'm3' };
  /** Whose it is: a company's own, the park's, or of either. */
  readonly about: 'company' | 'park' | 'both';
  /** When it is looked at, Amsterdam time; null: every minute. */
  readonly at: string | null;
}

/** @see docs/methods.md#alerts */
export const ALERT_LIMITS = {
  'peak-forecast': { begins: 100, ends: 95, unit: '% of limit', about: 'both', at: null },
  'peak-ahead': { begins: 100, ends: 95, unit: '% of limit', about: 'both', at: '15:10' },
  'silent-meter': { begins: SILENT_MS / HOUR_MS, ends: SILENT_MS / HOUR_MS / 2, unit: 'h', about: 'company', at: null },
  'night-base-load': { begins: 130, ends: 115, unit: '% of usual', least: { value: 1, unit: 'kW' }, about: 'company', at: '06:20' },
  'reversed-sign': { begins: 80, ends: 50, unit: '%', about: 'company', at: '06:20' },
  'weekend-gas': { begins: 60, ends: 45, unit: '%', least: { value: 5, unit: 'm3' }, about: 'company', at: '06:20' },
  'coverage-falling': { begins: 10, ends: 5, unit: 'points', about: 'park', at: '06:20' },
  'consent-ending': { begins: 30, ends: 31, unit: 'd', about: 'company', at: null },
} as const satisfies Readonly<Record<AlertKind, AlertLimit>>;
