// Takes findings and keeps alerts: opens, closes, escalates, each once and together with the messages that tell of it.
import { ESCALATE_AFTER_MS, SEVERITY_OF, type Finding, change, isHeard, sendAt } from '../domain/alerts.ts';
import type { EpochMs } from '../domain/units.ts';
import type { AlertRow, Alerts, ChannelRow, Outgoing } from '../storage/alerts.ts';

export interface AlertDeskPorts {
  readonly alerts: Alerts;
  readonly now: () => EpochMs;
  readonly randomId: () => string;
  /** Does this company share its readings with the manager of its park? */
  readonly shares: (company: number) => boolean;
  /** The companies that an alert of the park is about as well: members of a group. */
  readonly party: (subject: string) => readonly number[];
  readonly changed?: (alert: AlertRow) => void;
}

type Told = Pick<AlertRow, 'park' | 'company' | 'severity' | 'subject'>;

/** May this channel tell of this alert? Asked when a message is made and again when it is sent: consent may end in between. */
export function fits(channel: ChannelRow, alert: Told, { shares, party }: Pick<AlertDeskPorts, 'shares' | 'party'>): boolean {
  if (channel.park !== alert.park || !isHeard(alert.severity, channel.leastSeverity)) return false;
  if (channel.company === null) return alert.company === null || shares(alert.company);
  return channel.company === alert.company || (alert.company === null && party(alert.subject).includes(channel.company));
}

export class AlertDesk {
  readonly #ports: AlertDeskPorts;

  constructor(ports: AlertDeskPorts) {
    this.#ports = ports;
  }

  /** Findings of every subject that a rule looked at; what it did not look at stays as it was.
   *  @returns how many alerts were opened and closed */
  async report(findings: readonly Finding[]): Promise<{ opened: number; closed: number }> {
    const { alerts } = this.#ports;
    const open = new Map((await alerts.allOpen()).map((row) => [`${row.kind} ${row.subject}`, row]));
    const channels = await alerts.channels();
    let [opened, closed] = [0, 0];
    for (const finding of findings) {
      const row = open.get(`${finding.kind} ${finding.subject}`);
      const what = change(row !== undefined, finding);
      const severity = SEVERITY_OF[finding.kind];
      if (what === 'open') {
        const made = await alerts.open(
          { ...finding, severity },
          this.#ports.now(),
          this.#outgoing(channels, { ...finding, severity }, (channel) => !channel.escalatesOnly),
        );
        if (made === null) continue;
        opened += 1;
        this.#ports.changed?.(made);
      } else if (what === 'close' && row !== undefined) {
        // Whoever was told that it began is told that it is over.
        const told = (channel: ChannelRow): boolean => !channel.escalatesOnly || row.escalatedAt !== null;
        if (!(await alerts.close(row.id, this.#ports.now(), this.#outgoing(channels, row, told)))) continue;
        closed += 1;
        this.#ports.changed?.(row);
      }
    }
    return { opened, closed };
  }

  /** Alerts that nobody acknowledged in time go to the channels of last resort. */
  async escalate(): Promise<number> {
    const { alerts } = this.#ports;
    const channels = await alerts.channels();
    if (!channels.some((channel) => channel.escalatesOnly)) return 0;
    const before = this.#ports.now() - ESCALATE_AFTER_MS;
    let escalated = 0;
    for (const row of await alerts.allOpen()) {
      if (row.acknowledgedAt !== null || row.escalatedAt !== null || this.#toldAt(channels, row) > before) continue;
      const messages = this.#outgoing(channels, row, (channel) => channel.escalatesOnly);
      if (messages.length > 0 && (await alerts.escalate(row.id, this.#ports.now(), messages))) escalated += 1;
    }
    return escalated;
  }

  /** When the first of those who are told at once could hear of it: what waits until the morning can be taken up only then. */
  #toldAt(channels: readonly ChannelRow[], alert: AlertRow): number {
    const first = channels.filter((channel) => !channel.escalatesOnly && fits(channel, alert, this.#ports));
    return first.length === 0 ? alert.openedAt : Math.min(...first.map(({ quiet }) => sendAt(alert.openedAt, alert.severity, quiet)));
  }

  #outgoing(channels: readonly ChannelRow[], alert: Told, wants: (channel: ChannelRow) => boolean): Outgoing {
    const told = channels.filter((channel) => wants(channel) && fits(channel, alert, this.#ports));
    return told.map((channel) => ({ id: this.#ports.randomId(), channel: channel.id, dueAt: sendAt(this.#ports.now(), alert.severity, channel.quiet) }));
  }
}
