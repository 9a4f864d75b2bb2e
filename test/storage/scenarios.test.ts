// What the port for scenarios promises: what is not named in a change stays, and what a solver found is kept beside it.
import { expect, it } from 'vitest';
import type { Scenarios } from '../../src/storage/scenarios.ts';
import { NEW_SCENARIO, openScenarios } from './scenario-registry.ts';

it('changes what is named, keeps what was found, and removes', async () => {
  const opened = await openScenarios();
  const scenarios: Scenarios = opened.scenarios;
  const { id } = await scenarios.add(NEW_SCENARIO);
  await scenarios.change(id, { name: 'y', shared: 1 }, 5);
  await scenarios.keepSolved(id, { solvedFor: 'these steps', solved: '{}' });

  expect(await scenarios.byId(id)).toEqual({ ...NEW_SCENARIO, id, name: 'y', shared: 1, changed_at: 5, solved_for: 'these steps', solved: '{}' });
  await scenarios.remove(id);
  expect(await scenarios.byId(id)).toBeNull();
  await opened.close();
});
