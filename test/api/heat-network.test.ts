// A park as a whole: the links that pay, the pinch of its streams, and what is kept back of too few companies.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HeatRegion, heatRegion } from './heat-region.ts';
import { BOOTSTRAP, makeCompany } from './small-region.ts';

interface Figures {
  readonly potential: { readonly netEur: number; readonly deliveredKwh: number; readonly backupKwh: number };
  readonly greedyNetEur: number;
}
interface Slices {
  readonly slices: readonly { readonly hot: readonly unknown[] }[];
}
let heat: HeatRegion;
beforeAll(async () => {
  heat = await heatRegion();
}, 60_000);
afterAll(() => heat.region.stop());

describe('the network', () => {
  it('names the links that pay, with how near to proved the choice is', async () => {
    const { body } = await heat.ask('parkmanager', 'GET', '/parks/de-mars/heat-network');

    expect(body).toMatchObject({
      links: [{ id: heat.named(heat.ports.mill, heat.ports.dairy), sink: { name: 'Dairy' } }],
      contracted: { matches: 0 },
      metered: { matches: 0, kwh: 0 },
      solver: { proved: true, links: 1, choiceTimed: false, boundTimed: false },
      suppressed: null,
    });
    const { potential, greedyNetEur }: Figures = JSON.parse(JSON.stringify(body));
    expect(potential.netEur).toBeGreaterThanOrEqual(greedyNetEur);
    // 600 kW all year; the source has 900, of which 36/40 may be taken.
    expect(potential.deliveredKwh + potential.backupKwh).toBeCloseTo(600 * 8760, 0);
  });

  it('holds readings of nobody who does not share', async () => {
    const [key, manager] = [await heat.ask('key', 'GET', '/parks/de-mars/heat-network'), await heat.ask('parkmanager', 'GET', '/parks/de-mars/heat-network')];

    expect(JSON.stringify(key.body)).toContain('Silent');
    expect(JSON.stringify(manager.body)).not.toContain('Silent');
  });

  it('of two companies is kept back from the region, and from a company', async () => {
    expect((await heat.ask('region', 'GET', '/parks/de-mars/heat-network')).body).toMatchObject({ links: [], potential: null, contracted: null, metered: null, trench: null });
    expect(String((await heat.ask('region', 'GET', '/parks/de-mars/heat-network')).body['suppressed'])).toContain('5 companies');
    expect((await heat.ask('dairy', 'GET', '/parks/de-mars/heat-network')).body).toMatchObject({ links: [], potential: null, contracted: null, metered: null });
  });
});

it('of a park where no match has euros yet has no potential, which is not a potential of nothing', async () => {
  expect((await heat.ask('operator', 'GET', '/parks/eerbeek-loenen/heat-network')).body).toMatchObject({
    links: [],
    potential: null,
    solver: null,
    chosenBy: 'none',
    suppressed: null,
  });
});

describe('the pinch', () => {
  it('balances, and says what of it the links use', async () => {
    const { body } = await heat.ask('parkmanager', 'GET', '/parks/de-mars/pinch');
    const { slices }: Slices = JSON.parse(JSON.stringify(body));
    const [year] = slices;

    expect(year).toMatchObject({ slice: 'year', hours: 8760, hotKw: 900, coldKw: 600, hotUtilityKw: 0, coldUtilityKw: 300 });
    expect(year?.hot).toEqual([
      { kw: 0, c: 50 },
      { kw: 900, c: 90 },
    ]);
    expect(Number(body['exchangePotentialUsed'])).toBeCloseTo(1, 1);
  });

  it('of too few is kept back from the region, and is not a company’s to see', async () => {
    expect((await heat.ask('region', 'GET', '/parks/de-mars/pinch')).body).toMatchObject({ status: 403, code: 'suppressed' });
    expect((await heat.ask('dairy', 'GET', '/parks/de-mars/pinch')).body).toMatchObject({ status: 403, code: 'suppressed' });
  });
});

it('of five who take and one who gives is kept back from the region: the sum is what the one gives', async () => {
  for (const ean of ['871999900000000110', '871999900000000127', '871999900000000134', '871999900000000141', '871999900000000158']) {
    const { company } = await makeCompany(heat.region, { park: 'de-mars', name: `Taker ${ean.slice(-3)}`, ean, shares: true });
    const body = { company, role: 'sink', powerKw: 60, supplyC: 60, returnC: 35, lat: 52.151, lon: 6.2, validFrom: '2020-01-01' };
    await heat.region.ask('POST', '/api/v1/heat-ports', { key: BOOTSTRAP, body });
  }
  const { body } = await heat.ask('region', 'GET', '/parks/de-mars/heat-network');

  expect((await heat.ask('parkmanager', 'GET', '/parks/de-mars/heat-network')).body['links']).toHaveLength(6);
  expect(body).toMatchObject({ links: [], potential: null, suppressed: expect.stringContaining('5 companies') });
  expect((await heat.ask('region', 'GET', '/parks/de-mars/pinch')).body).toMatchObject({ status: 403, code: 'suppressed' });
});

it('of five who give and six who take is told to the region, without temperatures, and not where one alone needs heat from elsewhere', async () => {
  const port = async (ean: string, over: object): Promise<void> => {
    const { company } = await makeCompany(heat.region, { park: 'de-mars', name: `Port ${ean.slice(-3)}`, ean, shares: true });
    await heat.region.ask('POST', '/api/v1/heat-ports', { key: BOOTSTRAP, body: { company, lat: 52.151, lon: 6.2, validFrom: '2020-01-01', ...over } });
  };
  for (const ean of ['871999900000000165', '871999900000000172', '871999900000000189', '871999900000000196'])
    await port(ean, { role: 'source', powerKw: 400, supplyC: 90, returnC: 50, residual: 'yes' });
  const { status, body } = await heat.ask('region', 'GET', '/parks/de-mars/pinch');

  expect(status).toBe(200);
  expect(body).toMatchObject({ slices: expect.arrayContaining([expect.objectContaining({ hotKw: 2500, coldKw: 900, hotUtilityKw: 0, pinchesC: [], hot: [], grand: [] })]) });
  // Who gives to whom is chosen among fewer, and is not told by the share of what could be exchanged.
  const network = await heat.ask('region', 'GET', '/parks/de-mars/heat-network');
  expect([network.body['potential'] === null, body['exchangePotentialUsed'] === null]).toEqual([true, true]);

  await port('871999900000000202', { role: 'sink', powerKw: 100, supplyC: 130, returnC: 110 });
  expect((await heat.ask('parkmanager', 'GET', '/parks/de-mars/pinch')).body).toMatchObject({ slices: expect.arrayContaining([expect.objectContaining({ hotUtilityKw: 100 })]) });
  expect((await heat.ask('region', 'GET', '/parks/de-mars/pinch')).body).toMatchObject({ status: 403, code: 'suppressed' });
});
