// Alerts through the whole product as it runs: a meter falls silent, everybody who is to be told is away, the monitor is killed
// with -9, and afterwards each hears of it once, by mail, by a signed webhook and over MQTT. Nothing is lost, nothing comes twice.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Login, type Receiver, listenAs, mailId, openHook, openMailbox } from './alert-receivers.ts';
import { gs1CheckDigit } from '../src/simulate/ean.ts';
import { program } from './program.ts';

const KEY = 'bootstrap-key-of-the-tests';
const HOUR_MS = 3_600_000;
/** A second attempt comes after a minute. */
const SOON = { timeout: 180_000, interval: 200 };

interface Running {
  readonly child: ChildProcess;
  readonly web: string;
  readonly mqtt: string;
}

let dir: string;
let smtpPort = 0;
let running: Running;
let receiver: Receiver;
let mailServer: Receiver | null = null;
let client: MqttClient | null = null;
let secret = '';
let receiving = false;
type Way = 'webhook' | 'mail' | 'mqtt';
/** The monitor is killed as soon as a message arrives this way, before it hears that it did. */
let killsOn: Way | null = null;
function arrives(way: Way): void {
  if (killsOn !== way) return;
  killsOn = null;
  running.child.kill('SIGKILL');
}
const mails: string[] = [];
const asked: { id: string; signed: boolean; taken: boolean; body: string }[] = [];
const told: string[] = [];

async function start(): Promise<Running> {
  const settings = { DATA_DIR: dir, PORT: '0', MQTT_PORT: '0', LOG_LEVEL: 'silent', BOOTSTRAP_API_KEY: KEY, WEBHOOK_PRIVATE: '1', SMTP_URL: `smtp://127.0.0.1:${smtpPort}` };
  const child = spawn(process.execPath, [program('main'), 'serve'], { env: { PATH: process.env['PATH'], ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const { web, mqtt: at }: { web: string; mqtt: string } = JSON.parse(String(line));
  return { child, web, mqtt: at };
}

async function kill(): Promise<void> {
  const gone = once(running.child, 'exit');
  running.child.kill('SIGKILL');
  await gone;
}

async function ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const answer = await fetch(`${running.web}/api/v1${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return answer.json();
}
const post = (path: string, body: unknown = {}): Promise<Record<string, unknown>> => ask('POST', path, body);

/** Runs a job by hand, and waits until it has run. */
async function run(job: string): Promise<void> {
  const before = await post(`/jobs/${job}/runs`);
  await vi.waitFor(async () => {
    const { items } = await ask('GET', '/jobs');
    const state: Record<string, unknown> | undefined = Array.isArray(items) ? items.find((one) => one.name === job) : undefined;
    expect([state?.['running'], state?.['lastStartedAt'] === before['lastStartedAt'] || state?.['lastOutcome'] === 'done']).toEqual([false, true]);
  }, SOON);
}

/** Is there for who is told, and may kill the monitor before it hears that the message arrived. */
const openReceiver = (): Promise<Receiver> =>
  openHook(({ id, body, isSignedWith }) => {
    asked.push({ id, signed: isSignedWith(secret), taken: receiving, body });
    arrives('webhook');
    return receiving ? 204 : 503;
  });

const openMailServer = (): Promise<Receiver> =>
  openMailbox((text) => {
    mails.push(text);
    arrives('mail');
    return null;
  }, smtpPort);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((done) => server.close(done));
  return port;
}

let gateway = 0;
let company: unknown = null;
let login: Login = { username: '', password: '' };

const listen = (): Promise<MqttClient> =>
  listenAs(login, running.mqtt, (payload) => {
    told.push(payload);
    arrives('mqtt');
  });

/** One message of a meter, over its gateway. */
const speak = (agoMs: number, importKwh: number, over = gateway): Promise<unknown> => post(`/ingest/${over}`, { time: new Date(Date.now() - agoMs).toISOString(), importKwh });

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-told-'));
  smtpPort = await freePort();
  receiver = await openReceiver();
  running = await start();
  const validFrom = '2026-01-01';
  company = (await post('/companies', { park: 'de-mars', name: 'Stil BV', kvk: '12345678', sbi: '17.21' }))['id'];
  const connection = (await post('/connections', { ean: '871999900000000011', company, carrier: 'electricity', contractedImportKw: 100, physicalImportKw: 630, validFrom }))['id'];
  const meter = (await post('/meters', { connection, serial: 'E0042', carrier: 'electricity', role: 'main', validFrom }))['id'];
  const made = await post('/gateways', { name: 'stil', park: 'de-mars', company, profile: 'generic-json', meters: [meter] });
  gateway = Number(made['id']);
  const given: Login & Record<string, unknown> = Object(made['mqtt']);
  login = { username: given.username, password: given.password };
  await post(`/companies/${String(company)}/consents`, { audience: 'parkmanager' });
  const always = { park: 'de-mars', quietFromHour: 0, quietToHour: 0 };
  secret = String((await post('/alert-channels', { ...always, kind: 'webhook', target: `http://127.0.0.1:${receiver.port}/hook` }))['secret']);
  await post('/alert-channels', { ...always, kind: 'mail', target: 'els@example.org', lang: 'nl' });
  await post('/alert-channels', { ...always, kind: 'mqtt', target: gateway });
});

afterAll(async () => {
  await client?.endAsync(true);
  running.child.kill('SIGKILL');
  await receiver.close();
  await mailServer?.close();
  rmSync(dir, { recursive: true, force: true });
});

const what = (body: string): unknown => Object(JSON.parse(body)).what;
const taken = (): string[] => asked.filter((one) => one.taken).map((one) => one.id);
const waiting = async (): Promise<unknown[]> => {
  const { items } = await ask('GET', '/alert-channels');
  return Array.isArray(items) ? items.map((one) => `${one.kind} ${one.waiting} ${one.attempts > 0 ? one.trouble : 'not tried'}`) : [];
};

it('what nobody could be told of before a kill -9 is told to each of them once after it', async () => {
  await speak(3 * HOUR_MS, 500);
  await vi.waitFor(async () => {
    await run('watch-meters');
    expect((await ask('GET', '/alerts'))['items']).toHaveLength(1);
  }, SOON);
  await run('send-alerts');
  expect(await vi.waitFor(waiting, SOON)).toEqual(['webhook 1 the receiver answered 503', expect.stringMatching(/^mail 1 .*ECONNREFUSED/), 'mqtt 1 the gateway is not connected']);
  await kill();

  receiving = true;
  mailServer = await openMailServer();
  running = await start();
  client = await listen();
  // As soon as it listens; the others when they are tried again.
  await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 10_000, interval: 50 });
  await vi.waitFor(() => expect([mails.length, taken().length]).toEqual([1, 1]), SOON);
  await run('watch-meters');
  await run('send-alerts');

  expect([mails.length, taken().length, told.length]).toEqual([1, 1, 1]);
  expect(asked.every((one) => one.signed)).toBe(true);
  expect(new Set(asked.map((one) => one.id)).size).toBe(1);
  expect([what(asked[0]?.body ?? ''), what(told[0] ?? '')]).toEqual(['opened', 'opened']);
  expect(mails[0]).toMatch(/^Subject: Meter zwijgt \(Stil BV, meter E0042\)\r$/m);
  expect(mails[0]).toContain(`${running.web}/alerts`);
});

