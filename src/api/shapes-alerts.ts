// Shapes of alerts and of the ways they go out.
import { z } from '@hono/zod-openapi';
import { LIMIT_UNITS } from '../domain/alert-limits.ts';
import { ALERT_KINDS, SEVERITIES } from '../domain/alerts.ts';
import { rule } from './said.ts';
import { ALERT_CHANGES, CHANNEL_FIELDS, CLOSED_BECAUSE } from '../storage/alerts.ts';

export const AlertView = z.object({
  id: z.int(),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(SEVERITIES),
  park: z.string(),
  /** null: the park's own. */
  company: z.int().nullable(),
  companyName: z.string().nullable(),
  /** What it is about: 'meter 12', 'connection 3', 'connection 3 export', 'park eerbeek-loenen'. */
  subject: z.string(),
  /** Of what is fed in, not of what is drawn. */
  fedIn: z.boolean(),
  /** As people know it: the number on a meter, the EAN of a connection, the name of a group; null where it has none. */
  subjectName: z.string().nullable(),
  meter: z.int().nullable(),
  value: z.number(),
  limit: z.number(),
  unit: z.string(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  /** switched-off: nobody looked whether it is over; null: open. */
  closedBecause: z.enum(CLOSED_BECAUSE).nullable(),
  acknowledgedAt: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  escalatedAt: z.string().nullable(),
  simulated: z.boolean(),
});
export type AlertView = z.infer<typeof AlertView>;

/** A rule that somebody switched, as it is now. */
const SwitchView = z.object({
  park: z.string(),
  /** null: for the park. */
  company: z.int().nullable(),
  on: z.boolean(),
  changedBy: z.string(),
  changedAt: z.string(),
});

/** One rule: what begins an alert, what ends it, and who hears of it. */
export const AlertRuleView = z.object({
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(SEVERITIES),
  /** When it is looked at, HH:MM in Amsterdam; null: every minute. */
  at: z.string().nullable(),
  begins: z.number(),
  ends: z.number(),
  unit: z.enum(LIMIT_UNITS),
  /** Below this nobody minds. */
  least: z.object({ value: z.number(), unit: z.enum(['kW', 'm3']) }).nullable(),
  about: z.enum(['company', 'park', 'both']),
  /** Not sent in the quiet hours of a channel. */
  waitsInQuietHours: z.boolean(),
  escalatesAfterMin: z.number(),
  /** Ids of channels that hear of it, of those that the reader may see. */
  channels: z.array(z.int()),
  /** Of owners that the reader may set it for; one that is not here is on and was never off. */
  switches: z.array(SwitchView),
});
export type AlertRuleView = z.infer<typeof AlertRuleView>;

export const SwitchRule = z.strictObject({
  park: z.string(),
  company: z.int().nullable().default(null),
  on: z.boolean(),
});

const Hour = z.int().min(0).max(23);
const Mail = z.email().max(254);
/** No user name in it: it would be shown to everybody who sees the channel. */
const Url = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine(
    (text) => URL.canParse(text) && new URL(text).username === '' && new URL(text).password === '',
    rule({ en: 'must not hold a user name or password', nl: 'mag geen gebruikersnaam of wachtwoord bevatten' }),
  );

const Name = z.string().trim().max(60);
const Kinds = z.array(z.enum(ALERT_KINDS)).min(1).max(ALERT_KINDS.length).nullable();
const Lang = z.enum(['nl', 'en']);
const common = {
  /** What people call it. */
  name: Name.default(''),
  park: z.string(),
  company: z.int().nullable().default(null),
  leastSeverity: z.enum(SEVERITIES).default('notice'),
  /** The rules that it hears of; null: all, also those that come. */
  kinds: Kinds.default(null),
  /** Local hours in which only urgent alerts are sent; equal: never quiet. */
  quietFromHour: Hour.default(22),
  quietToHour: Hour.default(7),
  /** Told only when nobody acknowledged within half an hour. */
  escalatesOnly: z.boolean().default(false),
  /** What its mails are written in. */
  lang: Lang.default('nl'),
};
const TARGETS = { mail: Mail, webhook: Url, mqtt: z.coerce.number().int().positive() } as const;
export const NewChannel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mail'), target: TARGETS.mail, ...common }),
  z.object({ kind: z.literal('webhook'), target: TARGETS.webhook, ...common }),
  /** The id of the gateway that is told, on its topic `alerts`. */
  z.object({ kind: z.literal('mqtt'), target: TARGETS.mqtt, ...common }),
]);
export type NewChannel = z.infer<typeof NewChannel>;

