// Tells somebody of an alert by mail, over the server of SMTP_URL.
import { createTransport } from 'nodemailer';
import type { MessageRow } from '../storage/alerts.ts';
import { type Deliver, DeliveryError } from './send-alerts.ts';

export interface MailOptions {
  /** smtp:// or smtps://, with user and password when the server wants them; null: there is none. */
  readonly smtpUrl: string | null;
  readonly from: string;
  readonly text: (message: MessageRow) => { subject: string; text: string };
}

const TIMEOUT_MS = 20_000;
/** SMTP: 5xx is a refusal for good. */
const REFUSED_FROM = 500;

export function mailDelivery({ smtpUrl, from, text }: MailOptions): Deliver {
  const transport = smtpUrl === null ? null : createTransport({ url: smtpUrl, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS });
  return async (message) => {
    if (transport === null) throw new DeliveryError('there is no mail server: set SMTP_URL', { retry: true });
    // The same Message-ID at each attempt: a server or reader that has it drops the second.
    const id = `<${message.id}@kringstroom>`;
    try {
      await transport.sendMail({ from, to: message.channel.target, messageId: id, ...text(message) });
    } catch (error) {
      const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
      throw new DeliveryError(error instanceof Error ? error.message : String(error), { retry: code < REFUSED_FROM });
    }
  };
}