it('what was told before a kill -9 is not told again, and that it is over is told to each of them once', async () => {
  await vi.waitFor(async () => expect((await waiting()).map((one) => String(one).split(' ')[1])).toEqual(['0', '0', '0']), SOON);
  await client?.endAsync(true);
  await kill();
  running = await start();
  client = await listen();
  await run('watch-meters');
  await run('send-alerts');
  expect([mails.length, taken().length, told.length]).toEqual([1, 1, 1]);

  await speak(0, 501);
  await vi.waitFor(async () => {
    await run('watch-meters');
    expect((await ask('GET', '/alerts'))['items']).toEqual([]);
  }, SOON);
  await vi.waitFor(() => expect([mails.length, taken().length, told.length]).toEqual([2, 2, 2]), SOON);

  expect([what(asked.at(-1)?.body ?? ''), what(told.at(-1) ?? '')]).toEqual(['closed', 'closed']);
  expect(mails[1]).toMatch(/^Subject: Voorbij: Meter zwijgt \(Stil BV, meter E0042\)\r$/m);
});

/** The ids under which messages came, by each way. */
const ids: Readonly<Record<Way, () => string[]>> = {
  webhook: () => asked.filter((one) => one.taken).map((one) => one.id),
  mail: () => mails.map(mailId),
  mqtt: () => told.map((body) => String(Object(JSON.parse(body)).id)),
};

it.each(['webhook', 'mail', 'mqtt'] as const)('what arrived by %s and was not noted as such before a kill -9 comes once more, under the same id', async (way) => {
  const number = `87199990000000${String(100 + Object.keys(ids).indexOf(way))}`;
  const validFrom = '2026-01-01';
  const connection = (await post('/connections', { ean: `${number}${gs1CheckDigit(number)}`, company, carrier: 'electricity', validFrom }))['id'];
  const meter = (await post('/meters', { connection, serial: `E-${way}`, carrier: 'electricity', role: 'main', validFrom }))['id'];
  const own = Number((await post('/gateways', { name: way, park: 'de-mars', company, profile: 'generic-json', meters: [meter] }))['id']);
  const before = { webhook: ids.webhook().length, mail: ids.mail().length, mqtt: ids.mqtt().length };
  const since = (one: Way): string[] => ids[one]().slice(before[one]);
  await speak(3 * HOUR_MS, 500, own);
  await vi.waitFor(async () => {
    await run('watch-meters');
    expect((await ask('GET', '/alerts'))['items']).toHaveLength(1 + Object.keys(ids).indexOf(way));
  }, SOON);
  const gone = once(running.child, 'exit');
  killsOn = way;
  // Dies while it answers, or after.
  await post('/jobs/send-alerts/runs').catch(() => null);
  await gone;
  expect(since(way)).toHaveLength(1);

  await client?.endAsync(true);
  running = await start();
  client = await listen();
  await run('send-alerts');
  await vi.waitFor(() => expect(since(way)).toHaveLength(2), SOON);
  await vi.waitFor(async () => expect((await waiting()).map((one) => String(one).split(' ')[1])).toEqual(['0', '0', '0']), SOON);

  expect(new Set(since(way)).size).toBe(1);
  // Each way has one message of it, whichever were under way when it died.
  expect((['webhook', 'mail', 'mqtt'] as const).map((one) => new Set(since(one)).size)).toEqual([1, 1, 1]);
});
