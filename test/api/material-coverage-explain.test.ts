// How many stated a stream: each company that did, of all there are; without names for who may not see the members.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coverageMade } from '../../src/api/material-coverage-explain.ts';
import { stream } from '../domain/circular/streams.ts';
import { type SmallRegion, makeCompany, startApp } from './small-region.ts';

let small: SmallRegion;
beforeAll(async () => {
  small = await startApp();
  for (const [name, ean] of [
    ['Een', '871999900000000011'],
    ['Twee', '871999900000000028'],
  ] as const)
    await makeCompany(small, { park: 'de-mars', name, ean, shares: true });
}, 60_000);
afterAll(() => small.stop());

it('is one of two, with its name or without any', () => {
  const { deps, directory } = small.app.parts;
  const companies = [...directory.companies.values()];
  const of = { companies, streams: [stream({ id: 1, company: companies[0]?.id ?? 0 })] };
  const manager = { id: 'm', roles: [{ role: 'parkmanager' as const, parks: ['de-mars'] }], processor: false };

  const seen = coverageMade(deps, manager, { ...of, open: true });
  expect([seen.value, seen.parts.map(({ role, name }) => [role, name])]).toEqual([
    0.5,
    [
      ['numerator', 'Een'],
      ['denominator', 'Een'],
      ['denominator', 'Twee'],
    ],
  ]);
  expect(coverageMade(deps, manager, { ...of, open: false }).parts).toMatchObject([{ field: 'together', name: null, value: 0.5 }]);
});
