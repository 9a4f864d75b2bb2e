// Routes that bring messages over HTTP and keep those that could not be read.
import { z } from '@hono/zod-openapi';
import { decide } from '../domain/access.ts';
import { toIso } from '../domain/time.ts';
import { MESSAGE_BYTES_MAX } from '../ingest/journal-format.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { QuarantineRow, listOf, PathId } from './shapes.ts';
import { gatewayResource, printable } from './views.ts';

const GatewayParams = z.object({ id: PathId });
const RAW_CHARACTERS_MAX = 2000;
const QUARANTINE_PAGE = 100;
const TOPIC_CHARS_MAX = 1000;

export function mountMessages(api: Api): void {
  mountIngest(api);
  mountQuarantine(api);
}

function mountIngest(api: Api): void {
  api.mount({
    method: 'post',
    path: '/ingest/{id}',
    summary: 'A message over HTTP; answered when it is on disk',
    params: GatewayParams,
    query: z.object({ topic: z.string().max(TOPIC_CHARS_MAX).default('http') }),
    anyQuery: true,
    answer: z.object({ bytes: z.int() }),
    status: 202,
    noun: 'gateway',
    action: 'change',
    resource: ({ params }, deps) => {
      const gateway = deps.directory.gateways.get(params.id);
      return gateway === undefined || gateway.revokedAt !== null ? null : { kind: 'ingest', gateway: gateway.id, company: gateway.company, park: gateway.park };
    },
    handle: async ({ params, query, context }, deps) => {
      const payload = new Uint8Array(await context.req.arrayBuffer());
      if (payload.length > MESSAGE_BYTES_MAX) throw new ApiError('too-large', `A message has at most ${MESSAGE_BYTES_MAX} bytes.`);
      if (!deps.journal.health.ok) throw new ApiError('journal-unavailable', 'The journal cannot write now; send the message again later.');
      await deps.journal.appendAndWait({ gateway: params.id, topic: query.topic, payload, receivedAt: deps.now() });
      return { bytes: payload.length };
    },
  });
}

function mountQuarantine(api: Api): void {
  api.mount({
    method: 'get',
    path: '/quarantine',
    summary: 'Messages that could not be read, newest first',
    query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
    answer: listOf(QuarantineRow),
    noun: 'quarantine',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal, query }, deps) => {
      const gateways = [...deps.directory.gateways.keys()].filter((id) => {
        const resource = gatewayResource(deps, id);
        return resource !== null && decide(principal, 'see', resource) === 'allow';
      });
      const rows = await deps.directory.registry.quarantined({ gateways, after: query.after, limit: QUARANTINE_PAGE });
      const items = rows.map((row) => ({
        id: row.id,
        gateway: row.gateway,
        topic: row.topic,
        raw: printable(row.payload, RAW_CHARACTERS_MAX),
        reason: row.reason,
        detail: row.detail,
        receivedAt: toIso(row.receivedAt),
        simulated: deps.simulated,
      }));
      return { items, next: items.length < QUARANTINE_PAGE ? null : String(items.at(-1)?.id ?? '') };
    },
  });
  api.mount({
    method: 'post',
    path: '/quarantine/{id}/replay',
    summary: 'Sends a refused message through again',
    params: GatewayParams,
    answer: z.object({ bytes: z.int() }),
    status: 202,
    noun: 'message',
    action: 'change',
    resource: async ({ params }, deps) => {
      const row = await deps.directory.registry.quarantineRow(params.id);
      return row === null ? null : gatewayResource(deps, row.gateway);
    },
    handle: async ({ params }, deps) => {
      const row = await deps.directory.registry.quarantineRow(params.id);
      if (row === null) throw notFound('message');
      // Time rules look at when it came in first, so that an old message is not taken for a new one.
      await deps.journal.appendAndWait({ gateway: row.gateway, topic: row.topic, payload: row.payload, receivedAt: row.receivedAt });
      await deps.directory.registry.releaseQuarantined(row.id);
      return { bytes: row.payload.length };
    },
  });
}
