// The route about the journal: which messages it holds. For the operator; no message itself is told.
import { z } from '@hono/zod-openapi';
import type { Api } from './endpoint.ts';
import { listOf } from './shapes.ts';

const Segment = z
  .object({
    /** Numbers of its first and last message. */
    firstSeq: z.int(),
    lastSeq: z.int(),
    bytes: z.int(),
    firstAt: z.iso.datetime().nullable(),
    lastAt: z.iso.datetime().nullable(),
  })
  .openapi('JournalSegment');

export function mountJournal(api: Api): void {
  api.mount({
    method: 'get',
    path: '/journal',
    summary: 'The segments of the journal, oldest first',
    answer: listOf(Segment),
    noun: 'journal',
    action: 'see',
    resource: () => ({ kind: 'installation' }),
    handle: (_, deps) => Promise.resolve({ items: deps.journal.segments(), next: null }),
  });
}
