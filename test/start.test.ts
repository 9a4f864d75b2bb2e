// Starting and stopping as a person does: one clear sentence for each mistake, a clean stop, nothing lost over a restart.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { program } from './program.ts';

/** The demo starts from the sources, as `npm run dev` does; the rest as `npm run serve`, which is much sooner there. */
const NODE_ARGS = { serve: [program('main')], demo: ['--import', 'tsx', join(import.meta.dirname, '../src/main.ts')] };
const KEY = 'bootstrap-key-of-the-tests';
const children: ChildProcess[] = [];
const folders: string[] = [];

const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-start-'));
  folders.push(dir);
  return dir;
};

interface Running {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  readonly errors: () => string;
  readonly ready: Promise<{ web: string; mqtt: string }>;
}

function start(mode: 'serve' | 'demo', env: Record<string, string>): Running {
  const child = spawn(process.execPath, [...NODE_ARGS[mode], mode], {
    env: { PATH: process.env['PATH'], PORT: '0', MQTT_PORT: '0', LOG_LEVEL: 'silent', BOOTSTRAP_API_KEY: KEY, SIMULATE_HISTORY_DAYS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let [errors, output] = ['', ''];
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const ready = new Promise<{ web: string; mqtt: string }>((resolve) =>
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.includes('\n')) resolve(JSON.parse(output.split('\n')[0] ?? '{}'));
    }),
  );
  return { child, exit: new Promise((resolve) => child.on('exit', resolve)), errors: () => errors, ready };
}

async function ask(web: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${web}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return response.json();
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
});

// Whole programs start here: what must be quick is asserted, and a busy machine is no fault.
describe('a mistake', { timeout: 120_000 }, () => {
  it('in a port: says which and what to set', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      }),
    );

    for (const name of ['PORT', 'MQTT_PORT']) {
      const running = start('serve', { DATA_DIR: folder(), [name]: String(port) });
      expect(await running.exit).toBe(1);
      expect(running.errors().trim()).toBe(`Port ${port} is in use by another program: stop that one, or set ${name} to another port.`);
    }
    other.close();
  });

  it.each([
    [{ PORT: 'eighty' }, /^PORT=eighty is not a usable setting: is a whole number from 0 to 65535\.$/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL=loud is not a usable setting: /],
    [{ INFLUX_URL: 'http://127.0.0.1:9' }, /^INFLUX_URL=http:\/\/127\.0\.0\.1:9 is no InfluxDB that answers \(.*\): start it, or correct the address\.$/],
    [{ INFLUX_URL: 'influxdb:8086' }, /^INFLUX_URL=influxdb:8086 is not a usable setting: looks like http:\/\/influxdb:8086/],
    [{ INFLUX_URL: 'http://me:secret@localhost:8086' }, /^INFLUX_URL holds a user: put that into INFLUX_USER and INFLUX_PASSWORD/],
    [{ INFLUX_URL: 'http://localhost:8086', INFLUX_READ_USER: 'r' }, /^INFLUX_READ_USER and INFLUX_READ_PASSWORD go together/],
    [{ NED_URL: 'http://api.ned.nl/v1' }, /^NED_URL=http:\/\/api\.ned\.nl\/v1 is not a usable setting: must begin with https/],
    [{ DATABASE_URL: 'postgres://localhost/k' }, /^DATABASE_URL is set, but PostgreSQL is not supported by this version yet/],
    [{ DATA_DIR: '/dev/null/data' }, /^The data folder \/dev\/null\/data cannot be written: /],
  ])('in %o: one sentence, exit code 1', async (env, sentence) => {
    const running = start('serve', { DATA_DIR: folder(), ...env });

    expect(await running.exit).toBe(1);
    expect(running.errors().trim()).toMatch(sentence);
    expect(running.errors().trim().split('\n')).toHaveLength(1);
  });

  it('of folder: the simulator refuses real data, and two never share one', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'kind'), 'simulated\n');
    const refused = start('serve', { DATA_DIR: dir });
    expect(await refused.exit).toBe(1);
    expect(refused.errors()).toMatch(/holds simulated data/);

    const shared = folder();
    const first = start('serve', { DATA_DIR: shared });
    await first.ready;
    const second = start('serve', { DATA_DIR: shared });
    expect(await second.exit).toBe(1);
    expect(second.errors()).toMatch(new RegExp(`in use by process ${first.child.pid}`));
  });
});

describe('a stop', { timeout: 120_000 }, () => {
  it('by SIGTERM is clean and within 5 s; a restart has what was acknowledged and continues', async () => {
    const dir = folder();
    const first = start('serve', { DATA_DIR: dir });
    const { web } = await first.ready;
    const company = await ask(web, 'POST', '/companies', { park: 'de-mars', name: 'Proef', kvk: '12345678', sbi: '17' });
    const connection = await ask(web, 'POST', '/connections', { ean: '871999900000000011', company: company['id'], carrier: 'electricity', validFrom: '2026-01-01' });
    const meter = await ask(web, 'POST', '/meters', { connection: connection['id'], serial: 'A', carrier: 'electricity', role: 'main', validFrom: '2026-01-01' });
    const gateway = await ask(web, 'POST', '/gateways', { name: 'proef', park: 'de-mars', company: company['id'], meters: [meter['id']] });
    const noon = Math.floor(Date.now() / 900_000) * 900_000 - 3_600_000;
    const at = (minutes: number): string => new Date(noon + minutes * 60_000).toISOString();
    for (const minutes of [0, 15]) await ask(web, 'POST', `/ingest/${String(gateway['id'])}`, { time: at(minutes), importKwh: 1000 + minutes });
    const began = Date.now();
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(Date.now() - began).toBeLessThan(5000);
    // The folder was there and keeps who may look into it; what is in it is for nobody else.
    expect(readdirSync(dir).filter((name) => (statSync(join(dir, name)).mode & 0o077) !== 0)).toEqual([]);

    const second = start('serve', { DATA_DIR: dir });
    const again = await second.ready;
    await ask(again.web, 'POST', `/ingest/${String(gateway['id'])}`, { time: at(30), importKwh: 1050 });
    await expect
      .poll(async () => (await ask(again.web, 'GET', `/meters/${String(meter['id'])}/quarters?from=${at(0)}&to=${at(30)}`))['items'], { timeout: 15_000 })
      .toMatchObject([
        { start: at(0).replace('.000', ''), amount: 15, quality: 'M' },
        { start: at(15).replace('.000', ''), amount: 35, quality: 'M' },
      ]);
  });

  it('reaches it through npm as well, which ends without waiting', async () => {
    const child = spawn('npm', ['run', '--silent', 'serve'], {
      cwd: join(import.meta.dirname, '..'),
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', MQTT_PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: folder() },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(child);
    const { web }: { web: string } = JSON.parse(String(await new Promise((resolve) => child.stdout.once('data', resolve))));
    expect((await fetch(`${web}/healthz`)).status).toBe(200);

    child.kill('SIGTERM');

    const refused = (): Promise<boolean> =>
      fetch(`${web}/healthz`).then(
        () => false,
        () => true,
      );
    await expect.poll(refused, { timeout: 10_000 }).toBe(true);
  });

  it('of the demo region is clean too', async () => {
    const running = start('demo', { DATA_DIR: folder() });
    await running.ready;
    running.child.kill('SIGTERM');

    expect(await running.exit).toBe(0);
    expect(running.errors()).toMatch(/mosquitto_pub -h localhost/);
  });
});
