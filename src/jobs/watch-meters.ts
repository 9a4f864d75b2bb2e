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

export interface WatchMetersPorts {
  readonly desk: Pick<AlertDesk, 'report' | 'escalate'>;
  /** Meters that are in use and have spoken. */
  readonly meters: () => (Whose & { readonly id: number; readonly heard: Heard })[];
  /** The last day of each company's consents, by whom they let see; null: without end. */
  readonly consents: () => (Whose & { readonly id: string; readonly endsAt: EpochMs | null })[];
  /** Connections and parks whose running quarter can be projected, with the limit that holds now. */
  readonly peaks: () => Promise<Peak[]>;
  /** Open alerts about several companies of which one no longer shares: they are over, whatever those companies draw. */
  readonly withdrawn: () => Promise<readonly Pick<Finding, 'kind' | 'subject' | 'park' | 'company' | 'limit' | 'unit'>[]>;
  readonly now: () => EpochMs;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CONSENT_WARN_DAYS = ALERT_LIMITS['consent-ending'].begins;

export function watchMeters(ports: WatchMetersPorts): Job {
  return {
    name: 'watch-meters',
    schedule: '* * * * *',
    run: async () => {
      const now = ports.now();
      const findings = [
        ...ports.meters().map((meter) => silent(meter, now)),
        ...ports.consents().map((consent) => ending(consent, now)),
        ...(await ports.peaks()).map(peak),
        ...(await ports.withdrawn()).map((about): Finding => ({ ...about, value: 0, state: 'clear' })),
      ];
      return { ...(await ports.desk.report(findings)), escalated: await ports.desk.escalate() };
    },
  };
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
  const state = stateOf(projectedKw, { raiseAt: (limitKw * begins) / 100, clearAt: (limitKw * ends) / 100 });
  return { kind: 'peak-forecast', subject, park, company, value: toldKw ?? projectedKw, limit: limitKw, unit: 'kW', state };
}
