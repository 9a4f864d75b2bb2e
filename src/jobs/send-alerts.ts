// Sends the messages that are due, by mail, webhook or MQTT. What fails is tried again, later each time; what was sent and
// could not be marked as such before a crash goes once more, under the same id.
import { ATTEMPTS_MAX, retryAfterMs } from '../domain/alerts.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Alerts, ChannelKind, MessageRow } from '../storage/alerts.ts';
import { type AlertDeskPorts, fits } from './alert-desk.ts';
import type { Job } from './schedule.ts';

/** @throws Error when it did not arrive; `DeliveryError` with `retry: false` when it never will */
export type Deliver = (message: MessageRow) => Promise<void>;

export class DeliveryError extends Error {
  override name = 'DeliveryError';
  readonly retry: boolean;

  constructor(message: string, over: { retry: boolean }) {
    super(message);
    this.retry = over.retry;
  }
}

export interface SendPorts {
  readonly alerts: Alerts;
  readonly deliver: Readonly<Record<ChannelKind, Deliver>>;
  readonly shares: AlertDeskPorts['shares'];
  readonly party: AlertDeskPorts['party'];
  readonly now: () => EpochMs;
}

/** Messages of one run: a burst is spread over the next ones. */
const MESSAGES_MAX = 200;
const TROUBLE_MAX = 300;

export function sendAlerts(ports: SendPorts): Job {
  return {
    name: 'send-alerts',
    schedule: '* * * * *',
    run: async ({ stopping }) => {
      const counts = { sent: 0, retried: 0, givenUp: 0 };
      for (const message of await ports.alerts.due(ports.now(), MESSAGES_MAX)) {
        if (stopping()) break;
        counts[await sendOne(ports, message)] += 1;
      }
      return counts;
    },
  };
}

async function sendOne({ alerts, deliver, now, ...may }: SendPorts, message: MessageRow): Promise<'sent' | 'retried' | 'givenUp'> {
  try {
    if (!fits(message.channel, message.alert, may)) throw new DeliveryError('this channel may not tell of it any more', { retry: false });
    await deliver[message.channel.kind](message);
  } catch (error) {
    const again = (!(error instanceof DeliveryError) || error.retry) && message.attempts + 1 < ATTEMPTS_MAX;
    const next = again ? epochMs(now() + retryAfterMs(message.attempts + 1)) : null;
    await alerts.failed(message.id, { at: now(), next, trouble: (error instanceof Error ? error.message : String(error)).slice(0, TROUBLE_MAX) });
    return again ? 'retried' : 'givenUp';
  }
  await alerts.sent(message.id, now());
  return 'sent';
}
