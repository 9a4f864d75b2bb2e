// Sends the messages that are due, by mail, webhook or MQTT. What fails is tried again, later each time; what was sent and
// could not be marked as such before a crash goes once more, under the same id.
import type { RuleSwitches } from '../domain/alert-switches.ts';
import { ATTEMPTS_MAX, retryAfterMs, sendAt } from '../domain/alerts.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Alerts, ChannelKind, ChannelRow, MessageRow } from '../storage/alerts.ts';
import { type AlertDeskPorts, fits, mayKnow } from './alert-desk.ts';
import type { Job } from './schedule.ts';

/** What goes out, whichever way. */
export interface Letter {
  /** Random, the same at each attempt: a receiver drops what it has. */
  readonly id: string;
  readonly channel: ChannelRow;
  /** For people. */
  readonly mail: { readonly subject: string; readonly text: string };
  /** For programs: JSON. */
  readonly body: string;
}

/** @throws Error when it did not arrive; `DeliveryError` with `retry: false` when it never will */
export type Deliver = (letter: Letter) => Promise<void>;

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
  readonly write: (message: MessageRow) => Letter;
  readonly shares: AlertDeskPorts['shares'];
  readonly party: AlertDeskPorts['party'];
  readonly now: () => EpochMs;
}

/** Messages of one run: a burst is spread over the next ones. */
const MESSAGES_MAX = 200;
/** A channel that took so long waits for the next run with what is left: runs do not overlap, and what is urgent to others is in it. */
const CHANNEL_MS = 10_000;
const TROUBLE_MAX = 300;

export function sendAlerts(ports: SendPorts): Job {
  return {
    name: 'send-alerts',
    // Just after those that look every minute, and often enough that a second attempt after a minute is one.
    schedule: '10,30,50 * * * * *',
    run: async ({ stopping }) => {
      const counts = { sent: 0, retried: 0, givenUp: 0, held: 0 };
      const byChannel = new Map<number, MessageRow[]>();
      const switches = await ports.alerts.switches();
      for (const message of await ports.alerts.due(ports.now(), MESSAGES_MAX)) byChannel.set(message.channel.id, [...(byChannel.get(message.channel.id) ?? []), message]);
      // A receiver that does not answer keeps nobody else waiting.
      await Promise.all(
        [...byChannel.values()].map(async (messages) => {
          const until = ports.now() + CHANNEL_MS;
          for (const message of messages) if (!stopping() && ports.now() < until) counts[await sendOne({ ...ports, switches }, message)] += 1;
        }),
      );
      return counts;
    },
  };
}

async function sendOne({ alerts, deliver, write, now, ...may }: SendPorts & { switches: RuleSwitches }, message: MessageRow): Promise<'sent' | 'retried' | 'givenUp' | 'held'> {
  const { severity } = message.alert;
  const { quiet } = message.channel;
  // Due before the quiet hours, and not sent for a receiver or a monitor that was away.
  const from = sendAt(now(), severity, quiet);
  if (from > now()) {
    await alerts.postpone(message.id, from);
    return 'held';
  }
  try {
    if (!(message.what === 'closed' ? mayKnow : fits)(message.channel, message.alert, may)) throw new DeliveryError('this channel may not tell of it any more', { retry: false });
    await deliver[message.channel.kind](write(message));
  } catch (error) {
    const again = (!(error instanceof DeliveryError) || error.retry) && message.attempts + 1 < ATTEMPTS_MAX;
    const next = again ? sendAt(epochMs(now() + retryAfterMs(message.attempts + 1)), severity, quiet) : null;
    await alerts.failed(message.id, { at: now(), next, trouble: troubleOf(error) });
    return again ? 'retried' : 'givenUp';
  }
  await alerts.sent(message.id, now());
  return 'sent';
}

/** In a sentence that fits on a screen. */
export const troubleOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, TROUBLE_MAX);
