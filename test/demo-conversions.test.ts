// The demo's conversions: every engine is declared with the meters before and behind it, also in a folder of before it had them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { prepareDemo } from '../src/demo.ts';
import { enginesOf } from '../src/demo-conversions.ts';
import { makePlan } from '../src/simulate/plan.ts';
import { type SmallRegion, startApp } from './api/small-region.ts';

let region: SmallRegion;
afterEach(() => region.stop());

it('an engine on gas is declared between its gas and its power and heat, one on biogas between its biogas and its power', async () => {
  region = await startApp({ simulated: true });
  const parks = region.app.parts.deps.parks.filter((park) => park.id === 'eerbeek-loenen');
  const over = { seed: 1, dataDir: region.dataDir, parks };
  const { plan, meters } = await prepareDemo(region.app, over);
  const { conversions } = region.app.parts.deps;
  const { directory } = region.app.parts;
  const declaredFor = (key: string) => {
    const meter = directory.meters.get(meters.get(`${key}.main`) ?? 0);
    const rows = conversions.ofCompany((meter && directory.companyOfMeter(meter)?.id) ?? 0);
    const carriers = (ids: readonly number[]): unknown[] => ids.map((id) => directory.meters.get(id)?.carrier);
    return rows.map(({ id, kind, inputs, outputs }) => ({ id, kind, inputs: carriers(inputs), outputs: carriers(outputs) }));
  };

  expect(declaredFor('eerbeek-loenen.board-mill-1')).toMatchObject([{ kind: 'chp', inputs: ['gas'], outputs: ['electricity', 'heat'] }]);
  expect(declaredFor('eerbeek-loenen.waste-water-1')).toMatchObject([{ kind: 'chp', inputs: ['biogas'], outputs: ['electricity'] }]);
  expect(declaredFor('eerbeek-loenen.cold-store-1')).toEqual([]);

  // A folder of before the engine had meters of its own.
  const path = join(region.dataDir, 'simulator.json');
  const file: { meters: Record<string, number> } = JSON.parse(readFileSync(path, 'utf8'));
  const isNew = ([key]: [string, number]): boolean => key.includes('.engine-');
  for (const [, id] of Object.entries(file.meters).filter(isNew)) await directory.remove('meter', id);
  writeFileSync(path, JSON.stringify({ ...file, meters: Object.fromEntries(Object.entries(file.meters).filter((one) => !isNew(one))) }));
  for (const { key } of plan.companies) for (const { id } of declaredFor(key)) await conversions.remove(id, { author: 'somebody', at: region.app.parts.deps.now() });
  const again = await prepareDemo(region.app, over);

  expect([...again.meters.keys()].sort()).toEqual([...meters.keys()].sort());
  expect(declaredFor('eerbeek-loenen.board-mill-1')).toMatchObject([{ inputs: ['gas'], outputs: ['electricity', 'heat'] }]);
  // What somebody took back of an engine whose meters were there stays away.
  expect(declaredFor('eerbeek-loenen.waste-water-1')).toEqual([]);
}, 120_000);

it('a firm without an engine, or whose meters nobody knows, has none', async () => {
  region = await startApp();
  const { companies } = makePlan({ seed: 1, parks: [] });

  expect(enginesOf(companies, {}, () => 1)).toEqual([]);
}, 60_000);
