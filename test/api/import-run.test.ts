// What happens to an import when the monitor stops, the store is away or a consent goes; over the API: imports.test.ts.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Author, Imports, type ImportsPorts, UPLOAD_KEEP_MS } from '../../src/api/import-run.ts';
import { AUTHOR_QUOTA_BYTES, KeptFiles } from '../../src/api/kept-files.ts';
import { Live } from '../../src/api/live.ts';
import { choicesOf } from '../ingest/import-samples.ts';
import { type Given, at, givenConnection } from './given.ts';

let given: Given;
let live: Live;
let imports: Imports;
let write: ImportsPorts['settlement']['write'];
const errors: unknown[] = [];
let nowMs = at('2026-11-25T12:00:00Z');

const ports = (): ImportsPorts => ({
  directory: given.directory,
  settlement: { write: (delivery) => write(delivery), undo: () => Promise.resolve({ written: 1, replaced: 0 }) },
  rows: given.rows,
  files: new KeptFiles(join(given.dir, 'files')),
  live,
  simulated: false,
  now: () => nowMs,
  onError: (error) => errors.push(error),
});
beforeEach(async () => {
  given = await givenConnection('871999900000000011');
  live = new Live();
  write = ({ columns }) => Promise.resolve({ written: columns.registers.length, replaced: 0 });
  imports = await Imports.open(ports());
});
afterEach(async () => {
  await imports.close();
  live.close();
  await given.stop();
});

const manager: Author = { principal: { id: 'm', roles: [{ role: 'parkmanager', parks: ['park-a'] }], processor: false }, name: 'Mees' };
const own = (): Author => ({ principal: { id: 'a', roles: [{ role: 'company', company: given.connection.company }], processor: false }, name: 'Anna' });
const TEXT = ['Datum;kWh', '01-11-2026 00:00;1', '01-11-2026 00:15;2'].join('\n');

async function brought(author: Author): Promise<Awaited<ReturnType<Given['rows']['add']>>> {
  const received = await imports.receive(new Blob([TEXT]).stream(), { limit: 1000, principal: author.principal }, ({ hash, bytes }) =>
    given.rows.add({ kind: 'file', author: author.principal.id ?? '', author_name: author.name, name: 'x.csv', hash, bytes, at: nowMs, state: 'uploaded' }),
  );
  if (!received.ok) throw new Error(received.reason);
  return received.value;
}
async function ended(id: number): Promise<{ state: string; trouble: string | null }> {
  return vi.waitFor(
    async () => {
      const row = await given.rows.one(id);
      if (row === null || row.state === 'running') throw new Error('still running');
      const result: { trouble: string | null } = JSON.parse(row.result ?? '{}');
      return { state: row.state, trouble: result.trouble };
    },
    { timeout: 10_000 },
  );
}

describe('an import', () => {
  it('that the store refuses has failed, says so, and can be undone', async () => {
    write = () => Promise.reject(new Error('disk full'));
    const row = await brought(own());
    await imports.start(row, own(), { choices: choicesOf(), sender: null });

    expect(await ended(row.id)).toEqual({ state: 'failed', trouble: expect.stringMatching(/logged/) });
    expect(String(errors.at(-1))).toContain('disk full');
    await imports.undo((await given.rows.one(row.id)) ?? row, own(), 'opnieuw');
    expect(await given.rows.one(row.id)).toMatchObject({ state: 'undone', undone_by: 'Anna' });
  });

  it('that a stop cut off says so at the next start', async () => {
    let writing: () => void = () => {};
    const begun = new Promise<void>((resolve) => (writing = resolve));
    write = () => {
      writing();
      return new Promise(() => {});
    };
    const row = await brought(own());
    await imports.start(row, own(), { choices: choicesOf(), sender: null });
    await begun;
    const before = given.rows.one(row.id);
    const reopened = await Imports.open(ports());

    expect((await before)?.state).toBe('running');
    expect(await ended(row.id)).toEqual({ state: 'failed', trouble: expect.stringMatching(/stopped while the file was read/) });
    await reopened.close();
  });

  it('by a park manager finds no connection of a company that does not share', async () => {
    const row = await brought(manager);
    await imports.start(row, manager, { choices: choicesOf(), sender: null });
    await ended(row.id);

    expect(JSON.parse((await given.rows.one(row.id))?.result ?? '{}')).toMatchObject({ summary: { refused: { 'unknown-ean': 2 } }, written: 0 });
  });

  it('names its companies before anything of it is written', async () => {
    const seen: (readonly number[] | undefined)[] = [];
    const row = await brought(own());
    write = async ({ columns }) => {
      seen.push((await given.rows.one(row.id))?.companies);
      return { written: columns.registers.length, replaced: 0 };
    };
    await imports.start(row, own(), { choices: choicesOf(), sender: null });
    await ended(row.id);

    expect(seen).toEqual([[given.connection.company]]);
  });
});

describe('a file that somebody stops', () => {
  it('is read no further, says who stopped it, and can be undone', async () => {
    let begin = (): void => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    let goOn = (): void => {};
    const going = new Promise<void>((resolve) => (goOn = resolve));
    let writes = 0;
    write = async ({ columns }) => {
      writes += 1;
      begin();
      await going;
      return { written: columns.registers.length, replaced: 0 };
    };
    const row = await brought(own());
    await imports.start(row, own(), { choices: choicesOf(), sender: null });
    await begun;
    const cancelled = imports.cancel(row, own());
    goOn();

    expect(await cancelled).toBe(true);
    expect(await ended(row.id)).toEqual({ state: 'failed', trouble: 'Stopped by Anna. Undo takes back what was written.' });
    expect(JSON.parse((await given.rows.one(row.id))?.result ?? '{}')).toMatchObject({ written: 2 });
    expect([writes, await imports.cancel(row, own())]).toEqual([1, false]);
  });
});

describe('the room of one person', () => {
  it('is used up by that person alone; the key of the operator has what the disk has', async () => {
    await given.rows.add({ kind: 'file', author: 'a', author_name: 'Anna', name: 'big.csv', hash: 'b'.repeat(64), bytes: AUTHOR_QUOTA_BYTES - 10, at: nowMs, state: 'done' });
    const bring = (principal: Author['principal']): Promise<unknown> =>
      imports.receive(new Blob([TEXT]).stream(), { limit: 1000, principal }, ({ bytes }) => Promise.resolve(bytes));

    expect(await bring(own().principal)).toEqual({ ok: false, reason: 'own-quota' });
    expect(await bring(manager.principal)).toEqual({ ok: true, value: TEXT.length });
    expect(await bring({ id: 'a', roles: [], processor: true })).toEqual({ ok: true, value: TEXT.length });
  });
});

describe('an upload that nobody starts, a document that no figure names', () => {
  it('goes after a day, with its bytes', async () => {
    const row = await brought(own());
    nowMs = at(new Date(nowMs + UPLOAD_KEEP_MS + 1).toISOString());
    const document = { id: 'd-1', author: 'a', name: 'bon.pdf', type: 'application/pdf', hash: row.hash, bytes: 4, at: nowMs - UPLOAD_KEEP_MS - 1 };
    await given.rows.addDocument(document);
    await imports.forgetUploads();

    expect(await given.rows.document('d-1')).toBeNull();
    expect(await given.rows.one(row.id)).toBeNull();
    await expect(imports.files.read(row.hash)).rejects.toThrow(/ENOENT/);
    expect(() => imports.files.path(randomBytes(4).toString('hex'))).toThrow(/no hash/);
  });
});
