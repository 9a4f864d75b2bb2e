// The port for alerts, the channels they go out by, and the messages that wait to be sent.
import type { AlertOwner, Hearing, RuleSwitch, RuleSwitches } from '../domain/alert-switches.ts';
import type { AlertKind, Finding, QuietHours, Severity } from '../domain/alerts.ts';
import type { EpochMs } from '../domain/units.ts';

/** over: what was found is no more. switched-off: somebody switched its rule off. */
export const CLOSED_BECAUSE = ['over', 'switched-off'] as const;
export type ClosedBecause = (typeof CLOSED_BECAUSE)[number];

export interface AlertRow {
  readonly id: number;
  readonly kind: AlertKind;
  readonly subject: string;
  readonly park: string;
  /** null: the park's own. */
  readonly company: number | null;
  readonly severity: Severity;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  readonly openedAt: EpochMs;
  readonly closedAt: EpochMs | null;
  /** null: open. */
  readonly closedBecause: ClosedBecause | null;
  readonly acknowledgedAt: EpochMs | null;
  readonly acknowledgedBy: string | null;
  readonly escalatedAt: EpochMs | null;
}

export const CHANNEL_KINDS = ['mail', 'webhook', 'mqtt'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Of a company: only its alerts; of a park: its own and those of every company that shares with its manager. */
export interface ChannelRow extends Hearing {
  readonly id: number;
  /** What people call it; empty: by its target. */
  readonly name: string;
  readonly kind: ChannelKind;
  /** An address, a URL, or the id of the gateway that is told. */
  readonly target: string;
  /** What a webhook is signed with. */
  readonly secret: string | null;
  readonly quiet: QuietHours;
  /** Told only when nobody acknowledged in time. */
  readonly escalatesOnly: boolean;
  /** What its reader reads. */
  readonly lang: 'nl' | 'en';
  readonly createdBy: string;
  readonly createdAt: EpochMs;
}

/** What may change of a channel; what it is and whose stays. */
export type ChannelChange = Partial<Pick<ChannelRow, 'name' | 'target' | 'secret' | 'leastSeverity' | 'kinds' | 'quiet' | 'escalatesOnly' | 'lang'>>;

/** Who does something, and when. */
export interface ChangeStamp {
  readonly by: string;
  readonly at: EpochMs;
}

export const ALERT_CHANGES = ['rule-on', 'rule-off', 'channel-added', 'channel-changed', 'channel-removed'] as const;
export const CHANNEL_FIELDS = ['name', 'target', 'secret', 'leastSeverity', 'kinds', 'quiet', 'escalatesOnly', 'lang'] as const;

/** A field of a channel before and after; of a secret neither is told. */
export interface ChangedField {
  readonly field: (typeof CHANNEL_FIELDS)[number];
  readonly from: string;
  readonly to: string;
}

/** Something that somebody changed about alerts. */
export interface AlertChange extends AlertOwner, ChangeStamp {
  readonly id: number;
  readonly what: (typeof ALERT_CHANGES)[number];
  readonly kind: AlertKind | null;
  readonly channel: number | null;
  readonly fields: readonly ChangedField[];
}

/** What a message says of its alert. */
export const MESSAGE_KINDS = ['opened', 'closed', 'escalated'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export interface MessageRow {
  /** Random, the same at each attempt: a receiver drops what it has. */
  readonly id: string;
  readonly what: MessageKind;
  readonly attempts: number;
  readonly alert: AlertRow;
  readonly channel: ChannelRow;
}

/** Messages to be written together with the change that they tell of. */
export type Outgoing = readonly { readonly id: string; readonly channel: number; readonly dueAt: EpochMs }[];

/** How sending by one channel goes. */
export interface Delivery {
  readonly channel: number;
  /** When a message last arrived; null: none did. */
  readonly sentAt: EpochMs | null;
  /** Messages that are still to arrive: tried again, or held until the quiet hours are over. */
  readonly waiting: number;
  /** How often the one of them that was tried most was tried. */
  readonly attempts: number;
  /** When the first of them is tried. */
  readonly nextAt: EpochMs | null;
  /** Why the last one that did not arrive failed; null: something arrived since. */
  readonly trouble: string | null;
}

/** The ways out, the rules that are switched off, and who changed them. */
export interface AlertSettings {
  channels(): Promise<ChannelRow[]>;
  /** Signed by who made it. */
  addChannel(row: Omit<ChannelRow, 'id'>): Promise<ChannelRow>;
  /** What waits goes out by the new settings, at once where they allow; what it does not hear of any more is dropped.
   *  @returns null when there is no such channel */
  changeChannel(id: number, change: ChannelChange, stamp: ChangeStamp): Promise<ChannelRow | null>;
  removeChannel(id: number, stamp: ChangeStamp): Promise<void>;
  switches(): Promise<RuleSwitches>;
  /** Newest first. */
  changes(limit: number): Promise<AlertChange[]>;
}

export interface Alerts extends AlertSettings {
  /** Opens an alert with the messages about it. @returns null when it is open already, or its rule is off: told once */
  open(finding: Finding & { readonly severity: Severity }, at: EpochMs, messages: Outgoing): Promise<AlertRow | null>;
  /** Closes it, tells so those who were told that it began, and takes back what was to be escalated and was not sent. */
  close(id: number, at: EpochMs, messages: Outgoing): Promise<boolean>;
  /** Takes back what was to be escalated and was not sent. @returns false when somebody was first */
  acknowledge(id: number, by: string, at: EpochMs): Promise<boolean>;
  escalate(id: number, at: EpochMs, messages: Outgoing): Promise<boolean>;
  byId(id: number): Promise<AlertRow | null>;
  allOpen(): Promise<AlertRow[]>;
  /** Newest first. */
  latest(limit: number): Promise<AlertRow[]>;
  /** Off: closes what is open of it, and drops what its owner's channels were still to be told. On what is so already nothing happens.
   *  @param messagesOf whom to tell that an alert is over
   *  @returns what was closed */
  switchRule(change: RuleSwitch, messagesOf: (row: AlertRow) => Outgoing): Promise<AlertRow[]>;
  /** Messages that are to be sent by now, oldest first; that it is over not before that it began. */
  due(at: EpochMs, limit: number): Promise<MessageRow[]>;
  sent(message: string, at: EpochMs): Promise<void>;
  /** @param next when to try again; null: never */
  failed(message: string, over: { at: EpochMs; next: EpochMs | null; trouble: string }): Promise<void>;
  /** Not now: nothing was tried. */
  postpone(message: string, until: EpochMs): Promise<void>;
  /** A gateway is there again: what it did not take before may be tried now. @returns how many messages */
  hurryGateway(gateway: number, at: EpochMs): Promise<number>;
  /** Of every channel that had a message. */
  deliveries(): Promise<Delivery[]>;
}
