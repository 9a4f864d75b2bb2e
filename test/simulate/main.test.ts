// The simulator as a process against a real broker: first the past, then the clock, and a restart without a jump.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makePlan } from '../../src/simulate/plan.ts';
import { program } from '../program.ts';
import { numberAfter } from './received.ts';
import { PARKS } from './parks.ts';

const QUARTER_MS = 900_000;
const parks = PARKS.filter((park) => park.id === 'kweekweg');
const plan = makePlan({ seed: 11, parks });
const gateways = plan.companies.flatMap((company) => company.gateways);
const folder = mkdtempSync(join(tmpdir(), 'simulate-main-'));
const statePath = join(folder, 'state.json');
const truthPath = join(folder, 'truth.jsonl');
const startAtMs = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS - QUARTER_MS;
const received = new Map<string, string[]>();
let server: Server;
let broker: Aedes;
let children: ChildProcess[] = [];
/** Messages are taken and not acknowledged. */
let mute = false;
const sockets = new Set<Socket>();

async function start(): Promise<{ child: ChildProcess; line: string }> {
  const child = fork(program('simulate/main'), ['--config', join(folder, 'config.json')], { execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  children.push(child);
  let line = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    line += bytes.toString('utf8');
  });
  await vi.waitFor(() => expect(line).toContain('\n'), { timeout: 20_000 });
  return { child, line };
}

const messagesOf = (gateway: string): string[] => received.get(gateway) ?? [];
const importOf = (text: string): number => numberAfter(text, '1-0:1.8.1(') + numberAfter(text, '1-0:1.8.2(');
const p1 = gateways.find((gateway) => gateway.profile === 'dsmr-p1' && gateway.cadenceS === 10)?.key ?? '';

beforeAll(async () => {
  broker = await Aedes.createBroker({
    authorizePublish: (client, packet, done) => {
      const gateway = packet.topic.replace('in/', '');
      received.set(gateway, [...messagesOf(gateway), packet.payload.toString()]);
      if (!mute) done(client === null ? new Error('no client') : null);
    },
  });
  server = createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
    broker.handle(socket);
  });
  server.listen(0);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({
      seed: 11,
      mqttUrl: `mqtt://localhost:${port}`,
      parks,
      statePath,
      truthPath,
      startAtMs,
      gateways: Object.fromEntries(gateways.map(({ key }) => [key, { username: key, password: 'x', clientId: key, topic: `in/${key}` }])),
    }),
  );
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await new Promise<void>((done) => broker.close(() => done()));
  server.close();
});

describe('the simulator process', () => {
  it('says one line when all gateways are connected, and catches up with one message a minute from its start', async () => {
    const { child, line } = await start();
    const minutes = Math.floor((Date.now() - startAtMs) / 60_000);
    await vi.waitFor(() => expect(messagesOf(p1).length).toBeGreaterThan(minutes + 1), { timeout: 30_000 });
    const [first = '', second = ''] = messagesOf(p1);

    expect(JSON.parse(line)).toEqual({ simulator: 'connected', gateways: gateways.length, companies: plan.companies.length });
    expect(Number(/0-0:1\.0\.0\((\d{12})/.exec(second)?.[1]) - Number(/0-0:1\.0\.0\((\d{12})/.exec(first)?.[1])).toBe(100);
    expect(first).toContain(`${new Date(startAtMs).toISOString().slice(14, 16)}00`);

    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 60_000);

  it('keeps state and truth of whole quarters, and after a restart counts on without going back', async () => {
    const before = messagesOf(p1).length;
    const { child } = await start();
    await vi.waitFor(() => expect(messagesOf(p1).length).toBeGreaterThan(before), { timeout: 30_000 });
    const last = importOf(messagesOf(p1)[before - 1] ?? '');
    const next = importOf(messagesOf(p1)[before] ?? '');
    const truth = readFileSync(truthPath, 'utf8')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));

    expect(next).toBeGreaterThanOrEqual(last);
    expect(next - last).toBeLessThan(1);
    expect(existsSync(statePath)).toBe(true);
    expect(truth).toContainEqual(expect.objectContaining({ startMs: startAtMs, register: 'import-t1' }));

    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
    children = [];
  }, 60_000);

  it('ends when it is told to while it connects and its broker goes', async () => {
    const child = fork(program('simulate/main'), ['--config', join(folder, 'config.json')], { execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    children.push(child);
    await vi.waitFor(() => expect(sockets.size).toBeGreaterThan(0), { timeout: 20_000 });
    for (const socket of sockets) socket.destroy();

    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    children = [];
  }, 60_000);

  it('ends when it is told to, also when its broker owes it acknowledgements and is gone', async () => {
    const { child } = await start();
    mute = true;
    const before = messagesOf(p1).length;
    await vi.waitFor(() => expect(messagesOf(p1).length).toBeGreaterThan(before), { timeout: 30_000 });
    server.close();
    for (const socket of sockets) socket.destroy();

    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    children = [];
  }, 60_000);
});
