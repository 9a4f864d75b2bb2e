// A declared conversion is checked against what the company has declared already.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONVERSIONS_MAX, checkedConversion } from '../../src/api/conversion-query.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let region: SmallRegion;
let company: Objects;
beforeAll(async () => {
  region = await startApp();
  company = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: true });
}, 60_000);
afterAll(() => region.stop());

it(`is one of at most ${CONVERSIONS_MAX} of a company, and has no meter on both sides`, async () => {
  const { deps } = region.app.parts;
  const body = { company: company.company, kind: 'heat-pump' as const, name: 'Pomp', inputs: [company.meter], outputs: [company.meter], validFrom: '2026-01-01' };

  expect(() => checkedConversion(deps, { id: 'key', roles: [], processor: true }, body)).toThrow('has no electricity there');
  const row = { company: company.company, kind: 'boiler' as const, name: 'Ketel', inputs: [company.meter], outputs: [company.meter], from: epochMs(1), to: epochMs(2) };
  for (let count = 0; count < CONVERSIONS_MAX; count++) await deps.conversions.add(row, { author: 'x', at: epochMs(0) });
  expect(() => checkedConversion(deps, { id: 'key', roles: [], processor: true }, body)).toThrow('at most 50 conversions');
});
