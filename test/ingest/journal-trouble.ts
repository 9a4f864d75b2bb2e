// A journal in trouble, in a process of its own: what goes wrong in its thread may not spoil other tests. Prints one line.
import { mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { epochMs } from '../../src/domain/units.ts';
import { Journal } from '../../src/ingest/journal.ts';
import type { RawMessage } from '../../src/ingest/journal-format.ts';

const WAIT_MS = 2500;
const message = (text: string): RawMessage => ({ gateway: 1, topic: 't', payload: Buffer.from(text), receivedAt: epochMs(1_792_490_400_000) });

const dir = mkdtempSync(join(tmpdir(), 'kringstroom-trouble-'));
const journal = await Journal.open(join(dir, 'j'), { segmentBytesMax: 100 });
await journal.appendAndWait(message('a'.repeat(200)));

/** The folder is away when the next segment is due. */
async function withoutFolder(): Promise<{ acked: Promise<string> }> {
  renameSync(join(dir, 'j'), join(dir, 'away'));
  const acked = journal.appendAndWait(message('b')).then(() => 'acknowledged');
  while (journal.health.ok) await sleep(5);
  return { acked };
}

const scenarios: Record<string, () => Promise<string>> = {
  'while away': async () => {
    const { acked } = await withoutFolder();
    return Promise.race([acked, sleep(300, 'not acknowledged')]);
  },
  'back again': async () => {
    const { acked } = await withoutFolder();
    renameSync(join(dir, 'away'), join(dir, 'j'));
    return Promise.race([acked, sleep(WAIT_MS, 'not acknowledged')]);
  },
  closing: async () => {
    await withoutFolder();
    return Promise.race([journal.close().then(() => 'closed'), sleep(WAIT_MS, 'still open')]);
  },
  'release fails': async () => {
    // A folder in the place of a segment: it cannot be read as one.
    mkdirSync(join(dir, 'j', 'journal-0000000000000099.seg'));
    journal.release(1, { keepBytes: 0, keepMs: 0 });
    const acked = await Promise.race([journal.appendAndWait(message('b')).then(() => 'acknowledged'), sleep(WAIT_MS, 'not acknowledged')]);
    return `${acked}, ${journal.health.ok ? 'healthy' : 'unhealthy'}, and ${journal.health.reason === null ? 'says nothing' : 'says why'}`;
  },
};

process.stdout.write(`${await scenarios[process.argv[2] ?? '']?.()}\n`);
process.exit(0);
