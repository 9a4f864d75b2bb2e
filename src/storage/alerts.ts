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

export interface Alerts {
  /** Opens an alert with the messages about it. @returns null when it is open already: told once */
  open(finding: Finding & { readonly severity: Severity }, at: EpochMs, messages: Outgoing): Promise<AlertRow | null>;
  close(id: number, at: EpochMs, messages: Outgoing): Promise<boolean>;
  /** @returns false when somebody was first */
  acknowledge(id: number, by: string, at: EpochMs): Promise<boolean>;
  escalate(id: number, at: EpochMs, messages: Outgoing): Promise<boolean>;
  byId(id: number): Promise<AlertRow | null>;
  allOpen(): Promise<AlertRow[]>;
  /** Newest first. */
  latest(limit: number): Promise<AlertRow[]>;
  channels(): Promise<ChannelRow[]>;
  addChannel(row: Omit<ChannelRow, 'id'>): Promise<ChannelRow>;
  removeChannel(id: number): Promise<void>;
  /** Messages that are to be sent by now, oldest first. */
  due(at: EpochMs, limit: number): Promise<MessageRow[]>;
  sent(message: string, at: EpochMs): Promise<void>;
  /** @param next when to try again; null: never */
  failed(message: string, over: { at: EpochMs; next: EpochMs | null; trouble: string }): Promise<void>;
  /** Messages that were given up, newest first, with the reason. */
  givenUp(limit: number): Promise<{ channel: number; at: EpochMs; trouble: string }[]>;
}
