// The euros of a heat match down to what is assumed, in one of the draws too, for who sees the match and for nobody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figureNames } from '../../src/api/heat-figures-explain.ts';
import { reckonHeat } from './explained-heat.ts';
import { objectIn, rows } from './explained-parts.ts';
import { type HeatRegion, type Who, heatRegion } from './heat-region.ts';

let heat: HeatRegion;
let path: string;
beforeAll(async () => {
  heat = await heatRegion();
  path = `/heat-matches/${heat.named(heat.ports.mill, heat.ports.dairy)}`;
}, 60_000);
afterAll(() => heat.region.stop());

const why = async (query: string, who: Who | 'key' = 'parkmanager') => (await heat.ask(who, 'GET', `${path}/explain?${query}`)).body;

describe('the investment of a match', () => {
  it('is metres, EUR a metre and what is assumed, each with its unit, its source and the list it is of', async () => {
    const pipe = await why('field=pipeEur');
    const { hash } = objectIn((await heat.ask('key', 'GET', path)).body['parameters']);

    expect([pipe['value'], pipe['unit'], pipe['parameters']]).toEqual([reckonHeat(pipe), 'EUR', hash]);
    expect(rows(pipe['parts']).map(({ field }) => field)).toEqual(['capexFactor', 'priceIndex', 'trenchEurPerM', 'lengthM', 'surfaceFactor']);
    expect(rows(pipe['assumptions'])).toMatchObject([
      { code: 'capexFactor', unit: '1', low: 0.65, high: 1.5 },
      { code: 'priceIndex' },
      { code: expect.stringMatching(/^trenchEurPerM DN\d+$/), unit: 'EUR/m', source: expect.stringContaining('topotherm') },
      { code: 'surfaceFactor', validFrom: '2026-01-01' },
    ]);
  });

  it('leads on to each of its parts', async () => {
    for (const { explain, value } of rows((await why('field=capexEur'))['parts']))
      expect(Number((await heat.ask('parkmanager', 'GET', String(explain))).body['value'])).toBeCloseTo(Number(value), 6);
  });
});

describe('the value of a match in a thousand draws', () => {
  it('at the middle is one draw, whose assumptions and terms are told', async () => {
    const middle = await why('field=npvEur.p50');
    const { number, of, rank } = objectIn(middle['draw']);
    const [part] = rows(middle['parts']);
    const inDraw = (await heat.ask('parkmanager', 'GET', String(part?.['explain']))).body;

    expect([of, rank]).toEqual([1000, 500]);
    expect([inDraw['value'], reckonHeat(inDraw)]).toEqual([middle['value'], middle['value']]);
    expect(part?.['explain']).toContain(`draw=${String(number)}`);
    const gas = rows((await why(`field=gasCostEurPerM3&draw=${String(number)}`))['assumptions']).find(({ code }) => code === 'gasEurPerM3');
    const kept = rows((await why('field=gasCostEurPerM3'))['assumptions']).find(({ code }) => code === 'gasEurPerM3');
    expect(gas?.['value']).not.toBe(kept?.['value']);
    expect(Number(gas?.['value'])).toBeGreaterThanOrEqual(Number(kept?.['low']));
  });

  it('is above nothing in so many of them', async () => {
    const share = await why('field=positiveShare');
    const draws = share['draws'];

    expect(Array.isArray(draws) ? draws.filter((one) => one > 0).length / draws.length : null).toBe(share['value']);
  });
});

describe('what a match would be with another value', () => {
  it('is explained with that value', async () => {
    const [kept, tried] = [await why('field=gasCostEurPerM3'), await why('field=gasCostEurPerM3&code=gasEurPerM3&value=0.9')];

    expect(rows(tried['assumptions']).find(({ code }) => code === 'gasEurPerM3')).toMatchObject({ value: 0.9 });
    expect([tried['value'] === kept['value'], reckonHeat(tried)]).toEqual([false, tried['value']]);
    expect(rows((await why('field=priceCeiling&code=gasEurPerM3&value=0.9'))['parts'])[1]?.['explain']).toContain('value=0.9');
  });

  it.each([
    'field=measuredKwh&code=gasEurPerM3&value=0.9',
    'field=measuredKwh&draw=3',
    'field=capexEur&code=gasEurPerM3',
    'field=capexEur&code=gasEurPerM3&value=1000',
    'field=capexEur&draw=1000',
    'field=deliveredKwh&draw=5',
    'field=company.paybackYears',
  ])('is refused where it makes no sense (%s)', async (query) => {
    expect((await why(query))['code']).toBe('invalid-request');
  });
});

it('tells a company nothing of any figure before both agreed, whatever it asks, and one that is in neither not that there is one', async () => {
  const asked = [...figureNames().map((field) => `field=${field}`), 'field=priceFloor&draw=7', 'field=priceFloor&code=gasEurPerM3&value=0.9'];
  for (const query of asked) {
    expect([query, await why(query, 'mill')]).toMatchObject([query, { status: 403, code: 'suppressed' }]);
    expect([query, (await why(query, 'silent'))['status']]).toEqual([query, 404]);
    const { status } = await heat.ask('region', 'GET', `${path}/explain?${query}`);
    expect([query, status === 200]).toEqual([query, false]);
  }
}, 60_000);
