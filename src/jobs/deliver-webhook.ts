// Tells a web server of an alert, signed. Only public addresses: an alert must not be a way into the installation's network.
import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList } from 'node:net';
import { type Deliver, DeliveryError } from './send-alerts.ts';

export interface WebhookOptions {
  readonly nowMs: () => number;
  /** Lets through addresses of this machine and its network, and plain HTTP. */
  readonly privateTargets: boolean;
  /** From the first byte out to the status of the answer. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** These will not become right by asking again. */
const FINAL_STATUS = new Set([400, 401, 403, 404, 405, 410, 413, 415, 422]);

const closed = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  closed.addSubnet(net, prefix, 'ipv6');

/** IPv4 written as IPv6 counts as what it is. */
export const isPrivate = (address: string): boolean => {
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  return closed.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
};

/** `t=<seconds>,v1=<hex of HMAC-SHA256 over "<seconds>.<body>">`: a receiver checks both, and that t is recent. */
export function signatureOf(body: string, secret: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

export function webhookDelivery({ nowMs, privateTargets, timeoutMs = TIMEOUT_MS }: WebhookOptions): Deliver {
  return async ({ id, channel, body }) => {
    const url = new URL(channel.target);
    if (url.protocol !== 'https:' && !privateTargets) throw new DeliveryError('a webhook needs https', { retry: false });
    // The address that was looked at is the one that is called: a name could mean another one a moment later.
    const { address, family } = await lookup(url.hostname.replaceAll(/[[\]]/g, ''));
    if (isPrivate(address) && !privateTargets) throw new DeliveryError('this address is not public', { retry: false });
    const status = await post(
      url,
      { address, family },
      {
        body,
        timeoutMs,
        headers: {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
          'user-agent': 'kringstroom',
          'kringstroom-delivery': id,
          'kringstroom-signature': signatureOf(body, channel.secret ?? '', Math.floor(nowMs() / 1000)),
        },
      },
    );
    if (status < 200 || status > 299) throw new DeliveryError(`the receiver answered ${status}`, { retry: !FINAL_STATUS.has(status) });
  };
}

/** Redirects are answers like any other: followed, they could lead anywhere. */
function post(
  url: URL,
  to: { address: string; family: number },
  { body, headers, timeoutMs }: { body: string; headers: Record<string, string>; timeoutMs: number },
): Promise<number> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  // In all, not between two bytes: who drips an answer would keep it open for hours.
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent: false, signal, lookup: (_, options, give) => answerLookup(to, options.all === true, give) }, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sent.once('error', (error) => reject(signal.aborted ? new Error(`no answer within ${timeoutMs / 1000} s`) : error));
    sent.end(body);
  });
}

type GiveAddress = (error: null, address: string | { address: string; family: number }[], family?: number) => void;

function answerLookup({ address, family }: { address: string; family: number }, all: boolean, give: GiveAddress): void {
  if (all) give(null, [{ address, family }]);
  else give(null, address, family);
}
