// Shapes of alerts and of the ways they go out.
import { z } from '@hono/zod-openapi';
import { LIMIT_UNITS } from '../domain/alert-limits.ts';
import { ALERT_KINDS, SEVERITIES } from '../domain/alerts.ts';

export const AlertView = z.object({
  id: z.int(),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(SEVERITIES),
  park: z.string(),
  /** null: the park's own. */
  company: z.int().nullable(),
  companyName: z.string().nullable(),
  /** What it is about: 'meter 12', 'connection 3', 'park eerbeek-loenen'. */
  subject: z.string(),
  /** As people know it: the number on a meter, the EAN of a connection, the name of a group; null where it has none. */
  subjectName: z.string().nullable(),
  meter: z.int().nullable(),
  value: z.number(),
  limit: z.number(),
  unit: z.string(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  acknowledgedAt: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  escalatedAt: z.string().nullable(),
  simulated: z.boolean(),
});
export type AlertView = z.infer<typeof AlertView>;

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
});
export type AlertRuleView = z.infer<typeof AlertRuleView>;

const Hour = z.int().min(0).max(23);
const Mail = z.email().max(254);
/** No user name in it: it would be shown to everybody who sees the channel. */
const Url = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((text) => URL.canParse(text) && new URL(text).username === '' && new URL(text).password === '', 'must not hold a user name or password');

const common = {
  park: z.string(),
  company: z.int().nullable().default(null),
  leastSeverity: z.enum(SEVERITIES).default('notice'),
  /** Local hours in which only urgent alerts are sent; equal: never quiet. */
  quietFromHour: Hour.default(22),
  quietToHour: Hour.default(7),
  /** Told only when nobody acknowledged within half an hour. */
  escalatesOnly: z.boolean().default(false),
  /** What its mails are written in. */
  lang: z.enum(['nl', 'en']).default('nl'),
};
export const NewChannel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mail'), target: Mail, ...common }),
  z.object({ kind: z.literal('webhook'), target: Url, ...common }),
  /** The id of the gateway that is told, on its topic `alerts`. */
  z.object({ kind: z.literal('mqtt'), target: z.coerce.number().int().positive(), ...common }),
]);
export type NewChannel = z.infer<typeof NewChannel>;

export const ChannelView = z.object({
  id: z.int(),
  kind: z.enum(['mail', 'webhook', 'mqtt']),
  target: z.string(),
  /** What the gateway that is told is called. */
  targetName: z.string().nullable(),
  park: z.string(),
  company: z.int().nullable(),
  leastSeverity: z.enum(SEVERITIES),
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
