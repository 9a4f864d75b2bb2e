// What a figure of a match is made of: opened no further than this reader may see both streams, and than both companies agreed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawNumbers } from './explained-draw.ts';
import { getterOf } from './explained-ground.ts';
import { type MaterialPlaces, bringMaterials } from './explained-materials-ground.ts';
import { flowNumbers, matchNumbers } from './explained-materials.ts';
import { type Body, rows } from './explained-parts.ts';
import { randoms } from './explained-region.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042'];
let small: SmallRegion;
let places: MaterialPlaces;
let companies: Objects[];
const cookies = { manager: '', giver: '', taker: '', region: '' };
const why = (path: string, cookie?: string): Promise<Answer> => small.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });
const fieldsOf = (body: Body): unknown[] => rows(body['parts']).map((part) => part['field']);

beforeAll(async () => {
  small = await startApp();
  companies = [];
  for (const [at, ean] of EANS.entries()) companies.push(await makeCompany(small, { park: at === 3 ? 'bergweide' : 'de-mars', name: `Firma ${at}`, ean, shares: true }));
  places = await bringMaterials(small, companies, 11);
  const account = async (email: string, roles: Parameters<typeof small.app.parts.auth.ensureAccount>[0]['roles']): Promise<string> => {
    await small.app.parts.auth.ensureAccount({ email, password: 'a long enough password', name: email, roles });
    return signIn(small, email, 'a long enough password');
  };
  cookies.manager = await account('m@example.org', [{ role: 'parkmanager', parks: ['de-mars'] }]);
  cookies.giver = await account('g@example.org', [{ role: 'company', company: companies[0]?.company ?? 0 }]);
  cookies.taker = await account('t@example.org', [{ role: 'company', company: companies[1]?.company ?? 0 }]);
  cookies.region = await account('r@example.org', [{ role: 'region' }]);
}, 120_000);
afterAll(() => small.stop());

const agreed = (field: string): string => `/parks/de-mars/material-matches/explain?match=${places.match}&field=${field}`;

describe('a figure of a match', () => {
  it('is what is listed, to the last digit, every number of the list and of the flows', async () => {
    const get = getterOf(small);
    const numbers = [...(await matchNumbers(get, '/parks/de-mars/material-matches')), ...(await flowNumbers(get, '/region/material-flows'))];
    const { wrong, moved } = await drawNumbers(get, numbers, { wanted: numbers.length, below: randoms(3) });

    expect(wrong).toEqual([]);
    expect([...new Set(numbers.map(({ name }) => name))]).toEqual(
      expect.arrayContaining(['meteredTonnes', 'allocation.worthEurPerYear', 'eurPerTonne.low', 'co2KgPerTonne.value', 'coverage', 'distanceKm']),
    );
    expect(moved).toBeGreaterThan(50);
  });

  it('is opened by months, prices and loads once both agreed, to whoever may see both', async () => {
    const [tonnes, eur, loads] = await Promise.all(['tonnesPerYear', 'eurPerTonne.value', 'meteredTonnes'].map((field) => why(agreed(field), cookies.manager)));

    expect(fieldsOf(tonnes?.body ?? {})).toContain('month.1');
    expect(fieldsOf(eur?.body ?? {})).toEqual(['price', 'disposal', 'treatment', 'transport', 'co2Price']);
    expect(rows(loads?.body['parts']).map((part) => part['value'])).toEqual([1234.567, 891.011, 2345.678, 1000]);
    expect(tonnes?.body).toMatchObject({ parameters: { hash: small.app.parts.deps.materialBook.hash } });
  });

  it('to each of the two, once both agreed, tells what the other states in no part of its own', async () => {
    for (const [cookie, at] of [
      [cookies.giver, 0],
      [cookies.taker, 1],
    ] as const) {
      const of = (field: string): string => `/companies/${companies[at]?.company}/material-matches/explain?match=${places.match}&field=${field}`;
      const [tonnes, allotted, eur] = await Promise.all(['tonnesPerYear', 'allottedTonnesPerYear', 'eurPerTonne.value'].map((field) => why(of(field), cookie)));

      expect([fieldsOf(tonnes?.body ?? {}), fieldsOf(allotted?.body ?? {})]).toEqual([['together'], ['together']]);
      expect(fieldsOf(eur?.body ?? {})).toEqual(['prices', 'treatment', 'transport', 'co2Price']);
      // Loads are the giver's own.
      expect(fieldsOf((await why(of('meteredTonnes'), cookie)).body).length).toBe(at === 0 ? 4 : 1);
    }
  });

  it('before both agreed names nobody, and tells one side no more than the match does', async () => {
    const list = rows((await why(`/companies/${companies[0]?.company}/material-matches`, cookies.giver)).body['items']);
    const other = list.find((one) => one['anonymous'] === true);
    const of = (field: string): string => `/companies/${companies[0]?.company}/material-matches/explain?match=${String(other?.['id'])}&field=${field}`;
    const [tonnes, eur, allotted, metered] = await Promise.all(
      ['tonnesPerYear', 'valueEurPerYear.value', 'allottedTonnesPerYear', 'meteredTonnes'].map((field) => why(of(field), cookies.giver)),
    );

    expect(rows(tonnes?.body['parts'])).toMatchObject([{ field: 'together', value: other?.['tonnesPerYear'], stream: null, company: null, name: null }]);
    expect([eur, allotted, metered].map((one) => [one?.status, one?.body['code']])).toEqual([1, 2, 3].map(() => [403, 'suppressed']));
    const manager = rows((await why('/parks/de-mars/material-matches', cookies.manager)).body['items']).find((one) => one['anonymous'] === true && one['valueEurPerYear'] !== null);
    const told = await Promise.all(
      ['tonnesPerYear', 'eurPerTonne.value'].map((field) => why(`/parks/de-mars/material-matches/explain?match=${String(manager?.['id'])}&field=${field}`, cookies.manager)),
    );
    expect(told.map(({ body }) => fieldsOf(body))).toEqual([['together'], ['prices', 'treatment', 'transport', 'co2Price']]);
  });

  it('is kept from the region, and from who is in neither side', async () => {
    const region = await why(agreed('tonnesPerYear'), cookies.region);
    const third = await why(`/companies/${companies[2]?.company}/material-matches/explain?match=${places.match}&field=tonnesPerYear`);

    expect([region.body['code'], third.status]).toEqual(['suppressed', 404]);
    expect((await why('/region/material-flows/explain?field=tonnesPerYear&from=de-mars&to=de-mars', cookies.region)).body['code']).toBe('suppressed');
    expect(fieldsOf((await why('/region/material-flows/explain', cookies.region)).body)).toEqual(['together']);
  });
});

it.each([
  ['/parks/de-mars/material-matches/explain?field=nothing', 422],
  ['/parks/de-mars/material-matches/explain?match=00000000000000000000000000000000&field=score', 404],
  ['/region/material-flows/explain?field=tonnesPerYear&from=nowhere&to=de-mars', 422],
])('%s is answered with %d', async (path, status) => {
  expect((await why(path)).status).toBe(status);
});
