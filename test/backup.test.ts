// Moving house with the real commands: a backup while the monitor runs and takes readings, put back elsewhere, holds
// the same; and what is refused, cut short or damaged is said, with nothing changed.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyColumns } from '../src/storage/series.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './api/small-region.ts';
import { program } from './program.ts';

const QUARTER = 900_000;
const space = mkdtempSync(join(tmpdir(), 'kringstroom-backup-'));
const target = join(space, 'backup');
const elsewhere = join(space, 'elsewhere');

let small: SmallRegion;
let objects: Objects;

function command(name: 'backup' | 'restore', args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [program(name), ...args], {
    env: { ...process.env, DATA_DIR: small.dataDir, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

const say = (region: SmallRegion, importKwh: number, at: number): ReturnType<SmallRegion['ask']> =>
  region.ask('POST', `/api/v1/ingest/${objects.gateway}`, { key: BOOTSTRAP, body: { time: new Date(at).toISOString(), importKwh } });

async function stored(region: SmallRegion): Promise<{ quarters: unknown; readings: unknown }> {
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
  const today = Math.floor(Date.now() / QUARTER) * QUARTER;
  const period = `from=${new Date(today - 4 * 3_600_000).toISOString()}&to=${new Date(today + QUARTER).toISOString()}`;
  const ask = async (path: string): Promise<unknown> => (await region.ask('GET', `/api/v1/meters/${objects.meter}/${path}?${period}`, { key: BOOTSTRAP })).body['items'];
  return { quarters: await ask('quarters'), readings: await ask('readings') };
}

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  objects = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  const from = Math.floor(Date.now() / QUARTER) * QUARTER - 8 * QUARTER;
  for (let index = 0; index <= 8; index++) await say(small, 1000 + index * 5, from + index * QUARTER);
  const [register] = [...small.app.parts.directory.registers.values()];
  const settled = emptyColumns(1);
  settled.registers.fill(register?.id ?? 1);
  settled.quarters.fill(from / QUARTER);
  settled.amounts.fill(4.5);
  settled.flags.fill(1);
  await small.app.parts.store.ask({ kind: 'settle', field: 'settled', columns: settled, stamp: null, closedBefore: 0 });
});
afterAll(async () => {
  await small.stop();
  rmSync(space, { recursive: true, force: true });
});

describe('a backup', () => {
  it('needs the operator key while the monitor runs', async () => {
    const { code, said } = await command('backup', [target], { BOOTSTRAP_API_KEY: '' });

    expect([code, said]).toEqual([1, expect.stringContaining('set BOOTSTRAP_API_KEY')]);
    expect(existsSync(target)).toBe(false);
  });

  it('of a running monitor, restored elsewhere, holds the same readings, quarters, meters and messages', async () => {
    const before = await stored(small);
    const made = await command('backup', [target], { BOOTSTRAP_API_KEY: BOOTSTRAP });

    expect([made.code, made.said]).toEqual([0, expect.stringContaining('equal to the source')]);
    const restored = await command('restore', [target], { DATA_DIR: elsewhere });
    expect([restored.code, restored.said]).toEqual([0, expect.stringContaining('start the monitor')]);
    const other = await startApp({ dataDir: elsewhere });
    const after = await stored(other);
    const journal = [other.app.parts.journal.journalId, other.app.parts.journal.durableSeq];
    const taken = await say(other, 1045, Date.now());
    await other.stop();

    expect(after).toEqual(before);
    expect(journal).toEqual([small.app.parts.journal.journalId, small.app.parts.journal.durableSeq]);
    expect(taken.status).toBe(202);
    // No copy stays beside the data.
    expect(readdirSync(join(small.dataDir, 'backups'))).toEqual([]);
  }, 120_000);

  it('that is damaged is not put back', async () => {
    appendFileSync(join(target, 'registry.db'), 'one bit too many');
    const place = join(space, 'damaged');

    const { code, said } = await command('restore', [target], { DATA_DIR: place });

    expect([code, said]).toEqual([1, expect.stringContaining('registry.db came over with other bytes')]);
    expect(existsSync(join(place, 'kind'))).toBe(false);
  }, 60_000);

  it('goes on where an earlier try stopped, packed or not', async () => {
    const again = await command('backup', [target], { BOOTSTRAP_API_KEY: BOOTSTRAP });
    const packed = await command('backup', [join(space, 'all.tar')], { BOOTSTRAP_API_KEY: BOOTSTRAP });
    const place = join(space, 'from-tar');
    const restored = await command('restore', [join(space, 'all.tar')], { DATA_DIR: place });

    expect([again.code, again.said]).toEqual([0, expect.stringContaining('auth-secret is there already')]);
    expect([packed.code, restored.code, restored.said]).toEqual([0, 0, expect.stringContaining('equal to the source')]);
    expect(readFileSync(join(place, 'kind'), 'utf8')).toBe('real\n');
    expect(readdirSync(place).filter((name) => name.startsWith('restoring'))).toEqual([]);
    // Folders, packed or not, that nobody else on the machine may look into.
    expect([target, join(space, 'all.tar'), elsewhere, place].filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
  }, 120_000);
});

describe('putting back', () => {
  it('is refused while a monitor runs, and over data that is there', async () => {
    const running = await command('restore', [target]);
    const full = await command('restore', [target], { DATA_DIR: elsewhere });

    expect([running.code, running.said]).toEqual([1, expect.stringMatching(/The monitor runs on .* stop it first/)]);
    expect([full.code, full.said]).toEqual([1, expect.stringContaining('--replace')]);
  }, 60_000);

  it('with --replace sets the present data aside', async () => {
    const { code } = await command('restore', [target, '--replace'], { DATA_DIR: elsewhere });

    expect(code).toBe(0);
    const aside = readdirSync(elsewhere).find((name) => name.startsWith('replaced-'));
    expect(existsSync(join(elsewhere, aside ?? '', 'registry.db'))).toBe(true);
  }, 60_000);

  it('says when there is no backup', async () => {
    const { code, said } = await command('restore', [space], { DATA_DIR: join(space, 'nothing') });

    expect([code, said]).toEqual([1, expect.stringContaining('holds no backup')]);
  });
});

it('a stopped monitor is copied by the command itself', async () => {
  const made = await command('backup', [join(space, 'stopped')], { DATA_DIR: elsewhere });

  expect([made.code, made.said]).toEqual([0, expect.stringContaining('equal to the source')]);
  expect(existsSync(join(elsewhere, 'lock'))).toBe(false);
}, 60_000);