/** What changes of a channel; what it is and whose stays. */
export const ChannelPatch = z.strictObject({
  name: Name.exactOptional(),
  /** As the channel is: an address, a URL or the id of a gateway. */
  target: z.union([z.string().max(500), z.int()]).exactOptional(),
  leastSeverity: z.enum(SEVERITIES).exactOptional(),
  kinds: Kinds.exactOptional(),
  quietFromHour: Hour.exactOptional(),
  quietToHour: Hour.exactOptional(),
  escalatesOnly: z.boolean().exactOptional(),
  lang: Lang.exactOptional(),
  /** Of a webhook: makes another secret, which is shown once. */
  newSecret: z.boolean().exactOptional(),
});
export type ChannelPatch = z.infer<typeof ChannelPatch>;

/** @returns null when it is no target of such a channel */
export function targetOf(kind: keyof typeof TARGETS, given: string | number): string | null {
  const parsed = TARGETS[kind].safeParse(given);
  return parsed.success ? String(parsed.data) : null;
}

export const ChannelView = z.object({
  id: z.int(),
  name: z.string(),
  kind: z.enum(['mail', 'webhook', 'mqtt']),
  target: z.string(),
  /** What the gateway that is told is called. */
  targetName: z.string().nullable(),
  park: z.string(),
  company: z.int().nullable(),
  leastSeverity: z.enum(SEVERITIES),
  kinds: z.array(z.enum(ALERT_KINDS)).nullable(),
  quietFromHour: z.int(),
  quietToHour: z.int(),
  escalatesOnly: z.boolean(),
  lang: z.enum(['nl', 'en']),
  /** When a message last arrived; null: none did. */
  sentAt: z.string().nullable(),
  /** Messages that are still to arrive: tried again, or held until the quiet hours are over. */
  waiting: z.int(),
  /** How often the one of them that was tried most was tried. */
  attempts: z.int(),
  /** When the first of them is tried. */
  nextAt: z.string().nullable(),
  /** Why the last message that did not arrive failed; null: one arrived since. */
  trouble: z.string().nullable(),
  simulated: z.boolean(),
});
export type ChannelView = z.infer<typeof ChannelView>;
/** What became of a test message. */
export const ChannelTestView = z.object({ arrived: z.boolean(), trouble: z.string().nullable(), simulated: z.boolean() });
export type ChannelTestView = z.infer<typeof ChannelTestView>;
/** The secret is shown once: with it a receiver checks signatures. */
export const NewChannelView = ChannelView.extend({ secret: z.string().nullable() });

/** Who changed what about alerts, and when. */
export const AlertChangeView = z.object({
  id: z.int(),
  park: z.string(),
  company: z.int().nullable(),
  what: z.enum(ALERT_CHANGES),
  /** The rule that was switched. */
  kind: z.enum(ALERT_KINDS).nullable(),
  channel: z.int().nullable(),
  /** Before and after, as text; of a secret only that it is another one. */
  fields: z.array(z.object({ field: z.enum(CHANNEL_FIELDS), from: z.string(), to: z.string() })),
  by: z.string(),
  at: z.string(),
});
export type AlertChangeView = z.infer<typeof AlertChangeView>;
