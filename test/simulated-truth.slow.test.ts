// A simulated day through the whole product: real formats over real MQTT; quarters, balances, peaks and CO2 against the power they were made from.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Demo, prepareDemo } from '../src/demo.ts';
import { QUARTER_MS, toIso } from '../src/domain/time.ts';
import { epochMs } from '../src/domain/units.ts';
import type { PlanCompany } from '../src/simulate/plan.ts';
import { runSpan } from '../src/simulate/publish.ts';
import { BOOTSTRAP, type SmallRegion, startApp } from './api/small-region.ts';

const HOURS = 24;
const HOUR_MS = 3_600_000;
// Whole hours: a gas meter on M-Bus speaks once an hour, and of the quarters within that hour only the sum is measured.
const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const from = to - HOURS * HOUR_MS;
/** The last hour may still be open, for the same reason. */
const settled = to - HOUR_MS;
/** A closed distribution system behind one main meter, and a park of which each firm has its own connection to the public grid. */
const PARKS = ['ecofactorij', 'kweekweg'];
/** kg CO2-eq a kWh, m3 and GJ, copied by hand from co2emissiefactoren.nl (2026): what leaves the chimney and what came before it. */
const ELECTRICITY = { mix: 0.2, mixChain: 0.044, grey: 0.401 };
const GAS = { direct: 1.779, chain: 0.355 };
const IMPORTS = ['import', 'import-t1', 'import-t2'];
const EXPORTS = ['export', 'export-t1', 'export-t2'];

let region: SmallRegion;
let demo: Demo;
/** The power of the simulator added up second by second: what each register counted, by quarter. */
const truth = new Map<string, Map<number, number>>();

/** Has a day sent in a minute. */
async function publishDay(): Promise<void> {
  const { app } = region;
  const config: { gateways: Record<string, { username: string; password: string; topic: string }> } = JSON.parse(readFileSync(demo.configPath, 'utf8'));
  const clients = new Map<string, mqtt.MqttClient>();
  for (const [key, { username, password }] of Object.entries(config.gateways))
    clients.set(key, await mqtt.connectAsync(app.parts.urls.mqtt, { username, password, clientId: username, reconnectPeriod: 0 }));
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
}

beforeAll(async () => {
  region = await startApp({ simulated: true, env: { SIMULATE_SEED: '7' } });
  const { deps } = region.app.parts;
  demo = await prepareDemo(region.app, { seed: 7, dataDir: mkdtempSync(join(tmpdir(), 'kringstroom-truth-')), parks: deps.parks.filter(({ id }) => PARKS.includes(id)) });
  await publishDay();
}, 400_000);
afterAll(async () => {
  await region.stop();
  rmSync(join(demo.configPath, '..'), { recursive: true, force: true });
});

/** What main meters of a carrier really counted in each quarter of [from, settled): kWh or m3. */
function trueQuarters(firms: readonly PlanCompany[], carrier: PlanCompany['meters'][number]['carrier'], registers: readonly string[]): number[] {
  const counted = firms
    .flatMap((firm) => firm.meters)
    .filter((meter) => meter.carrier === carrier && meter.role === 'main')
    .flatMap((meter) => registers.flatMap((register) => truth.get(`${meter.key} ${register}`) ?? []));
  return Array.from({ length: (settled - from) / QUARTER_MS }, (_, at) => counted.reduce((sum, quarters) => sum + (quarters.get(from / QUARTER_MS + at) ?? 0), 0));
}
const totalOf = (quarters: readonly number[]): number => quarters.reduce((sum, one) => sum + one, 0);

/** Those that draw from the public grid: of a closed distribution system its owner's meter alone. */
function onPublicGrid(park: string): PlanCompany[] {
  const firms = demo.plan.companies.filter((firm) => firm.park === park);
  return firms.filter((firm) => firm.connections.every(({ behind }) => behind === null));
}

interface Place {
  readonly path: string;
  /** Whose meters count its electricity, and its gas. */
  readonly electricity: readonly PlanCompany[];
  readonly gas: readonly PlanCompany[];
}
function places(): Place[] {
  const { directory } = region.app.parts;
  const companies = demo.plan.companies.map((firm): Place => {
    const id = directory.companiesOf(firm.park).find((one) => one.name === firm.name)?.id;
    return { path: `/companies/${id}`, electricity: [firm], gas: [firm] };
  });
  const parks = PARKS.map((park): Place => ({ path: `/parks/${park}`, electricity: onPublicGrid(park), gas: demo.plan.companies.filter((firm) => firm.park === park) }));
  return [...companies, ...parks];
}

async function answerOf<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const period = new URLSearchParams({ from: toIso(epochMs(from)), to: toIso(epochMs(settled)), ...query });
  const { status, body } = await region.ask('GET', `/api/v1${path}?${period.toString()}`, { key: BOOTSTRAP });
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return JSON.parse(JSON.stringify(body));
}

let worst = 0;
/** Within 0.1 %, or `step` where that is more: counters have three decimals, at both ends. */
function expectTrue(name: string, answered: number | null, expected: number, step: number): void {
  worst = Math.max(worst, expected > 1000 * step ? Math.abs((answered ?? 0) - expected) / expected : 0);
  expect(Math.abs((answered ?? Number.NaN) - expected), `${name}: ${answered} against ${expected}`).toBeLessThanOrEqual(Math.max(expected * 0.001, step));
}
const told = (what: string, count: number): boolean => process.stderr.write(`simulated truth: ${count} ${what}, worst ${(worst * 100).toFixed(4)} %\n`);

