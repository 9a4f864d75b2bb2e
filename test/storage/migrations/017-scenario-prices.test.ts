// Own prices of a scenario: none at first, kept as they were sent, and gone when they are taken back.
import { expect, it } from 'vitest';
import { NEW_SCENARIO, openScenarios } from '../scenario-registry.ts';

it('keeps own prices beside the steps', async () => {
  const { scenarios, close } = await openScenarios();
  const { id } = await scenarios.add(NEW_SCENARIO);
  expect((await scenarios.byId(id))?.prices).toBeNull();
  await scenarios.change(id, { prices: '{"gasEurPerM3":0.6}' }, 2);
  expect((await scenarios.byId(id))?.prices).toBe('{"gasEurPerM3":0.6}');
  await scenarios.change(id, { prices: null }, 3);
  expect((await scenarios.byId(id))?.prices).toBeNull();
  await close();
});
