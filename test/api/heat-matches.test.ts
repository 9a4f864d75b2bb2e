// Who may know what of a match: the manager all, a company its own side, and both everything once both agreed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PORT_CHANGES_PER_DAY } from '../../src/api/change-limit.ts';
import { MatchNames } from '../../src/api/match-names.ts';
import { type HeatRegion, type Match, type Who, heatRegion, itemsOf } from './heat-region.ts';

let heat: HeatRegion;
beforeAll(async () => {
  heat = await heatRegion();
}, 60_000);
afterAll(() => heat.region.stop());

const list = async (who: Who | 'key'): Promise<Match[]> => itemsOf(await heat.ask(who, 'GET', '/parks/de-mars/heat-matches'));
const shared = (): string => heat.named(heat.ports.mill, heat.ports.dairy);
const hidden = (): string => heat.named(heat.ports.mill, heat.ports.silent);

describe('before anybody agreed', () => {
  it('the operator’s key sees every match, the park manager those of companies that share', async () => {
    expect((await list('key')).map((one) => one.id).sort()).toEqual([shared(), hidden()].sort());
    expect(await list('parkmanager')).toMatchObject([{ id: shared(), sight: 'full', source: { name: 'Mill, dryer' }, sink: { name: 'Dairy' }, state: 'potential' }]);
    expect((await heat.ask('parkmanager', 'GET', `/heat-matches/${hidden()}`)).status).toBe(404);
  });

  it('a company sees that there is something, roughly how much and how far, and not with whom', async () => {
    const [mine, ...others] = await list('mill');

    expect(others).toEqual([]);
    expect(mine).toMatchObject({
      sight: 'band',
      source: { name: 'Mill, dryer', mine: true },
      sink: { name: null, port: null, company: null, supplyC: null, mine: false },
      coincidentKwh: null,
      coincidentBandKwh: { low: 3_000_000, high: 10_000_000 },
      lengthM: null,
      // 434 m; told by the squares of both.
      lengthBandM: { low: 0, high: 2000 },
      priceFloor: null,
      priceCeiling: null,
      capexEur: null,
      npvEur: null,
      kind: null,
    });
    const { body } = await heat.ask('mill', 'GET', `/heat-matches/${shared()}`);
    expect(body).toMatchObject({ reasoning: null, week: [], days: [], clock: [] });
    expect(JSON.stringify(body)).not.toContain('Dairy');
  });

  it('moving one’s own source finds no place of the other: what is told changes with the square only, and not for ever', async () => {
    const bandAt = async (lat: number): Promise<unknown> => {
      expect((await heat.ask('mill', 'PATCH', `/heat-ports/${heat.ports.mill}`, { lat, lon: 6.2 })).status).toBe(200);
      return (await list('mill'))[0]?.['lengthBandM'];
    };
    // Within one square of 500 m the true length goes from 838 down to 202 m, past 500 and 250.
    expect(new Set([JSON.stringify(await bandAt(52.1472)), JSON.stringify(await bandAt(52.1494)), JSON.stringify(await bandAt(52.1516))]).size).toBe(1);
    expect(await bandAt(52.15)).toEqual({ low: 0, high: 2000 });

    const answers = [];
    for (let change = 0; change < PORT_CHANGES_PER_DAY; change++) answers.push(await heat.ask('mill', 'PATCH', `/heat-ports/${heat.ports.mill}`, { powerKw: 900 }));
    expect(answers.filter((one) => one.status === 200)).toHaveLength(PORT_CHANGES_PER_DAY - 4);
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { code: 'too-many-requests', detail: expect.stringContaining('a day') } });
    // The manager sees both sides anyway.
    expect((await heat.ask('parkmanager', 'PATCH', `/heat-ports/${heat.ports.mill}`, { powerKw: 900 })).status).toBe(200);
  });

  it('a match is called so that a party who is not known yet is not recognised by it, nor guessed, nor another one after a restart', async () => {
    const [mine] = await list('mill');

    expect(mine?.id).toMatch(/^[0-9a-f]{32}$/);
    // The ports themselves are no name any more: with them one could ask for each in turn.
    for (const sink of Object.values(heat.ports)) expect((await heat.ask('mill', 'GET', `/heat-matches/${heat.ports.mill}-${sink}`)).status).toBe(404);
    const { heat: running } = heat.region.app.parts.deps;
    running.runs.forget('de-mars');
    expect((await list('mill')).map((one) => one.id)).toEqual([mine?.id]);
    expect(new MatchNames(heat.region.app.parts.folder.authSecret, 'heat').numbersOf(mine?.id ?? '')).toEqual([heat.ports.mill, heat.ports.dairy]);
  });

  it('the park manager puts it before both, who know no more of each other by it', async () => {
    for (const who of ['mill', 'operator'] as const) {
      const refused = await heat.ask(who, 'POST', `/heat-matches/${shared()}/decisions`, { decision: 'ask' });
      expect([refused.status, refused.body['state']]).toEqual([who === 'mill' ? 422 : 404, undefined]);
    }
    const { body } = await heat.ask('parkmanager', 'POST', `/heat-matches/${shared()}/decisions`, { decision: 'ask' });

    expect(body).toMatchObject({
      state: 'proposed',
      decisions: [
        { side: 'source', decision: 'ask' },
        { side: 'sink', decision: 'ask' },
      ],
    });
    expect((await list('mill'))[0]).toMatchObject({ state: 'proposed', sight: 'band', sink: { name: null } });
    expect(JSON.stringify((await heat.ask('mill', 'GET', `/heat-matches/${shared()}`)).body)).not.toContain('Dairy');
  });

  it('who takes no part is in nobody’s list, and sees its own match only as a band', async () => {
    expect((await list('mill')).some((one) => one.id === hidden())).toBe(false);
    expect(await list('silent')).toMatchObject([{ id: hidden(), sight: 'band' }]);
  });

  it('the region sees no pair at all', async () => {
    expect(await list('region')).toEqual([]);
    expect((await heat.ask('region', 'GET', `/heat-matches/${shared()}`)).status).toBe(404);
  });

  it('only the manager draws a route, and the length follows from its points', async () => {
    const points = [
      { lat: 52.15, lon: 6.2 },
      { lat: 52.154, lon: 6.2 },
    ];
    const drawn = await heat.ask('parkmanager', 'POST', `/heat-matches/${shared()}/route`, { points });
    const refused = await heat.ask('mill', 'POST', `/heat-matches/${shared()}/route`, { lengthM: 1 });

    expect(drawn.body).toMatchObject({ reasoning: { pipe: { route: 'drawn' } } });
    expect(drawn.body['lengthM']).toBeCloseTo(0.004 * 111_194.93, 0);
    expect([refused.status, refused.body['code']]).toEqual([422, 'invalid-request']);
    expect((await heat.ask('parkmanager', 'POST', `/heat-matches/${shared()}/route`, {})).status).toBe(422);
  });
});

