// Streams over HTTP: stated, read, changed, ended and taken back, with errors that say what to do.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let small: SmallRegion;
let company: Objects;
beforeAll(async () => {
  small = await startApp();
  company = await makeCompany(small, { park: 'de-mars', name: 'Company A', ean: '871999900000000011', shares: true });
}, 60_000);
afterAll(() => small.stop());

const ask = (method: string, path: string, body?: unknown) => small.ask(method, `/api/v1${path}`, { key: BOOTSTRAP, ...(body !== undefined && { body }) });

it('goes its whole way', async () => {
  const stated = await ask('POST', '/material-streams', {
    company: company.company,
    direction: 'offer',
    euralCode: '030310',
    tonnesPerMonth: 40,
    specification: { drySolidsShare: 0.5 },
    processingCode: 'R10',
    routeNow: 'Naar de akker',
    costNowEurPerTonne: 35,
    validFrom: '2026-01-01',
  });
  const id = Number(stated.body['id']);
  const expected = {
    company: company.company,
    companyName: 'Company A',
    park: 'de-mars',
    euralCode: '03 03 10',
    materialClass: 'fibre-sludge',
    tonnesPerMonth: 40,
    simulated: false,
  };

  expect(stated.status).toBe(201);
  expect(stated.body).toMatchObject({ ...expected, euralMeaning: 'vezelafval en vezel-, vulstof- en coatingslib', validFrom: '2025-12-31T23:00:00Z', validTo: null });
  expect((await ask('GET', `/material-streams/${id}`)).body).toMatchObject(expected);
  expect((await ask('PATCH', `/material-streams/${id}`, { tonnesPerMonth: 44, validTo: '2027-01-01' })).body).toMatchObject({
    tonnesPerMonth: 44,
    validTo: '2026-12-31T23:00:00Z',
  });
  expect((await ask('GET', '/material-streams?direction=need')).body).toMatchObject({ items: [] });
  expect((await ask('GET', '/material-streams?park=de-mars')).body).toMatchObject({ items: [{ id, tonnesPerMonth: 44 }], next: null });
  expect((await ask('DELETE', `/material-streams/${id}`)).status).toBe(204);
  expect((await ask('GET', `/material-streams/${id}`)).status).toBe(404);
});

it.each([
  [{ euralCode: '33 03 10' }, /euralCode/],
  [{ materialClass: 'paper' }, /there is no class 'paper'/],
  [{ tonnesPerMonth: -3 }, /tonnesPerMonth/],
  [{ legalStatus: 'gift' }, /legalStatus/],
  [{ colour: 'red' }, /colour/],
])('of %j is refused with the field', async (over, message) => {
  const answer = await ask('POST', '/material-streams', { company: company.company, direction: 'offer', materialClass: 'board', tonnesPerMonth: 1, ...over });

  expect(answer.status).toBe(422);
  expect(String(answer.body['detail'])).toMatch(message);
});

it('shows the book', async () => {
  const { body } = await ask('GET', '/material-classes');

  expect(body).toMatchObject({ certainty: 'recalled', simulated: false });
  expect(body['items']).toContainEqual(expect.objectContaining({ id: 'board', nl: 'Oud karton', virginCo2KgPerTonne: { value: 820, low: 650, high: 1200 } }));
});

it('reckons the circularity of a product in the full form', async () => {
  const made = await ask('POST', `/companies/${company.company}/products`, { name: 'Karton', flows: { massTonnes: 100, recycledInput: 0.3, recycledAfter: 0.5 } });

  expect(made.body).toMatchObject({ virginTonnes: 70, wasteTonnes: 50, lfi: 0.6 });
  expect(made.body['mci']).toBeCloseTo(0.46, 9);
  expect((await ask('GET', '/parks/de-mars/circularity')).body).toMatchObject({ mci: { value: 0.46, products: 1, massTonnes: 100 } });
  expect((await ask('DELETE', `/companies/${company.company}/products/${Number(made.body['id'])}`)).status).toBe(204);
});

it('takes no delivery of the future, nor of a need', async () => {
  const post = async (direction: string) =>
    Number((await ask('POST', '/material-streams', { company: company.company, direction, materialClass: 'board', tonnesPerMonth: 1 })).body['id']);
  const [offer, need] = [await post('offer'), await post('need')];

  expect((await ask('POST', `/material-streams/${offer}/deliveries`, { deliveredAt: '2099-01-01', kg: 1 })).status).toBe(422);
  expect((await ask('POST', `/material-streams/${need}/deliveries`, { deliveredAt: '2026-01-01', kg: 1 })).status).toBe(422);
  expect((await ask('POST', `/material-streams/${offer}/deliveries`, { deliveredAt: '2026-01-05', kg: 12.5 })).body).toMatchObject({ kg: 12.5, need: null, source: 'entered' });
  expect((await ask('GET', `/material-streams/${offer}/deliveries`)).body).toMatchObject({ items: [{ kg: 12.5, source: 'entered' }] });
});
