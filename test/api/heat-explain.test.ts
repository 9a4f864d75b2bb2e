// What a heat match is made of: for whoever sees both sides, and for the companies once both agreed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawNumbers } from './explained-draw.ts';
import { getterOf } from './explained-ground.ts';
import { heatNumbers } from './explained-heat.ts';
import { rows } from './explained-parts.ts';
import { randoms } from './explained-region.ts';
import { type HeatRegion, type Who, heatRegion } from './heat-region.ts';

let heat: HeatRegion;
let path: string;
beforeAll(async () => {
  heat = await heatRegion();
  path = `/heat-matches/${heat.named(heat.ports.mill, heat.ports.dairy)}`;
}, 60_000);
afterAll(() => heat.region.stop());

const why = (who: Who | 'key', query = ''): ReturnType<HeatRegion['ask']> => heat.ask(who, 'GET', `${path}/explain?${query}`);

describe('a figure of a heat match', () => {
  it('is what is listed, from euros of gas down to an hour', async () => {
    const get = getterOf(heat.region);
    const numbers = await heatNumbers(get, path);
    const { wrong, moved } = await drawNumbers(get, numbers, { wanted: 60, below: randoms(3) });

    expect([numbers.length > 300, moved > 20, wrong]).toEqual([true, true, []]);
  });

  it('of one day lists its hours with what either side brought, and both sides with their factor', async () => {
    const month = rows((await why('key', 'field=measuredKwh')).body['steps'])[3];
    const [start, end] = [String(month?.['start']), new Date(Date.parse(String(month?.['start'])) + 86_400_000).toISOString()];
    const { body } = await why('key', `field=measuredKwh&start=${start}&end=${end}`);
    const hours = rows(body['hours']);

    expect([body['level'], hours.length]).toEqual(['hours', 24]);
    for (const hour of hours) expect(hour['servedKw']).toBe(Math.min(Number(hour['sourceKw']), Number(hour['demandKw'])));
    expect(rows(body['sides'])).toMatchObject([
      { role: 'source', port: heat.ports.mill, provenance: 'declared', meter: null },
      { role: 'sink', port: heat.ports.dairy, meter: null },
    ]);
  });

  it('is kept back from a company until both agreed, and from who is in neither', async () => {
    expect([(await why('parkmanager')).status, (await why('mill')).body['code'], (await why('silent')).status]).toEqual([200, 'suppressed', 404]);
    for (const who of ['mill', 'dairy'] as const) await heat.ask(who, 'POST', `${path}/decisions`, { decision: 'agree' });

    expect([(await why('mill')).status, (await why('dairy')).status, (await why('silent')).status]).toEqual([200, 200, 404]);
  });

  it.each([
    ['field=npvEur', 'invalid-request'],
    ['field=deliveredKwh&start=2026-01-01', 'invalid-request'],
    ['field=measuredKwh&start=2020-01-01', 'bad-time'],
  ])('that does not exist (%s) is refused', async (query, code) => {
    expect((await why('key', query)).body['code']).toBe(code);
  });
});
