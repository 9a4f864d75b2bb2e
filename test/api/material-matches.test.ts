// Matches over HTTP: found from what companies state, nobody named before both agree, and steps from idea to metered.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let small: SmallRegion;
let mill: Objects;
let printer: Objects;
let hidden: Objects;
let [offer, need] = [0, 0];
const cookies = { mill: '', printer: '', manager: '', region: '' };
const PASSWORD = 'a long enough password';

const post = (path: string, body: unknown, as: { key?: string; cookie?: string } = { key: BOOTSTRAP }): Promise<Answer> => small.ask('POST', `/api/v1${path}`, { ...as, body });
const get = (path: string, as: { key?: string; cookie?: string } = { key: BOOTSTRAP }): Promise<Answer> => small.ask('GET', `/api/v1${path}`, as);
/** What a match is called. */
const named = (from: number, to: number): string => small.app.parts.deps.materialNames.nameOf(from, to);
type Item = Record<string, unknown> & { offer: Record<string, unknown>; need: Record<string, unknown> };
const itemsOf = ({ body }: Answer): Item[] => (Array.isArray(body['items']) ? body['items'] : []);

beforeAll(async () => {
  small = await startApp();
  await post('/parks', { id: 'park-a', name: 'Park A', municipality: 'Zutphen' });
  mill = await makeCompany(small, { park: 'park-a', name: 'Molen Alpha', ean: '871999900000000011', shares: true });
  printer = await makeCompany(small, { park: 'park-a', name: 'Drukkerij Beta', ean: '871999900000000028', shares: true });
  hidden = await makeCompany(small, { park: 'park-a', name: 'Stille Gamma', ean: '871999900000000035', shares: false });
  const { auth } = small.app.parts;
  const account = async (email: string, roles: Parameters<typeof auth.ensureAccount>[0]['roles']): Promise<string> => {
    await auth.ensureAccount({ email, password: PASSWORD, name: email, roles });
    return signIn(small, email, PASSWORD);
  };
  cookies.mill = await account('mill@example.org', [{ role: 'company', company: mill.company }]);
  cookies.printer = await account('printer@example.org', [{ role: 'company', company: printer.company }]);
  cookies.manager = await account('manager@example.org', [{ role: 'parkmanager', parks: ['park-a'] }]);
  cookies.region = await account('region@example.org', [{ role: 'region' }]);
  const stated = await post('/material-streams', {
    company: printer.company,
    direction: 'offer',
    euralCode: '20 01 01',
    tonnesPerMonth: 10,
    specification: { contaminantShare: 0.01 },
    processingCode: 'R3',
    costNowEurPerTonne: 20,
    validFrom: '2026-01-01',
  });
  offer = Number(stated.body['id']);
  need = Number(
    (
      await post('/material-streams', {
        company: mill.company,
        direction: 'need',
        materialClass: 'paper-sorted',
        tonnesPerMonth: 100,
        specification: { contaminantShare: 0.02 },
        costNowEurPerTonne: 140,
        maxSubstitutionShare: 0.05,
        validFrom: '2026-01-01',
      })
    ).body['id'],
  );
  await post('/material-streams', { company: hidden.company, direction: 'need', materialClass: 'paper-sorted', tonnesPerMonth: 50, validFrom: '2026-01-01' });
}, 60_000);
afterAll(() => small.stop());

it('finds the pair, values it and shows each criterion and what the law asks', async () => {
  const answer = await get('/parks/park-a/material-matches');
  const match = itemsOf(answer).find((one) => one['id'] === named(offer, need));

  expect(answer.status).toBe(200);
  // 5 of 100 t a month may be used paper: 60 t a year, worth 140 + 20 a tonne less 20 km at 0.15 (the park's place is not known).
  expect(match).toMatchObject({ status: 'idea', anonymous: true, feasible: true, tonnesPerYear: 60, allottedTonnesPerYear: 60, distanceKm: null });
  expect(match?.['valueEurPerYear']).toMatchObject({ value: 60 * (140 + 20 - 3) });
  expect(match?.['criteria']).toContainEqual({ kind: 'hard', name: 'contaminantShare', outcome: 'met', offered: 0.01, min: null, max: 0.02, score: null });
  expect(match?.['legal']).toEqual(['waste-transport', 'taker-permit', 'separate-collection']);
  expect(answer.body).toMatchObject({ next: null, simulated: false, quality: { E: 1 }, signs: [], coverage: 1 });
});

