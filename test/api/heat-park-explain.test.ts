// What the links that pay together are the sum of, for who sees the companies of the park, and for nobody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NETWORK_FIELDS } from '../../src/api/shapes-heat-park-explained.ts';
import { reckonPark } from './explained-heat-park.ts';
import { inside, rows } from './explained-parts.ts';
import { type HeatRegion, type Who, heatRegion } from './heat-region.ts';

const PATH = '/parks/de-mars/heat-network';
let heat: HeatRegion;
let link: string;
beforeAll(async () => {
  heat = await heatRegion();
  link = heat.named(heat.ports.mill, heat.ports.dairy);
}, 60_000);
afterAll(() => heat.region.stop());

const why = async (query: string, who: Who | 'key' = 'parkmanager') => (await heat.ask(who, 'GET', `${PATH}/explain?${query}`)).body;

describe('the links of a park', () => {
  it.each(NETWORK_FIELDS.filter((field) => field !== 'links.netEur'))('have a %s that is what is listed', async (field) => {
    const body = await why(`field=${field}`);
    const told = inside((await heat.ask('parkmanager', 'GET', PATH)).body, field);

    expect([body['value'], reckonPark(body)]).toEqual([told, told]);
    expect(JSON.stringify(body)).not.toContain('Silent');
  });

  it('leave what a MWh leaves, less what is paid anyway, which the match explains', async () => {
    const body = await why(`field=links.netEur&link=${link}`);
    const [margin, fixed] = rows(body['parts']);
    const ofMatch = async (path: unknown): Promise<unknown> => (await heat.ask('parkmanager', 'GET', String(path))).body['value'];

    expect(reckonPark(body)).toBe(body['value']);
    expect(Number(await ofMatch(inside(margin, 'by.explain')))).toBeCloseTo(Number(margin?.['weight']), 6);
    expect(Number(await ofMatch(fixed?.['explain']))).toBeCloseTo(Number(fixed?.['value']), 6);
  });

  it('lead from what is left to the match that it is of', async () => {
    const [row] = rows((await why('field=potential.netEur'))['rows']);

    expect(row).toMatchObject({ match: link, name: 'Mill, dryer – Dairy' });
    expect((await heat.ask('parkmanager', 'GET', String(row?.['explain']))).body['value']).toBe(row?.['contribution']);
  });

  it('are not explained to the region, to a company before both agreed, or to who is in none', async () => {
    for (const field of NETWORK_FIELDS)
      for (const who of ['region', 'mill', 'silent'] as const) {
        const answer = await heat.ask(who, 'GET', `${PATH}/explain?field=${field}&link=${link}`);
        expect([who, field, answer.status]).toEqual([who, field, field === 'links.netEur' ? 404 : 403]);
      }
  });

  it('are explained to its two companies once both agreed, of their own link and not of the park', async () => {
    for (const who of ['mill', 'dairy'] as const) await heat.ask(who, 'POST', `/heat-matches/${link}/decisions`, { decision: 'agree' });
    const own = await why(`field=links.netEur&link=${link}`, 'mill');

    expect([own['level'], reckonPark(own)]).toEqual(['sum', own['value']]);
    expect((await why('field=potential.netEur', 'mill'))['code']).toBe('suppressed');
    expect((await why(`field=links.netEur&link=${link}`, 'silent'))['status']).toBe(404);
  });
});
