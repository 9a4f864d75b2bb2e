// Parts of a figure about materials: by company where there are very many, and without a name where the reader may not see whose they are.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PARTS_MAX, partAs, seenParts } from '../../src/api/material-explain-parts.ts';
import { type SmallRegion, makeCompany, startApp } from './small-region.ts';

let small: SmallRegion;
let [seen, hidden] = [0, 0];
beforeAll(async () => {
  small = await startApp();
  seen = (await makeCompany(small, { park: 'de-mars', name: 'Gezien', ean: '871999900000000011', shares: true })).company;
  hidden = (await makeCompany(small, { park: 'de-mars', name: 'Stil', ean: '871999900000000028', shares: false })).company;
}, 60_000);
afterAll(() => small.stop());
const manager = { id: 'm', processor: false, roles: [{ role: 'parkmanager' as const, parks: ['de-mars'] }] };

it('tells of who may not be seen only the sum, numerators before denominators', () => {
  const of = (company: number, value: number, role: 'numerator' | 'denominator' = 'numerator') => ({ ...partAs(role, { field: 't', value, weight: 2, stream: 9 }), company });
  const parts = seenParts(small.app.parts.deps, manager, [of(hidden, 1, 'denominator'), of(seen, 3), of(hidden, 4), of(hidden, 5)]);

  expect(parts).toEqual([
    { role: 'numerator', field: 't', weight: 2, value: 3, stream: 9, company: seen, name: 'Gezien', explain: null },
    { role: 'numerator', field: 'others', weight: 1, value: 18, stream: null, company: null, name: null, explain: null },
    { role: 'denominator', field: 'others', weight: 1, value: 2, stream: null, company: null, name: null, explain: null },
  ]);
});

it('tells very many by company', () => {
  const many = Array.from({ length: PARTS_MAX + 1 }, (_, at) => ({ ...partAs('term', { field: 't', value: 1, stream: at + 1 }), company: seen }));

  expect(seenParts(small.app.parts.deps, manager, many)).toMatchObject([{ value: PARTS_MAX + 1, name: 'Gezien', stream: null }]);
});
