// A registry on disk with scenarios, and a scenario as somebody makes it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import { ScenariosSql } from '../../src/storage/scenarios-sql.ts';

export const NEW_SCENARIO = {
  park: 'p',
  company: null,
  name: 'x',
  steps: '[]',
  step_order: 'canonical',
  prices: null,
  from_ms: null,
  to_ms: null,
  shared: 0,
  author: 'u',
  author_name: 'Els',
  created_at: 1,
  changed_at: 1,
};

export async function openScenarios(): Promise<{ scenarios: ScenariosSql; registry: Awaited<ReturnType<typeof openRegistry>>['registry']; close: () => Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-scenarios-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const close = async (): Promise<void> => {
    await registry.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { scenarios: new ScenariosSql(db), registry, close };
}
