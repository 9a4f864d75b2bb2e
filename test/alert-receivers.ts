// Those who are told of alerts, as they are in the world: a web server that checks signatures, a mail server, a gateway that listens.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import mqtt, { type MqttClient } from 'mqtt';
import { SMTPServer } from 'smtp-server';

/** What a web server was sent. */
export interface Posted {
  readonly path: string;
  /** The delivery: the same at each attempt. */
  readonly id: string;
  readonly body: string;
  readonly isSignedWith: (secret: string) => boolean;
}

export interface Receiver {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const portOf = (address: AddressInfo | string | null): number => (typeof address === 'object' && address !== null ? address.port : 0);

/** @param answer the status that it answers with */
export async function openHook(answer: (posted: Posted) => number): Promise<Receiver> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => {
      const [, seconds = '', given = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers['kringstroom-signature'])) ?? [];
      const isSignedWith = (secret: string): boolean => createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex') === given;
      response.writeHead(answer({ path: request.url ?? '', id: String(request.headers['kringstroom-delivery']), body, isSignedWith })).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { port: portOf(server.address()), close };
}

/** @param take of a whole mail; the code with which it is refused, or null
 *  @param port 0: any that is free */
export async function openMailbox(take: (mail: string) => number | null, port = 0): Promise<Receiver> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (bytes: Buffer) => (text += bytes.toString()));
      stream.on('end', () => {
        const responseCode = take(text);
        if (responseCode === null) done();
        else done(Object.assign(new Error('not now'), { responseCode }));
      });
    },
  });
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  return { port: portOf(listening.address()), close: () => new Promise<void>((done) => server.close(() => done())) };
}

/** The first line of a header of a mail, unfolded. */
export const headerOf = (mail: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'im').exec((mail.split('\r\n\r\n')[0] ?? '').replaceAll(/\r\n[ \t]/g, ' ').replaceAll('\r', ''))?.[1] ?? '';

/** The id under which a mail came. */
export const mailId = (mail: string): string => /^<(.+)@kringstroom>$/.exec(headerOf(mail, 'Message-ID'))?.[1] ?? 'none';

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** A gateway that listens for alerts; `take` is called before it acknowledges. */
export async function listenAs(login: Login, url: string, take: (payload: string) => void): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url, { username: login.username, password: login.password, clientId: `receiver ${login.username}`, reconnectPeriod: 0 });
  client.handleMessage = (packet, done) => {
    take(packet.payload.toString());
    done();
  };
  await client.subscribeAsync('alerts', { qos: 1 });
  return client;
}
