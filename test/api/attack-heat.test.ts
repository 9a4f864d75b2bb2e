// A company asks everything about the heat of its park before anybody agreed: neither who else is there, nor how many, comes out.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textOfPdf } from '../jobs/pdf-text.ts';
import { type HeatRegion, heatRegion, itemsOf } from './heat-region.ts';

let heat: HeatRegion;
beforeAll(async () => {
  heat = await heatRegion();
}, 60_000);
afterAll(() => heat.region.stop());

const textOf = async (path: string): Promise<string> => JSON.stringify((await heat.ask('mill', 'GET', path)).body);

it('how much of its own hours is known is not told as a share of the ports of all, which would count them', async () => {
  const answers = await Promise.all(['heat-matches', 'heat-map', 'heat-network'].map((name) => heat.ask('mill', 'GET', `/parks/de-mars/${name}`)));

  // Its own port is declared, and known whole.
  expect(answers.map(({ body }) => body['coverage'])).toEqual([1, 1, 1]);
});

it('of the choice of links a company is told its own, and not among how many it was made', async () => {
  const { body } = await heat.ask('mill', 'GET', '/parks/de-mars/heat-network');

  expect(body).toMatchObject({ links: [], potential: null, solver: null, greedyNetEur: null, contracted: null, metered: null, trench: null });
  // The manager of the park sees that there was something to choose.
  expect((await heat.ask('parkmanager', 'GET', '/parks/de-mars/heat-network')).body).toMatchObject({ solver: { links: 1 } });
});

it('no view, file, trial or explanation of its match names the other side or gives a figure of the two', { timeout: 60_000 }, async () => {
  const { mill, dairy, silent } = heat.ports;
  const id = heat.named(mill, dairy);
  const views = [
    '/parks/de-mars/heat-matches',
    `/heat-matches/${id}`,
    '/parks/de-mars/heat-map',
    '/heat-ports',
    '/heat-ports/file',
    '/parks/de-mars/heat-trial?code=boilerEfficiency&value=0.5',
  ];
  const explained = ['deliveredKwh', 'measuredKwh', 'money.capexEur', 'co2AvoidedKg', 'money.sensitivity'].map((field) =>
    heat.ask('mill', 'GET', `/heat-matches/${id}/explain?field=${field}`),
  );
  const [match] = itemsOf(await heat.ask('mill', 'GET', '/parks/de-mars/heat-matches'));
  const whole = (await heat.ask('mill', 'GET', `/heat-matches/${id}`)).body;

  for (const path of views) expect((await heat.ask('mill', 'GET', path)).status).toBe(200);
  for (const path of views) expect(await textOf(path)).not.toMatch(/Dairy|Silent|52\.153|52\.151|"company":[23]\b/);
  expect((await Promise.all(explained)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  expect(match).toMatchObject({ sight: 'band', deliveredKwh: null, lengthM: null, capexEur: null, npvEur: null, positiveShare: null, priceFloor: null, kind: null });
  expect(whole).toMatchObject({ reasoning: null, week: [], days: [], clock: [], metered: null, contracted: null });
  // Of who shares with nobody there is no match at all, whatever it is called.
  expect((await heat.ask('mill', 'GET', `/heat-matches/${heat.named(mill, silent)}`)).status).toBe(404);
  expect((await heat.ask('mill', 'POST', `/heat-matches/${heat.named(mill, silent)}/decisions`, { decision: 'agree' })).status).toBe(404);
  expect((await heat.ask('mill', 'GET', `/heat-ports/${dairy}`)).status).toBe(404);
});

it('the sheet of a match says in its text what its page says, and no more', { timeout: 60_000 }, async () => {
  const id = heat.named(heat.ports.mill, heat.ports.dairy);
  const cookie = heat.cookie('mill');
  const response = await fetch(`${heat.region.app.parts.urls.web}/api/v1/heat-matches/${id}/file?lang=en`, { headers: { cookie } });
  const text = textOfPdf(new Uint8Array(await response.arrayBuffer()));

  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(text).toContain('Mill');
  expect(text).not.toMatch(/Dairy|Silent|52[.,]15[13]/);
  expect(text).not.toMatch(/€|EUR/);
});
