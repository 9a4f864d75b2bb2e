// A simulated day through the whole product: real formats over real MQTT, quarters against the truth they were made from.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { App } from '../src/app.ts';
import { prepareDemo } from '../src/demo.ts';
import { QUARTER_MS } from '../src/domain/time.ts';
import { readSettings } from '../src/settings.ts';
import { runSpan } from '../src/simulate/publish.ts';

const HOURS = 24;
const HOUR_MS = 3_600_000;
let dataDir: string;
let app: App;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'kringstroom-truth-'));
  app = await App.start({
    settings: readSettings({ PORT: '0', MQTT_PORT: '0', DATA_DIR: dataDir, SIMULATE_SEED: '7' }),
    simulated: true,
    root: join(import.meta.dirname, '..'),
    log: pino({ level: 'silent' }),
  });
});
afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it('agrees within 0.1 % per register and day, or one step of the counter', { timeout: 300_000 }, async () => {
  const parks = app.parts.deps.parks.filter((park) => park.id === 'ecofactorij');
  const demo = await prepareDemo(app, { seed: 7, dataDir, parks });
  const config: { gateways: Record<string, { username: string; password: string; topic: string }> } = JSON.parse(readFileSync(demo.configPath, 'utf8'));
  // Whole hours: a gas meter on M-Bus speaks once an hour, and of the quarters within that hour only the sum is measured.
  const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const from = to - HOURS * HOUR_MS;
  const clients = new Map<string, mqtt.MqttClient>();
  for (const [key, { username, password }] of Object.entries(config.gateways))
    clients.set(key, await mqtt.connectAsync(app.parts.urls.mqtt, { username, password, clientId: username, reconnectPeriod: 0 }));
  const truth = new Map<string, Map<number, number>>();
  const inFlight = new Set<Promise<unknown>>();
  await runSpan({
    plan: demo.plan,
    from,
    to,
    state: null,
    publish: async (gateway, payload) => {
      const [client, login] = [clients.get(gateway), config.gateways[gateway]];
      if (client === undefined || login === undefined) throw new Error(`no login for ${gateway}`);
      const sent = client.publishAsync(login.topic, Buffer.from(payload), { qos: 1 });
      inFlight.add(sent);
      void sent.finally(() => inFlight.delete(sent));
      if (inFlight.size > 200) await Promise.race(inFlight);
    },
    onTruth: ({ meter, register, startMs, amount }) => {
      const quarters = truth.get(`${meter} ${register}`) ?? new Map<number, number>();
      truth.set(`${meter} ${register}`, quarters.set(startMs / QUARTER_MS, amount));
    },
  });
  await Promise.all(inFlight);
  for (const client of clients.values()) await client.endAsync(true);
  // A day in a minute: the store is behind by more than a page would wait for.
  await app.parts.store.ask({ kind: 'projected', seq: app.parts.journal.durableSeq }, 200_000);

  let compared = 0;
  let worst = 0;
  for (const [key, quarters] of truth) {
    const [meterKey = '', name = ''] = key.split(' ');
    const meter = demo.meters.get(meterKey);
    const register = meter === undefined ? undefined : app.parts.directory.registersOf(meter).find((one) => one.name === name);
    // Meters whose messages carry no time are counted at arrival: a day in a minute says nothing about them.
    if (register === undefined) continue;
    const columns = await app.parts.store.ask({ kind: 'quarters', registers: Int32Array.of(register.id), from: from / QUARTER_MS, to: to / QUARTER_MS });
    // The last hour may still be open: a gas meter on M-Bus speaks once an hour.
    if (columns.quarters.length < HOURS * 4 - 4) continue;
    const sum = columns.amounts.reduce((total, amount) => total + amount, 0);
    const expected = columns.quarters.reduce((total, quarter) => total + (quarters.get(quarter) ?? Number.NaN), 0);
    const step = register.carrier === 'heat' ? 0.28 : 0.001;
    compared += 1;
    worst = Math.max(worst, Math.abs(sum - expected) / Math.max(expected, step * 1000));
    expect(Math.abs(sum - expected), `${key}: ${sum} against ${expected}`).toBeLessThanOrEqual(Math.max(expected * 0.001, step * 1.01));
  }
  process.stderr.write(`simulated truth: ${compared} registers of ${truth.size} compared, worst ${(worst * 100).toFixed(4)} %\n`);
  expect(compared).toBeGreaterThan(30);
});
