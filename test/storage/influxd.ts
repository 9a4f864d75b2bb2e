// A real influxd 1.x of its own: temp folder, free ports, tsi1; killed and started again on the same data.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InfluxReader } from '../../src/storage/series-influx-query.ts';
import type { InfluxServer, RegisterTags } from '../../src/storage/series.ts';

/** TEST_BARE=1 is a newcomer's machine: no server, whatever is installed. */
const bare = process.env['TEST_BARE'] !== undefined;
const INFLUXD = bare ? null : (['/usr/bin/influxd', '/usr/local/bin/influxd', '/opt/homebrew/bin/influxd'].find((path) => existsSync(path)) ?? null);
/** In the gate a missing influxd is a failure; for a newcomer it is a skip that says how to get it. */
export const canInflux = INFLUXD !== null || process.env['TEST_ALL'] !== undefined;
export const HOW = INFLUXD === null ? ' (skipped: no influxd here; apt-get install influxdb)' : '';

export const ADMIN = { user: 'admin', password: 'admin-of-the-tests' };
export const tagsOf = (): RegisterTags => ({ park: 'de-mars', role: 'main', carrier: 'electricity', flow: 'import', unit: 'kWh' });

export interface Influxd {
  readonly url: string;
  /** Of its administrator, or without users. */
  readonly server: (database: string) => InfluxServer;
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** InfluxQL of an administrator; values of all series, in order. */
  readonly ask: (q: string, db?: string) => Promise<(readonly unknown[])[]>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

export async function startInfluxd(over: { auth?: boolean; withoutUsers?: boolean; env?: Record<string, string> } = {}): Promise<Influxd> {
  if (INFLUXD === null) throw new Error('influxd is missing: apt-get install influxdb');
  const program = INFLUXD;
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-influxd-'));
  const [port, rpc] = [await freePort(), await freePort()];
  const config = `reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = "${dir}/meta"
[data]
  dir = "${dir}/data"
  wal-dir = "${dir}/wal"
  index-version = "tsi1"
  max-series-per-database = 0
  max-values-per-tag = 0
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  auth-enabled = ${over.auth === true}
  log-enabled = false
[logging]
  level = "error"
`;
  writeFileSync(join(dir, 'influxdb.conf'), config);
  const url = `http://127.0.0.1:${port}`;
  const { user, password } = over.auth === true && over.withoutUsers !== true ? ADMIN : { user: '', password: '' };
  let child: ChildProcess | null = null;
  const reader = new InfluxReader({ url, user, password });
  const ask = async (q: string, db = ''): Promise<(readonly unknown[])[]> => {
    const rows: (readonly unknown[])[] = [];
    await reader.query({ db, q }, ({ values }) => rows.push(...values));
    return rows;
  };
  const start = async (): Promise<void> => {
    child = spawn(program, ['run', '-config', join(dir, 'influxdb.conf')], { stdio: 'ignore', env: { ...process.env, ...over.env } });
    const gone = new Promise<never>((_, reject) => child?.once('exit', (code) => reject(new Error(`influxd stopped with ${code}`))));
    gone.catch(() => {});
    await Promise.race([answers(url), gone]);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = null;
    if (running === null) return;
    const exit = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await exit;
  };
  await start();
  if (user !== '') await ask(`CREATE USER "${ADMIN.user}" WITH PASSWORD '${ADMIN.password}' WITH ALL PRIVILEGES`);
  const stop = async (): Promise<void> => {
    await end('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  return { url, server: (database) => ({ url, database, user, password, readUser: user, readPassword: password }), kill: () => end('SIGKILL'), start, stop, ask };
}

async function answers(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/ping`).catch(() => null);
    if (answer !== null && answer.status === 204) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
