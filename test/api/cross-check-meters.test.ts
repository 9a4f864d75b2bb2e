// Which meters can be held against each other: registers that tell each energy once, meters while they hang there.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sitesOf } from '../../src/api/cross-check-meters.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';
import { at } from './given.ts';

let region: SmallRegion;
let company: Objects;
const PROCESSOR = { id: 'key', roles: [], processor: true };
const MANAGER = { id: 'm', roles: [{ role: 'parkmanager' as const, parks: ['de-mars'] }], processor: false };
const [from, to] = [at('2026-11-01T00:00:00Z'), at('2026-11-15T00:00:00Z')];

beforeAll(async () => {
  region = await startApp();
  company = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: false });
  const { directory } = region.app.parts;
  const base = { meter: company.meter, carrier: 'electricity' as const, kind: 'counter' as const, unit: 'kWh' as const };
  await directory.addRegisters([
    { ...base, name: 'import-t1', flow: 'import' },
    { ...base, name: 'import-t2', flow: 'import' },
    { ...base, name: 'import', flow: 'import' },
    { ...base, name: 'given-import', flow: 'import' },
    { ...base, name: 'export', flow: 'export' },
    { ...base, name: 'power-import', flow: 'import', kind: 'gauge', unit: 'kW' },
  ]);
  const body = { connection: company.connection, serial: 'OLD', carrier: 'electricity', role: 'sub', validFrom: '2026-01-01', validTo: '2026-06-01' };
  await region.ask('POST', '/api/v1/meters', { key: BOOTSTRAP, body });
}, 60_000);
afterAll(() => region.stop());

it('takes tariffs before a total, leaves figures of the whole and power out, and meters that are gone', () => {
  const { deps, directory } = region.app.parts;
  const name = (id: number): string => directory.registers.get(id)?.name ?? '';
  const [site, ...others] = sitesOf(deps, PROCESSOR, { place: { kind: 'park', park: 'de-mars' }, from, to }).sites;

  expect(others).toEqual([]);
  expect(site?.meters).toHaveLength(1);
  expect([site?.meters[0]?.registers.import.map(name), site?.meters[0]?.registers.export.map(name)]).toEqual([['import-t1', 'import-t2'], ['export']]);
  expect(site).toMatchObject({ electricity: true, behind: [], behindHidden: false });
});

it('shows nobody a connection of a company that does not share', () => {
  expect(sitesOf(region.app.parts.deps, MANAGER, { place: { kind: 'park', park: 'de-mars' }, from, to })).toEqual({ sites: [], hidden: 1 });
});
