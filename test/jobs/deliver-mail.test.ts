// Mail to a real SMTP server.
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alertLetter } from '../../src/jobs/alert-text.ts';
import { mailDelivery } from '../../src/jobs/deliver-mail.ts';
import { messageOf, silent } from './alert-stand.ts';

const got: string[] = [];
let refuse: { code: number } | null = null;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: (_address, _session, done) => (refuse === null ? done() : done(Object.assign(new Error('no such mailbox'), { responseCode: refuse.code }))),
  onData: (stream, _session, done) => {
    let text = '';
    stream.on('data', (bytes: Buffer) => (text += bytes.toString()));
    stream.on('end', () => {
      got.push(text);
      done();
    });
  },
});
let smtpUrl = '';
beforeAll(async () => {
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  smtpUrl = `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(async () => {
  await new Promise<void>((done) => server.close(() => done()));
});

const letter = alertLetter(messageOf(silent(1), { channel: { kind: 'mail', target: 'els@example.org' } }), {
  simulated: true,
  webUrl: 'https://monitor.example',
  nameOf: () => 'Bakkerij\r\nBcc: x@y',
  thingOf: () => null,
});

it('brings subject and text, says that the data is simulated, and lets no name make a header', async () => {
  await mailDelivery({ smtpUrl, from: 'monitor@example.org' })(letter);
  const [head = '', ...rest] = (got[0] ?? '').split('\r\n\r\n');
  const body = rest.join('\n\n');

  expect(head).toContain('From: monitor@example.org');
  expect(head).toContain('To: els@example.org');
  expect(head).toContain('Message-ID: <message-1@kringstroom>');
  expect(head).toMatch(/^Subject: \[Demogegevens\] Meter zwijgt \(Bakkerij Bcc: x@y, meter 1\)$/m);
  expect(head).not.toMatch(/^Bcc:/m);
  expect(head).toContain('Auto-Submitted: auto-generated');
  expect(body).toContain('2,5 uur');
  expect(body).toContain('https://monitor.example/alerts');
});

it.each([
  [550, false],
  [451, true],
])('a server that answers %i: tried again %s', async (code, retry) => {
  refuse = { code };
  await expect(mailDelivery({ smtpUrl, from: 'monitor@example.org' })(letter)).rejects.toMatchObject({ retry });
  refuse = null;
});

it('waits for a setting where there is no server', async () => {
  await expect(mailDelivery({ smtpUrl: null, from: 'monitor@example.org' })(letter)).rejects.toMatchObject({ message: expect.stringContaining('SMTP_URL'), retry: true });
});
