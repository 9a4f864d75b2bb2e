// MQTT over WebSocket comes in at the HTTP server of the main thread and is served by the broker's thread: the request and
// all bytes after it go through a connection to a port that the broker opens for this on the loopback interface.
import { timingSafeEqual } from 'node:crypto';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

const PATH = '/mqtt';
const SECRET_HEADER = 'x-kringstroom-relay';
const ADDRESS_HEADER = 'x-kringstroom-address';

export class WebSocketRelay {
  readonly #to: { readonly port: number; readonly secret: string };
  readonly #open = new Set<Duplex>();

  /** @param to the port of the broker's thread, and what proves to it that a connection is ours */
  constructor(to: { readonly port: number; readonly secret: string }) {
    this.#to = to;
  }

  attach(server: HttpServer): void {
    server.on('upgrade', (request, socket, head) => {
      if (request.url?.split('?')[0] === PATH) this.#relay(request, socket, head);
      else socket.destroy();
    });
  }

  close(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #relay(request: IncomingMessage, outside: Duplex, head: Buffer): void {
    const inside = connect({ port: this.#to.port, host: '127.0.0.1', noDelay: true });
    const both = [outside, inside];
    for (const one of both) {
      this.#open.add(one);
      one.on('error', () => {}); // 'close' follows
      one.once('close', () => {
        for (const each of both) {
          each.destroy();
          this.#open.delete(each);
        }
      });
    }
    inside.write(this.#requestFor(request));
    inside.write(head);
    outside.pipe(inside).pipe(outside);
  }

  /** The request as it came, with who it came from; what somebody outside says of that is left out. */
  #requestFor({ method, url, rawHeaders, socket }: IncomingMessage): string {
    const lines = [`${method} ${url} HTTP/1.1`, `${SECRET_HEADER}: ${this.#to.secret}`, `${ADDRESS_HEADER}: ${socket.remoteAddress ?? ''}`];
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      const name = rawHeaders[at] ?? '';
      if (![SECRET_HEADER, ADDRESS_HEADER].includes(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[at + 1]}`);
    }
    return `${lines.join('\r\n')}\r\n\r\n`;
  }
}

/** @returns the address that a request came from before it was relayed; null when our relay did not bring it */
export function addressFromRelay({ headers }: IncomingMessage, secret: string): string | null {
  const [given, expected] = [Buffer.from(String(headers[SECRET_HEADER])), Buffer.from(secret)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return String(headers[ADDRESS_HEADER]);
}
