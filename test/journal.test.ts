// The journal command as it is called: listed, exported and read again; a running monitor is asked, not opened.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFolder } from '../src/doctor-checks.ts';
import { BOOTSTRAP, type SmallRegion, makeCompany, startApp } from './api/small-region.ts';
import { program } from './program.ts';

const QUARTER = 900_000;
const space = mkdtempSync(join(tmpdir(), 'kringstroom-doctor-'));
const dataDir = join(space, 'data');
const start = Math.floor(Date.now() / QUARTER) * QUARTER - 8 * QUARTER;
let gateway: number;
let meter: number;

function command(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; out: string; said: string }> {
  const child = spawn(process.execPath, [program('journal'), ...args], {
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
async function quarters(small: SmallRegion): Promise<unknown> {
  await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
  const period = `from=${new Date(start).toISOString()}&to=${new Date(start + 9 * QUARTER).toISOString()}`;
  return (await small.ask('GET', `/api/v1/meters/${meter}/quarters?${period}`, { key: BOOTSTRAP })).body['items'];
}
let before: unknown;
/** What the commands said while a monitor had the folder. */
let running: { code: number | null; out: string; said: string }[] = [];

beforeAll(async () => {
  mkdirSync(dataDir);
  const small = await startApp({ dataDir });
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  ({ gateway, meter } = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true }));
  for (let index = 0; index <= 8; index++) await say(small, 1000 + index * 5, start + index * QUARTER);
  before = await quarters(small);
  running = [await command(['export', join(space, 'never.jsonl')]), await command(['list'], { BOOTSTRAP_API_KEY: BOOTSTRAP })];
  await small.stop();
}, 120_000);
afterAll(() => rmSync(space, { recursive: true, force: true }));

it('a monitor that runs lists it, and lets nobody else read or rewind it', () => {
  const [unasked, listed] = running;

  expect([unasked?.code, unasked?.said]).toEqual([1, expect.stringMatching(/stop it first/)]);
  expect(listed?.out.split('\n')[1]).toMatch(/^ +1 +9 +\d+ /);
});

describe('the journal', () => {
  it('is listed and exported, bytes and all', async () => {
    const file = join(space, 'messages.jsonl');
    const [listed, exported, again] = [await command(['list']), await command(['export', file, '--from', '2', '--to', '4']), await command(['export', file])];
    const lines = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line): { seq: number; gateway: number; payload: string } => JSON.parse(line));

    expect(listed.out.split('\n')[1]).toMatch(/^ +1 +9 +\d+ +20\S+Z +20\S+Z/);
    expect([exported.out, again.code]).toEqual([`3 messages in ${file}\n`, 1]);
    expect(lines.map((one) => one.seq)).toEqual([2, 3, 4]);
    expect(JSON.parse(Buffer.from(lines[0]?.payload ?? '', 'base64').toString())).toMatchObject({ importKwh: 1005 });
  });

  it('is read again from a message on, and every reading still counts once', async () => {
    const replayed = await command(['replay-from', '3']);
    expect([replayed.code, replayed.out]).toEqual([0, expect.stringContaining('from message 3 again')]);

    const small = await startApp({ dataDir });
    expect(small.app.parts.store.storedSeq).toBeLessThan(10);
    const after = await quarters(small);
    await small.stop();
    expect(after).toEqual(before);
    expect(await checkFolder(dataDir)).toEqual([]);
  }, 60_000);

  it.each([
    [['replay-from', 'x'], 'say the number'],
    [['replay-from', '0'], 'begins at message 1'],
    [['burn'], 'Say what to do'],
    [[], 'Say what to do'],
  ])('is left alone where the command (%j) does not say what to do', async (args, sentence) => {
    expect(await command(args)).toMatchObject({ code: 1, said: expect.stringContaining(sentence) });
  });
});
