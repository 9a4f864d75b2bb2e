// The brokers of the ingest benchmark, each a process of its own on a free port of this machine.
import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { gs1CheckDigit } from '../src/simulate/ean.ts';
import { Child, start } from './child.ts';
import type { Login } from './mqtt-packets.ts';
import type { Publisher } from './mqtt-load.ts';
import type { OurAnswer, OurQuestion } from './our-broker.ts';
import type { StockAnswer } from './stock-aedes.ts';

export interface Setting {
  /** Where the compiled benchmark is. */
  readonly buildDir: string;
  readonly dataDir: string;
  readonly root: string;
}

export interface Broker {
  readonly port: number;
  /** Who publishes on the given number of connections. */
  readonly publishers: (connections: number) => readonly Publisher[];
  readonly process: ChildProcess;
}

export interface Ours extends Broker {
  readonly ask: Child<OurQuestion, OurAnswer>['ask'];
}
export interface WholeApp extends Ours {
  readonly web: string;
  readonly apiKey: string;
  readonly emails: readonly string[];
  readonly password: string;
}

/** What is added to each flush when it is made slower. */
export const SLOW_FLUSH_MS = 5;
/** Connections share these: 1,000 connections are 10 a gateway. */
const GATEWAYS = 100;
const PAYLOAD_BYTES = 120;
const START_MS = 20_000;
/** The history of a year is made once. */
const FILL_MS = 480_000;
const API_KEY = 'bench-operator-key-of-this-run';

/** A reading in our own JSON, without a time: its instant is its arrival, as a real stream's would differ each time. */
export function payloadOf(serial: string): string {
  const reading = `{"meter":"${serial}","importKwh":123456.789,"exportKwh":1234.567,"powerKw":123.456,"note":"`;
  return `${reading.padEnd(PAYLOAD_BYTES - 2, '.')}"}`;
}

const serialOf = (index: number, series = 0): string => `BENCH${series}-${String((index % GATEWAYS) + 1).padStart(4, '0')}`;

const publishersOf =
  (gateways: readonly (Login & { topic: string })[]) =>
  (connections: number): readonly Publisher[] =>
    Array.from({ length: connections }, (_, index) => {
      const gateway = gateways[index % gateways.length];
      if (gateway === undefined) throw new Error('there is no gateway to publish for');
      const { topic, username, password } = gateway;
      return { clientId: `${username}-${index}`, login: { username, password }, topic, payload: payloadOf(serialOf(index)) };
    });

const anybody = (connections: number): readonly Publisher[] =>
  Array.from({ length: connections }, (_, index) => ({
    clientId: `bench-${index}`,
    login: null,
    topic: `ks/${index % 64}/gw-${index % GATEWAYS}/data`,
    payload: payloadOf(serialOf(index)),
  }));

export async function startJournalOnly(setting: Setting): Promise<Ours> {
  const child = new Child<OurQuestion, OurAnswer>(join(setting.buildDir, 'bench/our-broker.js'), profiled('journal'));
  const answer = await child.ask({ kind: 'journal-only', dir: join(setting.dataDir, 'journal-only'), gateways: GATEWAYS, slowFlushMs: SLOW_FLUSH_MS }, START_MS);
  if (answer.kind !== 'journal-only') throw new Error(`the broker answered ${answer.kind}`);
  return { port: answer.port, publishers: publishersOf(answer.gateways), process: child.process, ask: (...given) => child.ask(...given) };
}

export async function startWholeApp(setting: Setting, historyDays: number): Promise<WholeApp> {
  const child = new Child<OurQuestion, OurAnswer>(join(setting.buildDir, 'bench/our-broker.js'), profiled('app'));
  const answer = await child.ask(
    { kind: 'whole-app', dir: join(setting.dataDir, 'whole-app'), root: setting.root, apiKey: API_KEY, historyDays, slowFlushMs: SLOW_FLUSH_MS },
    FILL_MS,
  );
  if (answer.kind !== 'whole-app') throw new Error(`the broker answered ${answer.kind}`);
  const web = answer.web.replace('localhost', '127.0.0.1');
  const publishers = publishersOf(await provision(web, { series: 0, count: GATEWAYS }));
  return { ...answer, web, publishers, process: child.process, ask: (...given) => child.ask(...given), apiKey: API_KEY };
}