it('names nobody before both agree, to no reader at all', async () => {
  const park = [await get('/parks/park-a/material-matches'), await get('/parks/park-a/material-matches', { cookie: cookies.manager })];
  const own = await get(`/companies/${printer.company}/material-matches`, { cookie: cookies.printer });

  for (const answer of park) expect(JSON.stringify(answer.body)).not.toMatch(/Alpha|Beta|Gamma/);
  expect(JSON.stringify(own.body)).not.toMatch(/Alpha|Gamma/);
  expect(itemsOf(own)[0]).toMatchObject({ offer: { own: true, name: 'Drukkerij Beta' }, need: { own: false, name: null, company: null, stream: null }, valueEurPerYear: null });
});

it('reckons with the places that both gave, for whoever may know both, and moves nothing for the others', async () => {
  const before = itemsOf(await get(`/companies/${printer.company}/material-matches`, { cookie: cookies.printer }));
  const place = (id: number, body: object): Promise<Answer> => small.ask('PATCH', `/api/v1/material-streams/${id}`, { key: BOOTSTRAP, body });
  expect((await place(offer, { lat: 52.1 })).status).toBe(422);
  expect((await place(offer, { lat: 52.1, lon: 6.05 })).body).toMatchObject({ lat: 52.1, lon: 6.05 });
  await place(need, { lat: 52.11, lon: 6.05 });
  const match = itemsOf(await get('/parks/park-a/material-matches')).find((one) => one['id'] === named(offer, need));
  const own = itemsOf(await get(`/companies/${printer.company}/material-matches`, { cookie: cookies.printer }));

  // A hundredth of a degree is 1.112 km, by road 1.4; transport at 0.15.
  expect(match).toMatchObject({ placed: true, distanceKm: 1.4, valueEurPerYear: { value: expect.closeTo(60 * (140 + 20 - 0.15 * 1.11195 * 1.3), 1) } });
  // Its own place is its own to see, and nobody else's before both agree: not its park's manager's either.
  expect(own.map(({ offer: side }) => side['place'])).toEqual([{ lat: 52.1, lon: 6.05 }]);
  expect(own.map(({ offer: { place: _, ...side }, ...one }) => ({ ...one, offer: side }))).toEqual(
    before.map(({ offer: { place: _, ...side }, ...one }) => ({ ...one, offer: side })),
  );
  expect(match).toMatchObject({ offer: { place: null }, need: { place: null } });
  for (const id of [offer, need]) await place(id, { lat: null, lon: null });
});

it('lets nobody but its own companies be matched who share with nobody', async () => {
  const own = await get(`/companies/${printer.company}/material-matches`, { cookie: cookies.printer });
  const manager = await get('/parks/park-a/material-matches', { cookie: cookies.manager });

  expect(itemsOf(own)).toHaveLength(1);
  expect(itemsOf(manager)).toHaveLength(1);
});

it('gives the region counts and no pair', async () => {
  const answer = await get('/parks/park-a/material-matches', { cookie: cookies.region });

  expect(answer.body).toMatchObject({ items: [], signs: [{ figure: 'items', sign: 'x', reason: 'too-few' }], funnel: { idea: 1 } });
});

