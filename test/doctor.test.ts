// The doctor as it is called: nothing to say of a sound folder, a sentence for each thing that is wrong, and a running
// monitor is asked, not opened.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP, type SmallRegion, makeCompany, startApp } from './api/small-region.ts';
import { program } from './program.ts';

const QUARTER = 900_000;
const space = mkdtempSync(join(tmpdir(), 'kringstroom-doctor-'));
const dataDir = join(space, 'data');
const start = Math.floor(Date.now() / QUARTER) * QUARTER - 8 * QUARTER;
let gateway: number;

function command(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; out: string; said: string }> {
  const child = spawn(process.execPath, [program('doctor'), ...args], {
    env: { ...process.env, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, said] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, said })));
}
const say = (small: SmallRegion, importKwh: number, at: number): ReturnType<SmallRegion['ask']> =>
  small.ask('POST', `/api/v1/ingest/${gateway}`, { key: BOOTSTRAP, body: { time: new Date(at).toISOString(), importKwh } });
/** What the command said while a monitor had the folder. */
let running: { code: number | null; out: string; said: string };

beforeAll(async () => {
  mkdirSync(dataDir);
  const small = await startApp({ dataDir });
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  ({ gateway } = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true }));
  for (let index = 0; index <= 8; index++) await say(small, 1000 + index * 5, start + index * QUARTER);
  await fetch(`${small.app.parts.urls.web}/api/v1/documents?name=bon.pdf`, { method: 'POST', headers: { authorization: `Bearer ${BOOTSTRAP}` }, body: '%PDF-1.4 a receipt' });
  running = await command([], { BOOTSTRAP_API_KEY: BOOTSTRAP });
  await small.stop();
}, 120_000);
afterAll(() => rmSync(space, { recursive: true, force: true }));

/** A copy of the folder with something wrong in it. */
async function findings(spoil: (dir: string) => void): Promise<string[]> {
  const dir = mkdtempSync(join(space, 'spoilt-'));
  cpSync(dataDir, dir, { recursive: true });
  spoil(dir);
  const { code, out } = await command([], { DATA_DIR: dir });
  const lines = out.split('\n').filter((line) => line !== '');
  expect(code).toBe(lines.length === 0 ? 0 : 1);
  expect(existsSync(join(dir, 'lock'))).toBe(false);
  return lines;
}
const only = (dir: string, folder: string, pattern: RegExp): string => join(dir, folder, readdirSync(join(dir, folder)).find((name) => pattern.test(name)) ?? '');

/** With what was written last beside it the file could be read all the same. */
function noRegistry(dir: string): void {
  for (const name of readdirSync(dir).filter((one) => one.startsWith('registry.db-'))) rmSync(join(dir, name));
  writeFileSync(join(dir, 'registry.db'), 'no database');
}

it('a monitor that runs is asked, and its files are left alone', () => {
  expect(running).toEqual({ code: 0, out: '', said: expect.stringContaining('all is well') });
});

describe('the doctor', () => {
  it('finds nothing in a sound folder', async () => {
    expect(await findings(() => {})).toEqual([]);
  });

  it('says in one sentence each what is gone or does not fit', async () => {
    const found = await findings((dir) => {
      rmSync(only(dir, 'files', /^[0-9a-f]{64}$/));
      writeFileSync(join(dir, 'files', 'f'.repeat(64)), 'nobody names this');
      renameSync(only(dir, 'series', /^raw_/), join(dir, 'series', 'raw_2001_01.duckdb'));
      rmSync(join(dir, 'journal'), { recursive: true });
    });

    expect(found).toEqual([
      expect.stringMatching(/^The journal is missing/),
      expect.stringMatching(/^raw_2001_01.duckdb holds 9 readings of other months/),
      expect.stringMatching(/^The file 'bon.pdf' .* is missing/),
      expect.stringMatching(/^files\/ holds 1 files that nothing names/),
    ]);
  });

  it.each([
    ['a segment that is damaged', (dir: string) => writeFileSync(only(dir, 'journal', /seg$/), 'no journal'), /has no readable header/],
    ['a registry that is none', noRegistry, /^registry.db cannot be read/],
    ['a registry that is gone', (dir: string) => rmSync(join(dir, 'registry.db')), /^registry.db is missing/],
    ['a series file that is damaged', (dir: string) => writeFileSync(only(dir, 'series', /^quarters_/), 'no database'), /^A file of the series cannot be read/],
    ['a move that was cut short', (dir: string) => writeFileSync(join(dir, 'series', 'moving.json'), '[]'), /run npm run migrate again/],
  ])('tells of %s', async (_, spoil, sentence) => {
    const found = await findings(spoil);

    expect(
      found.some((line) => sentence.test(line)),
      found.join('\n'),
    ).toBe(true);
  });

  it('says when there is nothing to look at', async () => {
    expect(await command([], { DATA_DIR: join(space, 'nothing') })).toMatchObject({ code: 2, said: expect.stringContaining('holds no data') });
  });
});
