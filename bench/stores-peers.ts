// The peers of the benchmark of stores: a real influxd and a real PostgreSQL, each with its data in a temp folder.
import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { start } from './child.ts';
import { BATCH_ROWS, MONTH_MINUTES, MONTH_MS, PARK_METERS, rowsFrom } from './stores-data.ts';
import type { Ask } from './stores-ours.ts';

export interface Peer {
  readonly name: string;
  /** @returns ms spent storing rows, making them not counted */
  readonly ingest: (meters: number, first: number, count: number) => Promise<number>;
  readonly bytes: () => Promise<number>;
  readonly ask: (what: Exclude<Ask, 'meter-month-quarters' | 'region-year'>) => Promise<number>;
}

const METER = 17;
const DAY_MS = MONTH_MS + 14 * 86_400_000;
const END_MS = MONTH_MS + MONTH_MINUTES * 60_000;
const POSTGRES_BIN = ['/usr/lib/postgresql/15/bin', '/usr/lib/postgresql/16/bin', '/usr/lib/postgresql/17/bin'].find((dir) => existsSync(join(dir, 'initdb'))) ?? null;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function folderBytes(path: string): number {
  const stat = statSync(path);
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + folderBytes(join(path, name)), 0) : stat.size;
}

async function until(ready: () => Promise<boolean>, what: string): Promise<void> {
  for (const giveUpMs = Date.now() + 30_000; !(await ready().catch(() => false));) {
    if (Date.now() > giveUpMs) throw new Error(`${what} did not answer within 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export interface InfluxServer {
  readonly url: string;
  readonly query: (q: string) => Promise<void>;
  readonly data: string;
}

/** influxd 1.x with its tsi1 index, as its own documentation advises for many series; with a database b. */
export async function startInfluxServer(dir: string): Promise<InfluxServer> {
  const [port, rpc] = [await freePort(), await freePort()];
  const data = join(dir, 'influx');
  mkdirSync(data);
  const config = `reporting-disabled = true\nbind-address = "127.0.0.1:${rpc}"\n[meta]\n  dir = "${data}/meta"\n[data]\n  dir = "${data}/data"\n  wal-dir = "${data}/wal"\n  index-version = "tsi1"\n  max-values-per-tag = 0\n  max-series-per-database = 0\n  query-log-enabled = false\n[monitor]\n  store-enabled = false\n[http]\n  bind-address = "127.0.0.1:${port}"\n  log-enabled = false\n[logging]\n  level = "error"\n`;
  writeFileSync(join(dir, 'influxdb.conf'), config);
  start('influxd', ['run', '-config', join(dir, 'influxdb.conf')]);
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/ping`)).status === 204, 'influxd');
  const query = async (q: string): Promise<void> => {
    const response = await fetch(`${url}/query?db=b&epoch=ms`, { method: 'POST', body: new URLSearchParams({ q }) });
    const text = await response.text();
    if (!response.ok || text.includes('"error"')) throw new Error(`influxd: ${text.slice(0, 200)}`);
  };
  await query('CREATE DATABASE b');
  return { url, query, data };
}

export async function startInflux(dir: string): Promise<Peer> {
  const { url, query, data } = await startInfluxServer(dir);
  const between = (from: number, to: number): string => `time >= ${from}ms and time < ${to}ms`;
  const questions: Record<Parameters<Peer['ask']>[0], string> = {
    'park-month': `select sum(v) from r where park = 'p1' and ${between(MONTH_MS, END_MS)} group by time(15m)`,
    'meter-month': `select mean(v) from r where id = '${METER}' and ${between(MONTH_MS, END_MS)} group by time(15m)`,
    'meter-day': `select mean(v) from r where id = '${METER}' and ${between(DAY_MS, DAY_MS + 86_400_000)} group by time(15m)`,
    last: `select last(v) from r where ${between(END_MS - 3_600_000, END_MS)} group by id`,
  };
  const body = (meters: number, first: number, count: number): string => {
    const { registers, atMs, values } = rowsFrom(meters, first, count);
    return registers.map((id, row) => `r,id=${id},park=p${id <= PARK_METERS ? 1 : 2} v=${values[row]} ${(atMs[row] ?? 0) / 1000}`).join('\n');
  };
  return {
    name: 'influxd',
    ingest: (meters, first, count) =>
      timed(meters, first, count, body, async (lines) => {
        const response = await fetch(`${url}/write?db=b&precision=s`, { method: 'POST', body: lines });
        if (response.status !== 204) throw new Error(`influxd: ${await response.text()}`);
      }),
    bytes: async () => folderBytes(join(data, 'data')) + folderBytes(join(data, 'wal')),
    ask: async (what) => ask(() => query(questions[what])),
  };
}

