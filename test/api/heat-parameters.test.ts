// The assumptions over HTTP: all with their source, and what another value of one would move, for each reader what it may see.
import { published } from '../../src/domain/balance-rows.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRIAL_FACTOR, trialRange } from '../../src/api/heat-parameters.ts';
import type { HeatTrial } from '../../src/api/shapes-heat-parameters.ts';
import { moneyOf } from '../../src/domain/heat/costs.ts';
import { valuesOf } from '../../src/domain/heat/parameters.ts';
import { type HeatRegion, type Who, heatRegion, itemsOf } from './heat-region.ts';

let heat: HeatRegion;
beforeAll(async () => {
  heat = await heatRegion();
}, 60_000);
afterAll(() => heat.region.stop());

const trial = async (who: Who | 'key', code: string, value: number | string): Promise<HeatTrial> =>
  JSON.parse(JSON.stringify((await heat.ask(who, 'GET', `/parks/de-mars/heat-trial?code=${code}&value=${value}`)).body));
const kept = (): ReturnType<typeof valuesOf> => valuesOf(heat.region.app.parts.deps.heat.parameters);

it('each assumption has value, band, unit, source, day and file, under the hash of them all', async () => {
  const { body } = await heat.ask('mill', 'GET', '/heat-parameters');
  const items: Record<string, unknown>[] = JSON.parse(JSON.stringify(body['items']));

  expect(items).toHaveLength(47);
  expect(items.find((one) => one['code'] === 'tortuosity')).toMatchObject({
    file: 'pipes',
    value: kept().tortuosity,
    unit: '1',
    validFrom: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
  for (const one of items) expect(String(one['source']).length).toBeGreaterThan(2);
  expect(body['hash']).toBe(heat.region.app.parts.deps.heat.parameters.hash);
});

describe('another price of gas', () => {
  it('moves ceiling and value of every match, by as much as the sum says, and is not kept', async () => {
    const before = itemsOf(await heat.ask('parkmanager', 'GET', '/parks/de-mars/heat-matches'));
    const value = kept().gasEurPerM3 * 1.5;
    const { items, unchanged } = await trial('parkmanager', 'gasEurPerM3', value);
    const [moved] = items;

    expect(items).toHaveLength(1);
    expect(unchanged).toBe(0);
    expect(moved).toMatchObject({ source: 'Mill, dryer', sink: 'Dairy', before: { rank: 1 }, after: { rank: 1 } });
    // What the gas of a MWh costs: at 8.79 kWh/m3 and 90 %, half as much again.
    const m3PerMwh = 1000 / (8.79 * 0.9);
    expect((moved?.after?.priceCeiling ?? 0) - (moved?.before?.priceCeiling ?? 0)).toBeCloseTo(m3PerMwh * (value - kept().gasEurPerM3), 6);
    expect(moved?.after?.priceFloor).toBe(moved?.before?.priceFloor);
    expect(itemsOf(await heat.ask('parkmanager', 'GET', '/parks/de-mars/heat-matches'))).toEqual(before);
  });

  it('is what the model says with that value', async () => {
    const { runs, parameters } = heat.region.app.parts.deps.heat;
    const [pair] = (await runs.matches('de-mars', (company) => company !== heat.companies.silent.company)).pairs;
    const value = kept().companyRate + 0.02;
    const { items } = await trial('parkmanager', 'companyRate', value);
    const link = pair?.link ?? expect.fail('no pair');

    const money = moneyOf(link, { ...valuesOf(parameters), companyRate: value });
    expect(items[0]?.after?.priceFloor).toBe(published(money.sellerEurPerMwh + money.company.transportEurPerMwh));
  });
});

it('another distance lets a match in or out, and names which', async () => {
  const { items } = await trial('parkmanager', 'matchDistanceM', 300);

  expect(items).toMatchObject([{ after: null, before: { rank: 1 } }]);
});

it('a value that is kept, or that nothing rests on, moves nothing', async () => {
  expect(await trial('parkmanager', 'gasEurPerM3', kept().gasEurPerM3)).toMatchObject({ items: [], unchanged: 1 });
  expect(await trial('parkmanager', 'gasKgPerM3', kept().gasKgPerM3 * 1.05)).toMatchObject({ items: [], unchanged: 1 });
});

it('shows no figure of a match that a reader knows as a band, nor of others', async () => {
  expect(await trial('mill', 'gasEurPerM3', 1)).toMatchObject({ items: [], unchanged: 0 });
  expect(await trial('region', 'gasEurPerM3', 1)).toMatchObject({ items: [], unchanged: 0 });
  expect((await trial('key', 'gasEurPerM3', 1)).items).toHaveLength(2);
});

it.each([
  ['code=noSuchThing&value=1', /code/],
  ['code=gasEurPerM3', /value/],
  ['code=gasEurPerM3&value=abc', /value/],
  ['code=gasEurPerM3&value=1000', /can be tried from .* EUR\/m3/],
  ['code=boilerEfficiency&value=0', /can be tried from/],
])('%s is refused, and says why', async (query, why) => {
  const answer = await heat.ask('parkmanager', 'GET', `/parks/de-mars/heat-trial?${query}`);

  expect(answer.status).toBe(422);
  expect(String(answer.body['detail'])).toMatch(why);
});

it('may be tried beyond its band, up to ten times as much or as little', () => {
  expect(trialRange({ value: 2, low: 1, high: 3 })).toEqual({ tryFrom: 2 / TRIAL_FACTOR, tryTo: 2 * TRIAL_FACTOR });
  expect(trialRange({ value: 0, low: 0, high: 3 })).toEqual({ tryFrom: 0, tryTo: 3 });
});