/** BENCH_CPU_PROF=<folder> keeps a CPU profile of our processes there. */
function profiled(name: string): { execArgv: readonly string[] } {
  const dir = process.env['BENCH_CPU_PROF'];
  return { execArgv: dir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(dir, name)}`] };
}

export async function startStockAedes(setting: Setting): Promise<Broker> {
  const child = new Child<'listen', StockAnswer>(join(setting.buildDir, 'bench/stock-aedes.js'));
  const { port } = await child.ask('listen', START_MS);
  return { port, publishers: anybody, process: child.process };
}

export function mosquittoVersion(): string | null {
  const { stdout, error } = spawnSync(mosquitto, ['-h'], { encoding: 'utf8', timeout: 5000 });
  return error === undefined ? (/mosquitto version (\S+)/.exec(stdout)?.[1] ?? null) : null;
}

/** Debian puts it where a user's PATH may not look. */
const mosquitto = spawnSync('mosquitto', ['-h']).error === undefined ? 'mosquitto' : '/usr/sbin/mosquitto';

export async function startMosquitto(setting: Setting): Promise<Broker> {
  const port = await freePort();
  const dir = join(setting.dataDir, 'mosquitto');
  mkdirSync(dir);
  const settings = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence false',
    'max_inflight_messages 0',
    'max_queued_messages 0',
    'set_tcp_nodelay true',
    'log_dest none',
  ];
  writeFileSync(join(dir, 'mosquitto.conf'), `${settings.join('\n')}\n`);
  const child = start(mosquitto, ['-c', join(dir, 'mosquitto.conf')]);
  await Promise.race([listening(port), once(child, 'exit').then(() => Promise.reject(new Error('mosquitto ended at once')))]);
  return { port, publishers: anybody, process: child };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function listening(port: number): Promise<void> {
  for (const giveUpMs = Date.now() + START_MS; ;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => resolve(true));
      socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
    });
    if (open) return;
    if (Date.now() > giveUpMs) throw new Error(`nothing listens on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export type Gateway = Login & { readonly topic: string; readonly meter: number };

/** Registers what publishes, as an operator does: over the API.
 *  @param series its digit stands in EANs and serials: another one for each call */
export async function provision(web: string, { series, count }: { series: number; count: number }): Promise<Gateway[]> {
  const park = 'eerbeek-loenen';
  const company = await post(web, 'companies', { park, name: `Simulatie Meetbank ${series}`, kvk: '00000000', sbi: '71.20' });
  const gateways: Gateway[] = [];
  for (let index = 0; index < count; index++) {
    const ean = `871999999990${series}${String(index).padStart(4, '0')}`;
    const connection = await post(web, 'connections', { ean: `${ean}${gs1CheckDigit(ean)}`, company: company.id, carrier: 'electricity', validFrom: '2020-01-01' });
    const meter = await post(web, 'meters', { connection: connection.id, serial: serialOf(index, series), carrier: 'electricity', role: 'main', validFrom: '2020-01-01' });
    const gateway = await post(web, 'gateways', { name: `Meetbank ${series}-${index + 1}`, park, company: company.id, profile: 'generic-json', meters: [meter.id] });
    if (gateway.mqtt === undefined) throw new Error('the API gave no credentials');
    gateways.push({ username: gateway.mqtt.username, password: gateway.mqtt.password, topic: gateway.mqtt.topic, meter: meter.id });
  }
  return gateways;
}

interface Created {
  readonly id: number;
  readonly mqtt?: Login & { topic: string };
}

async function post(web: string, path: string, body: object): Promise<Created> {
  const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
  const response = await fetch(`${web}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(START_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${text}`);
  const created: Created = JSON.parse(text);
  return created;
}
