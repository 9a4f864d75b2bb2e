// Every minute: meters that fell silent, consents that end, quarters that will end above their limit.
import { ALERT_LIMITS } from '../domain/alert-limits.ts';
import { type Finding, stateOf } from '../domain/alerts.ts';
import { type Heard, silentAfterMs } from '../domain/meter-state.ts';
import type { EpochMs } from '../domain/units.ts';
import type { AlertDesk } from './alert-desk.ts';
import type { Job } from './schedule.ts';

type Whose = Pick<Finding, 'park' | 'company'>;

export interface Peak extends Whose {
  /** 'connection 3' */
  readonly subject: string;
  /** Mean of the quarter when it ends. */
  readonly projectedKw: number;
  /** What is told of it, where the exact figure would be one company's. */
  readonly toldKw?: number;
  readonly limitKw: number;
}

export type OpenAlert = Pick<Finding, 'kind' | 'subject' | 'park' | 'company' | 'limit' | 'unit'>;

export interface WatchMetersPorts {
  readonly desk: Pick<AlertDesk, 'report' | 'escalate'>;
  /** Meters that are in use and have spoken. */
  readonly meters: () => (Whose & { readonly id: number; readonly heard: Heard })[];
  /** The last day of each company's consents, by whom they let see; null: without end. */
  readonly consents: () => (Whose & { readonly id: string; readonly endsAt: EpochMs | null })[];
  /** Connections and parks whose running quarter can be projected, with the limit that holds now. */
  readonly peaks: () => Promise<Peak[]>;
  readonly open: () => Promise<readonly OpenAlert[]>;
  /** It is over, whatever is measured: what it is about is no more, or one of the companies it is about no longer shares. */
  readonly isOver: (alert: OpenAlert) => boolean;
  readonly now: () => EpochMs;
}

/** Of a limit of 0 there are no percentages, and what meters and controls themselves use is nobody's alarm. */
const OF_NOTHING_KW = { raiseAt: 1, clearAt: 0.5 } as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Two quarters. */
const PROJECTED_WITHIN_MS = HOUR_MS / 2;
const CONSENT_WARN_DAYS = ALERT_LIMITS['consent-ending'].begins;

export function watchMeters(ports: WatchMetersPorts): Job {
  const projectedAt = new Map<string, EpochMs>();
  return {
    name: 'watch-meters',
    schedule: '* * * * *',
    run: async () => {
      const now = ports.now();
      const peaks = (await ports.peaks()).map(peak);
      const open = await ports.open();
      const findings = [
        ...ports.meters().map((meter) => silent(meter, now)),
        ...ports.consents().map((consent) => ending(consent, now)),
        ...peaks,
        ...[...open.filter(ports.isOver), ...passed({ open, peaks, projectedAt, now })].map(over),
      ];
      return { ...(await ports.desk.report(findings)), escalated: await ports.desk.escalate() };
    },
  };
}

const over = ({ kind, subject, park, company, limit, unit }: OpenAlert): Finding => ({ kind, subject, park, company, limit, unit, value: 0, state: 'clear' });

/** Peaks that nothing was projected of for so long that they are about a quarter that has passed: a meter fell silent, or the limit is
 *  no more.
 *  @param projectedAt when each was projected last; kept up to date */
function passed(known: { open: readonly OpenAlert[]; peaks: readonly Finding[]; projectedAt: Map<string, EpochMs>; now: EpochMs }): OpenAlert[] {
  const { open, peaks, projectedAt, now } = known;
  const expected = open.filter(({ kind }) => kind === 'peak-forecast');
  for (const subject of projectedAt.keys()) if (!expected.some((one) => one.subject === subject)) projectedAt.delete(subject);
  for (const { subject } of expected) if (peaks.some((one) => one.subject === subject) || !projectedAt.has(subject)) projectedAt.set(subject, now);
  return expected.filter(({ subject }) => now - (projectedAt.get(subject) ?? now) >= PROJECTED_WITHIN_MS);
}

function silent({ id, park, company, heard }: ReturnType<WatchMetersPorts['meters']>[number], now: EpochMs): Finding {
  const [silentMs, limitMs] = [now - heard.at, silentAfterMs(heard)];
  // Over only when it speaks again in its own rhythm.
  const { begins, ends } = ALERT_LIMITS['silent-meter'];
  const state = stateOf(silentMs, { raiseAt: limitMs, clearAt: (limitMs * ends) / begins });
  return { kind: 'silent-meter', subject: `meter ${id}`, park, company, value: silentMs / HOUR_MS, limit: limitMs / HOUR_MS, unit: 'h', state };
}

function ending({ id, park, company, endsAt }: ReturnType<WatchMetersPorts['consents']>[number], now: EpochMs): Finding {
  const about = { kind: 'consent-ending', subject: `consent ${id}`, park, company, limit: CONSENT_WARN_DAYS, unit: 'd' } as const;
  // What has ended is no longer ending: the company chose so, or was told for a month.
  if (endsAt === null || endsAt <= now) return { ...about, value: CONSENT_WARN_DAYS, state: 'clear' };
  const value = (endsAt - now) / DAY_MS;
  return { ...about, value, state: stateOf(value, { raiseAt: CONSENT_WARN_DAYS, clearAt: ALERT_LIMITS['consent-ending'].ends }) };
}

function peak({ subject, park, company, projectedKw, toldKw, limitKw }: Peak): Finding {
  const { begins, ends } = ALERT_LIMITS['peak-forecast'];
  const state = stateOf(projectedKw, limitKw > 0 ? { raiseAt: (limitKw * begins) / 100, clearAt: (limitKw * ends) / 100 } : OF_NOTHING_KW);
  return { kind: 'peak-forecast', subject, park, company, value: toldKw ?? projectedKw, limit: limitKw, unit: 'kW', state };
}
