// Routes about the reader: who am I, what changed, how far the history is filled in.
import { streamSSE } from 'hono/streaming';
import { toIso } from '../domain/time.ts';
import type { Api } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { History, type LiveEvent, Me } from './shapes.ts';

/** A stream without a word for this long is taken for dead by proxies. */
const KEEPALIVE_MS = 15_000;

export function mountSession(api: Api): void {
  api.mount({
    method: 'get',
    path: '/me',
    summary: 'Who is signed in',
    answer: Me,
    noun: 'session',
    action: 'see',
    open: true,
    resource: () => ({ kind: 'public' }),
    handle: async ({ context }, deps) => {
      const { principal, name, email } = await deps.auth.person(context.req.raw.headers);
      return { signedIn: principal.id !== null, name, email, roles: principal.roles.filter((role) => role.role !== 'gateway') };
    },
  });
  api.mount({
    method: 'get',
    path: '/history',
    summary: 'How far the history of a demo region is filled in',
    answer: History,
    noun: 'history',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async (_, deps) => deps.history(),
  });
  api.mount({
    method: 'get',
    path: '/live',
    summary: 'What changes, as Server-Sent Events',
    answer: 'events',
    noun: 'stream',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ context, principal }, deps) => {
      const { headers } = context.req.raw;
      return streamSSE(context, async (stream) => {
        const send = (event: LiveEvent): Promise<void> => stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
        await new Promise<void>((resolve) => {
          const self = {
            principal: async () => {
              const now = (await deps.auth.person(headers, true)).principal;
              return now.id === principal.id ? now : null;
            },
            send,
            end: resolve,
          };
          if (!deps.live.join(self)) throw new ApiError('busy', 'Too many pages are open.');
          const keepalive = setInterval(() => void stream.write(': still here\n\n'), KEEPALIVE_MS);
          stream.onAbort(() => {
            clearInterval(keepalive);
            deps.live.leave(self);
            resolve();
          });
          void send({ type: 'hello', at: toIso(deps.now()), simulated: deps.simulated });
        });
      });
    },
  });
}
