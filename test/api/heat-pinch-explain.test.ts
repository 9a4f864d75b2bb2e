// What the pinch of a park is the sum of: for who sees its companies one by one, and no stream of a company for anybody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PINCH_FIELDS } from '../../src/api/shapes-heat-park-explained.ts';
import { reckonPark } from './explained-heat-park.ts';
import { rows } from './explained-parts.ts';
import { type HeatRegion, type Who, heatRegion } from './heat-region.ts';
import { BOOTSTRAP, makeCompany } from './small-region.ts';

let heat: HeatRegion;
beforeAll(async () => {
  heat = await heatRegion();
}, 60_000);
afterAll(() => heat.region.stop());

const why = async (query: string, who: Who | 'key' = 'parkmanager', park = 'de-mars') => (await heat.ask(who, 'GET', `/parks/${park}/pinch/explain?${query}`)).body;

describe('the pinch of a park', () => {
  it('has cooling left that is what its intervals bring, each with the streams in it', async () => {
    const body = await why('field=coldUtilityKw');
    const intervals = rows(body['intervals']);

    // 900 kW cools from 90 to 50 degrees, 600 kW is warmed from 35 to 60; shifted by 5 K each.
    expect([body['level'], body['value'], reckonPark(body)]).toEqual(['intervals', 300, 300]);
    expect(intervals.map(({ topC, bottomC }) => [topC, bottomC])).toEqual([
      [85, 65],
      [65, 45],
      [45, 40],
    ]);
    expect(rows(intervals[1]?.['streams'])).toMatchObject([
      { port: heat.ports.mill, kw: 450 },
      { port: heat.ports.dairy, kw: -480 },
    ]);
  });

  it('offers what its sources give on average, each explained by its hours', async () => {
    const body = await why('field=hotKw');
    const [row] = rows(body['rows']);
    const stream = (await heat.ask('parkmanager', 'GET', String(row?.['explain']))).body;

    expect([body['value'], row?.['port'], row?.['contribution']]).toEqual([900, heat.ports.mill, 900]);
    expect(rows(stream['parts']).map(({ field, value }) => [field, value])).toEqual([
      ['measuredKwh', 900 * 8760],
      ['knownHours', 8760],
    ]);
    expect(stream['side']).toMatchObject({ provenance: 'declared', meter: null });
    expect(JSON.stringify(body)).not.toContain('Silent');
  });

  it('is not explained to a company, nor to the region while it is kept back from it', async () => {
    for (const field of PINCH_FIELDS)
      for (const who of ['mill', 'silent', 'region'] as const) expect([who, field, await why(`field=${field}`, who)]).toMatchObject([who, field, { code: 'suppressed' }]);
  });

  it.each(['field=grand.kw', 'field=grand.kw&c=66', 'field=stream.kw&port=999999', 'field=stream.kw', 'slice=spring', 'field=kw'])(
    'is refused where there is no such figure (%s)',
    async (query) => {
      expect((await why(query))['code']).toBe('invalid-request');
    },
  );
});

it('of many companies is told to the region as figures, and no stream or temperature with them', async () => {
  const { region } = heat;
  const port = async (ean: string, over: object): Promise<void> => {
    const { company } = await makeCompany(region, { park: 'de-mars', name: `Port ${ean.slice(-3)}`, ean, shares: true });
    await region.ask('POST', '/api/v1/heat-ports', { key: BOOTSTRAP, body: { company, validFrom: '2020-01-01', ...over } });
  };
  for (const ean of ['871999900000000165', '871999900000000172', '871999900000000189', '871999900000000196'])
    await port(ean, { role: 'source', powerKw: 400, supplyC: 90, returnC: 50 });
  for (const ean of ['871999900000000042', '871999900000000059', '871999900000000066', '871999900000000073'])
    await port(ean, { role: 'sink', powerKw: 300, supplyC: 60, returnC: 35 });
  const { body: pinch } = await heat.ask('region', 'GET', '/parks/de-mars/pinch');
  const [year] = rows(pinch['slices']);
  const told = await why('field=coldUtilityKw', 'region');

  expect([told['level'], told['value']]).toEqual(['together', year?.['coldUtilityKw']]);
  expect([told['rows'], told['intervals'], told['added'], told['parts'], told['side']]).toEqual([[], [], null, [], null]);
  for (const field of ['grand.kw&c=85', 'hot.kw&c=90', `stream.kw&port=${heat.ports.mill}`])
    expect([field, (await why(`field=${field}`, 'region'))['code']]).toEqual([field, 'suppressed']);
  // Which links are chosen within the solver's time is not always the same, and whether they are of enough companies follows from it.
  const used = await why('field=exchangePotentialUsed', 'region');
  expect(pinch['exchangePotentialUsed'] === null ? used['code'] : used['value']).toBe(pinch['exchangePotentialUsed'] ?? 'suppressed');
  expect((await why('field=coldUtilityKw', 'key'))['level']).toBe('intervals');
}, 60_000);
