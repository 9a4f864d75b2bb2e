// Tells somebody of an alert by mail, over the server of SMTP_URL.
import { createTransport } from 'nodemailer';
import { type Deliver, DeliveryError } from './send-alerts.ts';

export interface MailOptions {
  /** smtp:// or smtps://, with user and password when the server wants them; null: there is none. */
  readonly smtpUrl: string | null;
  readonly from: string;
}

const TIMEOUT_MS = 20_000;
/** SMTP: 5xx is a refusal for good. */
const REFUSED_FROM = 500;

export function mailDelivery({ smtpUrl, from }: MailOptions): Deliver {
  const transport = smtpUrl === null ? null : createTransport({ url: smtpUrl, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS });
  return async ({ id, channel, mail }) => {
    if (transport === null) throw new DeliveryError('there is no mail server: set SMTP_URL', { retry: true });
    // The same Message-ID at each attempt: a server or reader that has it drops the second.
    const messageId = `<${id}@kringstroom>`;
    try {
      // Nobody who is on holiday answers a machine. @see RFC 3834
      await transport.sendMail({ from, to: channel.target, messageId, headers: { 'Auto-Submitted': 'auto-generated' }, ...mail });
    } catch (error) {
      const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
      throw new DeliveryError(error instanceof Error ? error.message : String(error), { retry: code < REFUSED_FROM });
    }
  };
}
