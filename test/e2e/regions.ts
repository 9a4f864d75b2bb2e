// Demo regions inside the test's own process: one park, published at simulated instants, with a day of history behind it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { App } from '../../src/app.ts';
import { fillHistory } from '../../src/demo-history.ts';
import { type Demo, prepareDemo } from '../../src/demo.ts';
import { epochMs } from '../../src/domain/units.ts';
import { readSettings } from '../../src/settings.ts';
import { historyDay } from '../../src/simulate/history.ts';
import { runSpan } from '../../src/simulate/publish.ts';

export const KEY = 'bootstrap-key-of-the-tests';
export const PARK = 'ecofactorij';

export interface Region {
  readonly app: App;
  readonly demo: Demo;
  readonly stop: () => Promise<void>;
}

export async function startRegion(env: Record<string, string>): Promise<Region> {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-region-'));
  const settings = readSettings({ SIMULATE_SEED: '7', BOOTSTRAP_API_KEY: KEY, ...env, PORT: '0', MQTT_PORT: '0', DATA_DIR: dir });
  const app = await App.start({ settings, simulated: true, root: join(import.meta.dirname, '../..'), log: pino({ level: 'silent' }) });
  const demo = await prepareDemo(app, { seed: 7, dataDir: dir, parks: app.parts.deps.parks.filter((park) => park.id === PARK) });
  const stop = async (): Promise<void> => {
    await app.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { app, demo, stop };
}

/** What all meters say in (from, to], in their own formats, into every journal at the same simulated instants. */
export async function publish(regions: readonly Region[], { from, to, stored = true }: { from: number; to: number; stored?: boolean }): Promise<void> {
  const [first] = regions;
  if (first === undefined) return;
  const logins = regions.map(({ demo }): Record<string, { username: string; topic: string }> => JSON.parse(readFileSync(demo.configPath, 'utf8')).gateways);
  const ids = regions.map(({ app }) => new Map([...app.parts.directory.gateways.values()].map((gateway) => [gateway.username, gateway.id])));
  const waiting: Promise<unknown>[] = [];
  await runSpan({
    plan: first.demo.plan,
    from,
    to,
    state: null,
    publish: async (gateway, payload, receivedAt) => {
      for (const [index, { app }] of regions.entries()) {
        const login = logins[index]?.[gateway];
        const id = ids[index]?.get(login?.username ?? '');
        if (login === undefined || id === undefined) throw new Error(`no gateway ${gateway}`);
        waiting.push(app.parts.journal.appendAndWait({ gateway: id, topic: login.topic, payload: Buffer.from(payload), receivedAt }));
      }
      if (waiting.length > 2000) await Promise.all(waiting.splice(0));
    },
  });
  await Promise.all(waiting);
  if (stored) for (const { app } of regions) await app.parts.store.ask({ kind: 'projected', seq: app.parts.journal.durableSeq });
}

/** A day of settled quarters that ends where the meters begin. */
export async function fillDay({ app, demo }: Region, end: number): Promise<void> {
  const day = function* (from: number, to: number): Generator<ReturnType<typeof historyDay>[number] & { meterId: number }> {
    for (const company of demo.plan.companies)
      for (const series of historyDay({ plan: demo.plan, dayStart: from, dayEnd: to, company })) yield { ...series, meterId: demo.meters.get(series.meter) ?? 0 };
  };
  await fillHistory(app, { day, end: epochMs(end), days: 1 }, () => false);
}
