// Takes findings and keeps alerts: opens, closes, escalates, each once and together with the messages that tell of it.
import { type RuleSwitch, type RuleSwitches, wantsToHear } from '../domain/alert-switches.ts';
import { ESCALATE_AFTER_MS, SEVERITY_OF, type Finding, change, sendAt } from '../domain/alerts.ts';
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

type Told = Pick<AlertRow, 'kind' | 'park' | 'company' | 'severity' | 'subject'>;
type Whose = Pick<AlertDeskPorts, 'shares' | 'party'>;

/** May this channel know of this alert? Asked when a message is made and again when it is sent: consent may end in between. */
export function mayKnow(channel: ChannelRow, alert: Told, { shares, party }: Whose): boolean {
  if (channel.park !== alert.park) return false;
  if (channel.company === null) return alert.company === null || shares(alert.company);
  return channel.company === alert.company || (alert.company === null && party(alert.subject).includes(channel.company));
}

/** May it, and does it want to? That something is over goes to whoever was told that it began, whatever it wants to hear since. */
export function fits(channel: ChannelRow, alert: Told, { switches, ...whose }: Whose & { readonly switches: RuleSwitches }): boolean {
  return wantsToHear(channel, alert) && !switches.isOff(alert.kind, channel) && mayKnow(channel, alert, whose);
}

interface Listening {
  readonly channels: readonly ChannelRow[];
  readonly switches: RuleSwitches;
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
    const listening = await this.#listening();
    let [opened, closed] = [0, 0];
    for (const finding of findings) {
      const row = open.get(`${finding.kind} ${finding.subject}`);
      const what = change(row !== undefined, finding);
      const severity = SEVERITY_OF[finding.kind];
      if (what === 'open') {
        const made = await alerts.open(
          { ...finding, severity },
          this.#ports.now(),
          this.#outgoing(listening, { ...finding, severity }, (channel) => !channel.escalatesOnly),
        );
        if (made === null) continue;
        opened += 1;
        this.#ports.changed?.(made);
      } else if (what === 'close' && row !== undefined) {
        if (!(await alerts.close(row.id, this.#ports.now(), this.#ending(listening.channels, row)))) continue;
        closed += 1;
        this.#ports.changed?.(row);
      }
    }
    return { opened, closed };
  }

  /** Alerts that nobody acknowledged in time go to the channels of last resort. */
  async escalate(): Promise<number> {
    const { alerts } = this.#ports;
    const listening = await this.#listening();
    if (!listening.channels.some((channel) => channel.escalatesOnly)) return 0;
    const before = this.#ports.now() - ESCALATE_AFTER_MS;
    let escalated = 0;
    for (const row of await alerts.allOpen()) {
      if (row.acknowledgedAt !== null || row.escalatedAt !== null || this.#toldAt(listening, row) > before) continue;
      const messages = this.#outgoing(listening, row, (channel) => channel.escalatesOnly);
      if (messages.length > 0 && (await alerts.escalate(row.id, this.#ports.now(), messages))) escalated += 1;
    }
    return escalated;
  }

  /** Switches a rule for its owner. Off closes what is open of it; on raises again what the rule then finds. */
  async switchRule(change_: RuleSwitch): Promise<void> {
    const { alerts } = this.#ports;
    const channels = await alerts.channels();
    for (const row of await alerts.switchRule(change_, (alert) => this.#ending(channels, alert))) this.#ports.changed?.(row);
  }

  async #listening(): Promise<Listening> {
    return { channels: await this.#ports.alerts.channels(), switches: await this.#ports.alerts.switches() };
  }

  /** When the first of those who are told at once could hear of it: what waits until the morning can be taken up only then. */
  #toldAt({ channels, switches }: Listening, alert: AlertRow): number {
    const first = channels.filter((channel) => !channel.escalatesOnly && fits(channel, alert, { ...this.#ports, switches }));
    return first.length === 0 ? alert.openedAt : Math.min(...first.map(({ quiet }) => sendAt(alert.openedAt, alert.severity, quiet)));
  }

  #outgoing({ channels, switches }: Listening, alert: Told, wants: (channel: ChannelRow) => boolean): Outgoing {
    return this.#letters(
      channels.filter((channel) => wants(channel) && fits(channel, alert, { ...this.#ports, switches })),
      alert,
    );
  }

  /** The store keeps those that were told that it began. */
  #ending(channels: readonly ChannelRow[], alert: AlertRow): Outgoing {
    const told = (channel: ChannelRow): boolean => !channel.escalatesOnly || alert.escalatedAt !== null;
    return this.#letters(
      channels.filter((channel) => told(channel) && mayKnow(channel, alert, this.#ports)),
      alert,
    );
  }

  #letters(channels: readonly ChannelRow[], { severity }: Told): Outgoing {
    return channels.map((channel) => ({ id: this.#ports.randomId(), channel: channel.id, dueAt: sendAt(this.#ports.now(), severity, channel.quiet) }));
  }
}
