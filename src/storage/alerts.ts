// The port for alerts, the channels they go out by, and the messages that wait to be sent.
import type { AlertKind, Finding, QuietHours, Severity } from '../domain/alerts.ts';
import type { EpochMs } from '../domain/units.ts';

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
  readonly acknowledgedAt: EpochMs | null;
  readonly acknowledgedBy: string | null;
  readonly escalatedAt: EpochMs | null;
}

export const CHANNEL_KINDS = ['mail', 'webhook', 'mqtt'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

export interface ChannelRow {
  readonly id: number;
  readonly park: string;
  /** Only alerts of this company; null: those of the park and of every company that shares with its manager. */
  readonly company: number | null;
  readonly kind: ChannelKind;
  /** An address, a URL, or the id of the gateway that is told. */
  readonly target: string;
  /** What a webhook is signed with. */
  readonly secret: string | null;
  readonly leastSeverity: Severity;
  readonly quiet: QuietHours;
  /** Told only when nobody acknowledged in time. */
  readonly escalatesOnly: boolean;
  /** What its reader reads. */
  readonly lang: 'nl' | 'en';
  readonly createdBy: string;
  readonly createdAt: EpochMs;
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

export interface Alerts {
  /** Opens an alert with the messages about it. @returns null when it is open already: told once */
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
  channels(): Promise<ChannelRow[]>;
  addChannel(row: Omit<ChannelRow, 'id'>): Promise<ChannelRow>;
  removeChannel(id: number): Promise<void>;
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