describe('agreeing', () => {
  it('by one opens nothing yet; by both it opens names and figures to both', async () => {
    const first = await heat.ask('mill', 'POST', `/heat-matches/${shared()}/decisions`, { decision: 'agree' });
    expect(first.body).toMatchObject({ sight: 'band', state: 'proposed', reasoning: null });
    expect(first.body['decisions']).toMatchObject([{ decision: 'agree' }, { decision: 'ask' }]);

    const second = await heat.ask('dairy', 'POST', `/heat-matches/${shared()}/decisions`, { decision: 'agree' });
    expect(second.body).toMatchObject({ sight: 'full', state: 'agreed', source: { name: 'Mill, dryer' }, sink: { name: 'Dairy', mine: true } });
    expect(second.body['reasoning']).not.toBeNull();
    expect((await list('mill'))[0]).toMatchObject({ sight: 'full', sink: { name: 'Dairy' } });
  });

  it('is for a company to do and for nobody else', async () => {
    expect((await heat.ask('parkmanager', 'POST', `/heat-matches/${shared()}/decisions`, { decision: 'agree' })).status).toBe(422);
    expect((await heat.ask('silent', 'POST', `/heat-matches/${shared()}/decisions`, { decision: 'agree' })).status).toBe(404);
    expect((await heat.ask('operator', 'POST', `/heat-matches/${shared()}/decisions`, { decision: 'agree' })).status).toBe(404);
  });

  it('comes before a contract, which names what was agreed and stays apart from what could be', async () => {
    const early = await heat.ask('silent', 'POST', `/heat-matches/${hidden()}/contracts`, { kwhPerYear: 1e6 });
    const made = await heat.ask('mill', 'POST', `/heat-matches/${shared()}/contracts`, { kwhPerYear: 2_000_000, validFrom: '2026-01-01' });
    const meter = await heat.ask('mill', 'POST', `/heat-matches/${shared()}/contracts`, { kwhPerYear: 1, meter: heat.companies.mill.meter });

    expect(early.status).toBe(422);
    expect(made.body).toMatchObject({ state: 'contracted', contracted: { kwhPerYear: 2_000_000 }, metered: null });
    expect(meter.status).toBe(422);
    const { body } = await heat.ask('parkmanager', 'GET', '/parks/de-mars/heat-network');
    expect(body).toMatchObject({ contracted: { matches: 1, kwhPerYear: 2_000_000 }, metered: { matches: 0, kwh: 0 } });
  });

  it('taken back closes it again', async () => {
    await heat.ask('dairy', 'POST', `/heat-matches/${shared()}/decisions`, { decision: 'decline' });

    expect((await heat.ask('mill', 'GET', `/heat-matches/${shared()}`)).body).toMatchObject({ sight: 'band', reasoning: null });
    expect(await heat.ask('parkmanager', 'POST', `/heat-matches/${shared()}/decisions`, { decision: 'ask' })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });
});
