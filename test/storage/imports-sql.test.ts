// Rows of files, senders, documents and figures in a real SQLite file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportsSql } from '../../src/storage/imports-sql.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import type { Registry } from '../../src/storage/registry.ts';

let dir: string;
let registry: Registry;
let rows: ImportsSql;
let company: number;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-imports-'));
  const opened = await openRegistry(join(dir, 'registry.db'));
  registry = opened.registry;
  rows = new ImportsSql(opened.db);
  company = (await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' })).id;
});
afterAll(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

const upload = (at: number, hash = 'h'): Parameters<ImportsSql['add']>[0] => ({
  kind: 'file',
  author: 'u',
  author_name: 'U',
  name: 'x.csv',
  hash,
  bytes: 5,
  at,
  state: 'uploaded',
});

describe('a file', () => {
  it('is claimed by one reader only', async () => {
    const { id } = await rows.add(upload(1));
    const claims = await Promise.all([rows.claim(id, { sender: null, choices: '{}' }), rows.claim(id, { sender: null, choices: '{}' })]);

    expect(claims.sort()).toEqual([false, true]);
    expect((await rows.one(id))?.state).toBe('running');
  });

  it('names its companies once, and is listed newest first without the rows of figures', async () => {
    const first = await rows.add(upload(2));
    const second = await rows.add(upload(3));
    await rows.add({ ...upload(4), kind: 'figure' });
    await rows.touch(first.id, [company]);
    await rows.touch(first.id, [company]);

    expect((await rows.list({ before: null, limit: 2, mine: null })).map((row) => [row.id, row.companies])).toEqual([
      [second.id, []],
      [first.id, [company]],
    ]);
    expect((await rows.list({ before: second.id, limit: 1, mine: null })).map((row) => row.id)).toEqual([first.id]);
  });

  it('is listed to its author, and to who may bring figures of every company in it', async () => {
    const [mine, theirs, ofCompany] = [await rows.add(upload(2)), await rows.add({ ...upload(3), author: 'other' }), await rows.add({ ...upload(4), author: 'other' })];
    await rows.touch(ofCompany.id, [company]);
    const listed = async (author: string, companies: number[]): Promise<number[]> =>
      (await rows.list({ before: null, limit: 100, mine: { author, companies } })).map((row) => row.id).filter((id) => id >= mine.id);

    expect(await listed(mine.author, [])).toEqual([mine.id]);
    expect(await listed(mine.author, [company])).toEqual([ofCompany.id, mine.id]);
    expect(await listed('other', [])).toEqual([theirs.id]);
    expect(await listed('nobody', [])).toEqual([]);
  });

  it('counts once for its author, whatever it is brought as and however often', async () => {
    await rows.add({ ...upload(5, 'twice'), author: 'counted', bytes: 10 });
    await rows.add({ ...upload(6, 'twice'), author: 'counted', bytes: 10 });
    await rows.addDocument({ id: 'd-1', author: 'counted', name: 'x', type: 'application/pdf', hash: 'once', bytes: 7, at: 1 });

    expect([await rows.bytesOf('counted'), await rows.bytesOf('nobody')]).toEqual([17, 0]);
    expect(await rows.forgetDocuments(2)).toEqual(['once']);
    expect(await rows.bytesOf('counted')).toBe(10);
  });

  it('that was being read when the monitor stopped has failed', async () => {
    const { id } = await rows.add({ ...upload(5), state: 'running' });
    await rows.interrupt('{"trouble":"stopped"}', 9);

    expect(await rows.one(id)).toMatchObject({ state: 'failed', ended_at: 9, result: '{"trouble":"stopped"}' });
  });

  it('that nobody started is forgotten, and its bytes when no other row names them', async () => {
    await rows.add(upload(10, 'old'));
    await rows.add(upload(11, 'shared'));
    await rows.add({ ...upload(12, 'shared'), state: 'done' });

    expect((await rows.forgetUploads(20)).sort()).toContain('old');
    expect(await rows.names('shared')).toBe(true);
    expect(await rows.names('old')).toBe(false);
  });
});

describe('a sender', () => {
  it('is kept under its name for one person; the newest choices stay', async () => {
    const row = { owner: 'u', name: 'Oost', heading: 'a|b', choices: '1', used_at: 1 };
    await rows.keepSender(row);
    await rows.keepSender({ ...row, choices: '2', used_at: 2 });
    await rows.keepSender({ ...row, owner: 'v' });

    expect((await rows.senders('u')).map((one) => [one.name, one.choices])).toEqual([['Oost', '2']]);
  });
});

describe('a figure', () => {
  it('counts until it is taken back', async () => {
    await rows.addDocument({ id: 'd', author: 'u', name: 'foto.jpg', type: 'image/jpeg', hash: 'z', bytes: 3, at: 1 });
    const figure = await rows.addFigure({
      company,
      connection: null,
      kind: 'fuel',
      subject: 'diesel',
      flow: 'consumption',
      unit: 'l',
      amount: 12.5,
      first_reading: null,
      last_reading: null,
      from_ms: 1,
      to_ms: 2,
      note: '',
      document: 'd',
      author: 'u',
      author_name: 'U',
      at: 3,
      import: null,
      removed_at: null,
      removed_by: null,
    });
    const before = await rows.figures([company], 10);
    await rows.removeFigure(figure.id, { at: 4, author: 'U' });

    expect(before.map((one) => [one.id, one.amount, one.document])).toEqual([[figure.id, 12.5, 'd']]);
    expect(await rows.figures([company], 10)).toEqual([]);
    expect(await rows.figure(figure.id)).toMatchObject({ removed_by: 'U' });
    expect((await rows.document('d'))?.name).toBe('foto.jpg');
  });
});
