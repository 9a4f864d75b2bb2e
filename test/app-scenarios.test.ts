// Scenarios of the running product: no thread is started before the first is asked for, and all are closed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scenariosOf } from '../src/app-scenarios.ts';
import type { Closer } from '../src/app-data.ts';
import { loadHeatParameters } from '../src/heat-parameters.ts';
import { HeatSql } from '../src/storage/heat-sql.ts';
import { openRegistry } from '../src/storage/registry-sql.ts';

it('opens its registry and assumptions, and closes what it opened', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-scenarios-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const closers: Closer[] = [];
  const root = join(import.meta.dirname, '..');
  const unasked = (): Promise<never> => Promise.reject(new Error('not asked'));
  const heat = { registry: await HeatSql.open(db), parameters: loadHeatParameters(join(root, 'config/parameters')), derive: unasked, runs: { network: unasked } };
  const { registry: scenarios, parameters, runs } = scenariosOf({ db, days: unasked, heat, root, closers });

  expect(await scenarios.latest({}, null, 1)).toEqual([]);
  expect(parameters.rows.batteryRoundTrip.value).toBeGreaterThan(0.5);
  expect(runs.busy).toBe(false);
  for (const close of closers.reverse()) await close();
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