it('agrees within 0.1 % per register and day, or one step of the counter', async () => {
  let compared = 0;
  worst = 0;
  for (const [key, quarters] of truth) {
    const [meterKey = '', name = ''] = key.split(' ');
    const meter = demo.meters.get(meterKey);
    const register = meter === undefined ? undefined : region.app.parts.directory.registersOf(meter).find((one) => one.name === name);
    // Meters whose messages carry no time are counted at arrival: a day in a minute says nothing about them.
    if (register === undefined) continue;
    const columns = await region.app.parts.store.ask({ kind: 'quarters', registers: Int32Array.of(register.id), from: from / QUARTER_MS, to: to / QUARTER_MS });
    if (columns.quarters.length < HOURS * 4 - 4) continue;
    const sum = columns.amounts.reduce((total, amount) => total + amount, 0);
    const expected = columns.quarters.reduce((total, quarter) => total + (quarters.get(quarter) ?? Number.NaN), 0);
    compared += 1;
    expectTrue(key, sum, expected, register.carrier === 'heat' ? 0.28 : 0.00101);
  }
  told(`of ${truth.size} registers`, compared);
  expect(compared).toBeGreaterThan(30);
});

it('has balances within 0.1 % of what the simulator drew from and gave to the grid, of companies and parks', async () => {
  worst = 0;
  const all = places();
  for (const { path, electricity, gas } of all) {
    const { totals } = await answerOf<{ totals: { importKwh: number; exportKwh: number } }>(`${path}/balance`, { carrier: 'electricity' });
    expectTrue(`${path} import`, totals.importKwh, totalOf(trueQuarters(electricity, 'electricity', IMPORTS)), 0.002 * electricity.length);
    expectTrue(`${path} export`, totals.exportKwh, totalOf(trueQuarters(electricity, 'electricity', EXPORTS)), 0.002 * electricity.length);
    if (!gas.some(({ connections }) => connections.some(({ carrier }) => carrier === 'gas'))) continue;
    const { totals: m3 } = await answerOf<{ totals: { importM3: number } }>(`${path}/balance`, { carrier: 'gas' });
    expectTrue(`${path} gas`, m3.importM3, totalOf(trueQuarters(gas, 'gas', ['gas'])), 0.002 * gas.length);
  }
  told('places with their balances', all.length);
  expect(all.length).toBeGreaterThan(15);
});

it('has peaks within 0.1 % of the highest mean power of a quarter that the simulator drew, and in the same quarter', async () => {
  worst = 0;
  for (const { path, electricity } of places()) {
    const [drawn, given] = [trueQuarters(electricity, 'electricity', IMPORTS), trueQuarters(electricity, 'electricity', EXPORTS)];
    const kw = drawn.map((kwh, at) => 4 * (kwh - (given[at] ?? 0)));
    const peakKw = Math.max(...kw);
    const { totals } = await answerOf<{ totals: { kwMax: number; kwMaxAt: string } }>(`${path}/capacity`);
    // A quarter's mean power is four times the difference of two readings of three decimals.
    expectTrue(`${path} peak`, totals.kwMax, peakKw, 4 * 0.002 * electricity.length);
    expectTrue(`${path} quarter of the peak`, kw[(Date.parse(totals.kwMaxAt) - from) / QUARTER_MS] ?? 0, peakKw, 4 * 0.002 * electricity.length);
  }
  told('places with their peaks', places().length);
});

it('has CO2 within 0.1 % of the true kWh and m3 times the factors as they are published', async () => {
  worst = 0;
  let withGas = 0;
  for (const { path, electricity, gas } of places()) {
    const kwh = totalOf(trueQuarters(electricity, 'electricity', IMPORTS));
    const m3 = totalOf(trueQuarters(gas, 'gas', ['gas']));
    const { lines, totals } = await answerOf<{
      lines: { subject: string; scope1Kg: number; scope2: { locationBasedKg: number; marketBasedKg: number }; upstream: { locationBasedKg: number } }[];
      totals: { scope1Kg: number; biogenicKg: number };
    }>(`${path}/emissions`, { factors: 'co2emissiefactoren-2026', parts: 'totals' });
    const power = lines.find(({ subject }) => subject === 'electricity');
    const burnt = lines.find(({ subject }) => subject === 'gas');

    expectTrue(`${path} scope 2 by location`, power?.scope2.locationBasedKg ?? null, kwh * ELECTRICITY.mix, 0.001 * electricity.length);
    expectTrue(`${path} scope 2 by contract`, power?.scope2.marketBasedKg ?? null, kwh * ELECTRICITY.grey, 0.001 * electricity.length);
    expectTrue(`${path} chain of electricity`, power?.upstream.locationBasedKg ?? null, kwh * ELECTRICITY.mixChain, 0.001 * electricity.length);
    expectTrue(`${path} scope 1`, totals.scope1Kg, m3 * GAS.direct, 0.004 * gas.length);
    if (m3 > 0) expectTrue(`${path} chain of gas`, burnt?.upstream.locationBasedKg ?? null, m3 * GAS.chain, 0.001 * gas.length);
    withGas += m3 > 0 ? 1 : 0;
  }
  told(`of ${places().length} places with CO2 of gas`, withGas);
  expect(withGas).toBeGreaterThan(5);
});
