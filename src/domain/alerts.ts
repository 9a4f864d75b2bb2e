// When something is told and when it is over. Pure: a finding and what was open -> what changes; it sends nothing.
import { localHour } from './time.ts';
import { type EpochMs, epochMs } from './units.ts';

/** What can be told (docs/methods.md#alerts). */
export const ALERT_KINDS = ['peak-forecast', 'peak-ahead', 'silent-meter', 'night-base-load', 'reversed-sign', 'weekend-gas', 'coverage-falling', 'consent-ending'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** urgent ones do not wait for the morning. */
export const SEVERITIES = ['notice', 'warning', 'urgent'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const SEVERITY_OF: Readonly<Record<AlertKind, Severity>> = {
  'peak-forecast': 'urgent',
  'peak-ahead': 'warning',
  'silent-meter': 'warning',
  'night-base-load': 'notice',
  'reversed-sign': 'warning',
  'weekend-gas': 'notice',
  'coverage-falling': 'warning',
  'consent-ending': 'notice',
};

/** Is an alert urgent enough for whoever wants to hear of `least` and above? */
export const isHeard = (severity: Severity, least: Severity): boolean => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);

/** Nobody took it up for so long: tell the next one. */
export const ESCALATE_AFTER_MS = 30 * 60_000;

/** What a rule found of one subject at one moment. */
export interface Finding {
  readonly kind: AlertKind;
  /** One thing of its kind: 'meter 12', 'connection 3', 'connection 3 export', 'park eerbeek-loenen', 'consent 8'. */
  readonly subject: string;
  readonly park: string;
  /** Whose it is; null: the park's. */
  readonly company: number | null;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  /** raise: beyond the limit. clear: well within it again. hold: in between, nothing changes. */
  readonly state: 'raise' | 'hold' | 'clear';
}

const FED_IN = ' export';

/** The subject of what a thing feeds in, 'connection 3 export', which is an alert of its own beside that of what it draws.
 *  @see docs/methods.md#alerts */
export const fedIn = (subject: string): string => `${subject}${FED_IN}`;

/** Is this of what is fed in?
 *  @see docs/methods.md#alerts */
export const isFedIn = (subject: string): boolean => subject.endsWith(FED_IN);

/** Two limits, so that a value that trembles around one does not open and close an alert each time.
 *  @param clearAt at or below (above, when `raiseAt` is the lower bound) it is over */
export function stateOf(value: number, { raiseAt, clearAt }: { raiseAt: number; clearAt: number }): Finding['state'] {
  const above = raiseAt >= clearAt;
  if (above ? value >= raiseAt : value <= raiseAt) return 'raise';
  return (above ? value <= clearAt : value >= clearAt) ? 'clear' : 'hold';
}

/** What becomes of a subject's alert. */
export function change(open: boolean, finding: Finding): 'open' | 'close' | 'keep' {
  if (!open && finding.state === 'raise') return 'open';
  return open && finding.state === 'clear' ? 'close' : 'keep';
}

/** Local hours in which only what is urgent is sent; from = to: never quiet. */
export interface QuietHours {
  readonly fromHour: number;
  readonly toHour: number;
}

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

const isQuiet = (hour: number, { fromHour, toHour }: QuietHours): boolean => (fromHour <= toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour);

/** When a message may go: now, or on the first whole hour after the quiet ones. */
export function sendAt(at: EpochMs, severity: Severity, quiet: QuietHours): EpochMs {
  if (severity === 'urgent' || quiet.fromHour === quiet.toHour) return at;
  let due = at;
  // Offsets of Amsterdam are whole hours, so its hours begin where those of UTC do.
  for (let hours = 0; hours < DAY_HOURS && isQuiet(localHour(due), quiet); hours++) due = epochMs((Math.floor(due / HOUR_MS) + 1) * HOUR_MS);
  return due;
}

/** Waits between attempts double, up to an hour. */
const RETRY_FIRST_MS = 60_000;
const RETRY_LAST_MS = HOUR_MS;
/** About a day of trying. */
export const ATTEMPTS_MAX = 30;

/** How long to wait after so many attempts that failed. */
export const retryAfterMs = (attempts: number): number => Math.min(RETRY_FIRST_MS * 2 ** Math.min(attempts - 1, 16), RETRY_LAST_MS);
