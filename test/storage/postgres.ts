// A real PostgreSQL of its own: temp folder, free port, as another user when root runs the tests, which it refuses to be.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { vi } from 'vitest';
import type { Tables } from '../../src/storage/registry-tables.ts';

const bare = process.env['TEST_BARE'] !== undefined;
const BIN = bare ? null : (['15', '16', '17'].map((version) => `/usr/lib/postgresql/${version}/bin`).find((dir) => existsSync(join(dir, 'initdb'))) ?? null);
/** In the gate a missing server is a failure; for a newcomer it is a skip that says how to get it. */
export const canPostgres = BIN !== null || process.env['TEST_ALL'] !== undefined;
export const HOW = BIN === null ? ' (skipped: no PostgreSQL here; apt-get install postgresql)' : '';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

function accountOf(name: string): { uid: number; gid: number } {
  const id = (flag: string): number => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

export async function startPostgres(): Promise<{ db: Kysely<Tables>; stop: () => Promise<void> }> {
  if (BIN === null) throw new Error('PostgreSQL is missing: apt-get install postgresql');
  const [dir, port] = [mkdtempSync(join(tmpdir(), 'kringstroom-postgres-')), await freePort()];
  const data = join(dir, 'data');
  const account = process.getuid?.() === 0 ? accountOf('postgres') : null;
  mkdirSync(data);
  for (const folder of account === null ? [] : [dir, data]) chownSync(folder, account?.uid ?? 0, account?.gid ?? 0);
  const as = (command: string, args: string[]): [string, string[]] =>
    account === null ? [command, args] : ['setpriv', [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', command, ...args]];
  const [init, initArgs] = as(join(BIN, 'initdb'), ['-D', data, '-U', 'tests', '--auth=trust', '-E', 'UTF8', '--locale=C']);
  const made = spawnSync(init, initArgs, { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const [command, args] = as(join(BIN, 'postgres'), ['-D', data, '-p', String(port), '-k', dir, '-c', 'listen_addresses=127.0.0.1']);
  const server = spawn(command, args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.on('exit', resolve));
  // Instants and sums of bytes fit in 53 bits.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'tests', database: 'postgres', max: 2 });
  pool.on('error', () => {});
  await vi.waitFor(() => pool.query('select 1'), { timeout: 30_000, interval: 100 });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const stop = async (): Promise<void> => {
    await db.destroy();
    server.kill('SIGINT');
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  return { db, stop };
}