/** PostgreSQL with one table and its primary key, batches by unnest: the usual way to keep readings in it. */
export async function startPostgres(dir: string): Promise<Peer | null> {
  if (POSTGRES_BIN === null) return null;
  const bin = POSTGRES_BIN;
  const [data, port] = [join(dir, 'postgres'), await freePort()];
  mkdirSync(data);
  // It refuses to run as root.
  const account = process.getuid?.() === 0 ? accountOf('postgres') : null;
  if (account !== null) {
    chmodSync(dir, 0o755);
    chownSync(data, account.uid, account.gid);
  }
  const as = (command: string, args: readonly string[]): [string, readonly string[]] =>
    account === null ? [command, args] : ['setpriv', [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', command, ...args]];
  const [initCommand, initArgs] = as(join(bin, 'initdb'), ['-D', data, '-U', 'bench', '--auth=trust', '-E', 'UTF8', '--locale=C']);
  const init = spawnSync(initCommand, initArgs, { encoding: 'utf8' });
  if (init.status !== 0) throw new Error(`initdb: ${init.stderr}`);
  const [command, args] = as(join(bin, 'postgres'), [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${data}`,
    '-c',
    'shared_buffers=1GB',
    '-c',
    'max_wal_size=4GB',
    '-c',
    'logging_collector=off',
    '-c',
    'log_min_messages=fatal',
  ]);
  const server: ChildProcess = start(command, args);
  const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'bench', database: 'postgres', max: 1 });
  await until(async () => (await pool.query('select 1')).rowCount === 1, 'postgres');
  process.once('exit', () => server.kill('SIGKILL'));
  await pool.query('create table r(id int, t bigint, v float8, primary key(id, t))');
  const between = (from: number, to: number): string => `t >= ${from} and t < ${to}`;
  const questions: Record<Parameters<Peer['ask']>[0], string> = {
    'park-month': `select t / 900000 as q, sum(v) from r where id <= ${PARK_METERS} and ${between(MONTH_MS, END_MS)} group by q order by q`,
    'meter-month': `select t / 900000 as q, avg(v) from r where id = ${METER} and ${between(MONTH_MS, END_MS)} group by q order by q`,
    'meter-day': `select t / 900000 as q, avg(v) from r where id = ${METER} and ${between(DAY_MS, DAY_MS + 86_400_000)} group by q order by q`,
    last: `select distinct on (id) id, t, v from r where ${between(END_MS - 3_600_000, END_MS)} order by id, t desc`,
  };
  return {
    name: 'postgres',
    ingest: (meters, first, count) =>
      timed(meters, first, count, rowsFrom, async ({ registers, atMs, values }) => {
        await pool.query('insert into r select * from unnest($1::int[], $2::bigint[], $3::float8[])', [registers, atMs, values]);
      }),
    bytes: async () => {
      await pool.query('checkpoint');
      return Number((await pool.query(`select pg_total_relation_size('r') as bytes`)).rows[0].bytes);
    },
    ask: async (what) => ask(() => pool.query(questions[what])),
  };
}

function accountOf(name: string): { uid: number; gid: number } {
  const id = (flag: string): number => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout.trim());
  return { uid: id('-u'), gid: id('-g') };
}

async function timed<B>(
  meters: number,
  first: number,
  count: number,
  make: (meters: number, first: number, count: number) => B,
  store: (batch: B) => Promise<void>,
): Promise<number> {
  let spentMs = 0;
  for (let at = first; at < first + count; at += BATCH_ROWS) {
    const batch = make(meters, at, Math.min(BATCH_ROWS, first + count - at));
    const began = performance.now();
    await store(batch);
    spentMs += performance.now() - began;
  }
  return spentMs;
}

async function ask(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}