describe('agreeing', () => {
  it('is for the two companies alone', async () => {
    const id = named(offer, need);

    expect((await post(`/material-matches/${id}/agreement`, { company: mill.company }, { cookie: cookies.printer })).status).toBe(404);
    expect((await post(`/material-matches/${id}/agreement`, { company: mill.company }, { cookie: cookies.manager })).status).toBe(404);
    expect((await post(`/material-matches/${id}/agreement`, { company: hidden.company })).status).toBe(404);
    expect((await post(`/material-matches/${named(need, offer)}/agreement`, { company: mill.company })).status).toBe(404);
    // The need of a company that shares with nobody is there, and is answered like one that is not.
    for (const other of [need + 1, 999_999])
      expect((await post(`/material-matches/${named(offer, other)}/agreement`, { company: printer.company }, { cookie: cookies.printer })).status).toBe(404);
  });

  it('of one side shows only that it did; of both, who they are', async () => {
    const id = named(offer, need);
    const early = await post(`/material-matches/${id}/status`, { company: mill.company, status: 'trial' }, { cookie: cookies.mill });
    const one = await post(`/material-matches/${id}/agreement`, { company: printer.company }, { cookie: cookies.printer });
    const between = await get(`/companies/${mill.company}/material-matches`, { cookie: cookies.mill });
    const both = await post(`/material-matches/${id}/agreement`, { company: mill.company }, { cookie: cookies.mill });
    const after = itemsOf(await get(`/companies/${mill.company}/material-matches`, { cookie: cookies.mill })).find((match) => match['id'] === id);

    expect(early.status).toBe(409);
    expect(one.body).toMatchObject({ status: 'idea', offerAgreed: true, needAgreed: false, anonymous: true });
    expect(JSON.stringify(between.body)).not.toContain('Beta');
    expect(both.body).toMatchObject({ status: 'contact', anonymous: false });
    expect(after).toMatchObject({ offer: { name: 'Drukkerij Beta', company: printer.company }, need: { name: 'Molen Alpha' }, status: 'contact', anonymous: false });
    expect(after?.['valueEurPerYear']).toMatchObject({ value: 9420 });

    await small.ask('PATCH', `/api/v1/material-streams/${offer}`, { key: BOOTSTRAP, body: { lat: 52.1, lon: 6.05 } });
    const placed = itemsOf(await get(`/companies/${mill.company}/material-matches`, { cookie: cookies.mill })).find((match) => match['id'] === id);
    expect(placed).toMatchObject({ offer: { place: { lat: 52.1, lon: 6.05 } }, need: { place: null } });
    await small.ask('PATCH', `/api/v1/material-streams/${offer}`, { key: BOOTSTRAP, body: { lat: null, lon: null } });
  });

  it('leads over a contract to metered, and only what was weighed is avoided', async () => {
    const id = named(offer, need);
    await post(`/material-matches/${id}/status`, { company: mill.company, status: 'contract' }, { cookie: cookies.mill });
    const loop = async (): Promise<Record<string, unknown>> => {
      const { exchanged, avoidedCo2, indicators } = (await get('/parks/park-a/circularity')).body;
      const rate = Array.isArray(indicators) ? indicators.find((row: { name: string }) => row.name === 'localLoopRate') : null;
      return { exchanged, avoidedCo2, rate: rate?.value };
    };
    const contracted = await loop();
    const body = { deliveredAt: new Date(Date.now() - 86_400_000).toISOString(), kg: 6000, need };
    const first = await post(`/material-streams/${offer}/deliveries`, body, { cookie: cookies.printer });
    const again = await post(`/material-streams/${offer}/deliveries`, body, { cookie: cookies.printer });
    const elsewhere = await post(`/material-streams/${offer}/deliveries`, { ...body, need: need + 1 }, { cookie: cookies.printer });

    expect(contracted).toMatchObject({ exchanged: { contractedTonnes: 60, meteredTonnes: 0 }, avoidedCo2: { meteredKg: 0 }, rate: 0 });
    expect([first.status, again.status, elsewhere.status]).toEqual([201, 409, 422]);
    // 6 of 120 t; 900 - 730 kg a tonne less 20 km at 0.1.
    expect(await loop()).toMatchObject({ exchanged: { meteredTonnes: 6 }, avoidedCo2: { meteredKg: 6 * (900 - 730 - 2) }, rate: 0.05 });
    expect(itemsOf(await get('/parks/park-a/material-matches?status=metered'))).toHaveLength(1);
  });

  it('ends when one takes it back', async () => {
    const taken = await post(`/material-matches/${named(offer, need)}/agreement`, { company: mill.company, agrees: false }, { cookie: cookies.mill });
    const after = await get(`/companies/${printer.company}/material-matches`, { cookie: cookies.printer });

    expect(taken.body).toMatchObject({ status: 'idea', anonymous: true });
    expect(JSON.stringify(after.body)).not.toContain('Alpha');
  });
});
