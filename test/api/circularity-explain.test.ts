// What a figure of the circularity is made of: streams, loads, meters and products for whoever sees them, and no more than the figure for others.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawNumbers } from './explained-draw.ts';
import { getterOf } from './explained-ground.ts';
import { type MaterialPlaces, bringMaterials } from './explained-materials-ground.ts';
import { circularityNumbers, reckonMaterial } from './explained-materials.ts';
import { rows } from './explained-parts.ts';
import { randoms } from './explained-region.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const NAMES = ['Ahorn', 'Beuk', 'Cipres', 'Den', 'Eik', 'Fijnspar'];
let small: SmallRegion;
let places: MaterialPlaces;
let companies: Objects[];
const cookies = { manager: '', region: '' };
const why = (path: string, cookie?: string): Promise<Answer> => small.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });

beforeAll(async () => {
  small = await startApp();
  companies = [];
  for (const [at, name] of NAMES.entries()) companies.push(await makeCompany(small, { park: 'de-mars', name, ean: EANS[at] ?? '', shares: true }));
  places = await bringMaterials(small, companies, 7);
  const account = async (email: string, roles: Parameters<typeof small.app.parts.auth.ensureAccount>[0]['roles']): Promise<string> => {
    await small.app.parts.auth.ensureAccount({ email, password: 'a long enough password', name: email, roles });
    return signIn(small, email, 'a long enough password');
  };
  cookies.manager = await account('m@example.org', [{ role: 'parkmanager', parks: ['de-mars'] }]);
  cookies.region = await account('r@example.org', [{ role: 'region' }]);
}, 60_000);
afterAll(() => small.stop());
const EANS = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042', '871999900000000059', '871999900000000066'];

describe('a figure of the circularity', () => {
  it.each(['/parks/de-mars/circularity', '/region/circularity'])('of %s is what is listed, to the last digit, each of them', async (path) => {
    const get = getterOf(small);
    const numbers = await circularityNumbers(get, path);
    const { wrong, moved } = await drawNumbers(get, numbers, { wanted: numbers.length, below: randoms(3) });

    expect(wrong).toEqual([]);
    expect(numbers.map(({ name }) => name)).toEqual(expect.arrayContaining(['waterReuseShare', 'localLoopRate', 'avoidedCo2.meteredKg', 'mci.value', 'supply.herfindahl']));
    expect(moved).toBeGreaterThan(30);
  });

  it('of a share names the streams with their companies, and what is not known in its coverage', async () => {
    const { body } = await why('/parks/de-mars/circularity/explain?field=recyclingShare', cookies.manager);
    const coverage = rows((await why('/parks/de-mars/circularity/explain?field=recyclingShare.coverage', cookies.manager)).body['parts']);

    expect(body).toMatchObject({ level: 'ratio', unit: 'share', simulated: false, parameters: { hash: small.app.parts.deps.materialBook.hash } });
    expect(rows(body['parts'])[0]).toMatchObject({
      role: 'numerator',
      stream: places.offer,
      company: companies[0]?.company,
      name: 'Ahorn',
      explain: `/material-streams/${places.offer}`,
    });
    expect(coverage.filter((part) => part['field'] === 'recyclingShare.unknown').map((part) => part['name'])).toEqual(['Den']);
  });

  it('of water names the meters with their quarters', async () => {
    const { body } = await why('/parks/de-mars/circularity/explain?field=waterReuseShare', cookies.manager);

    expect(rows(body['parts']).map(({ role, name }) => [role, name])).toEqual([
      ['numerator', 'Beuk'],
      ['denominator', 'Beuk'],
    ]);
    expect(String(rows(body['parts'])[0]?.['explain'])).toMatch(/^\/meters\/\d+\/quarters\?from=/);
  });

  it('of what is exchanged names matches and not whose they are', async () => {
    const { body } = await why('/parks/de-mars/circularity/explain?field=avoidedCo2.meteredKg', cookies.manager);

    expect(rows(body['parts'])).toMatchObject([{ field: 'match', name: places.match, stream: null, company: null, value: expect.closeTo(4.471256, 9) }]);
  });
});

describe('to the region', () => {
  it('what is kept back has no explanation either', async () => {
    const { body, status } = await why('/region/circularity/explain?field=secondaryInputShare', cookies.region);

    // Four of six state it.
    expect([status, body['code']]).toEqual([403, 'suppressed']);
  });

  it('of what many put in tells the sum, and no name, stream or company', async () => {
    const { body } = await why('/region/circularity', cookies.region);
    const told = rows(body['indicators']).filter((one) => one['sign'] === null);
    const seen = await Promise.all(
      told.map(async (one) => {
        const { body: made } = await why(`/region/circularity/explain?field=${String(one['name'])}`, cookies.region);
        return [reckonMaterial(made) === one['value'], rows(made['parts']).length, JSON.stringify(made).match(/Ahorn|Beuk|Cipres|Den|Eik|Fijnspar/)];
      }),
    );

    expect(told.length).toBeGreaterThan(0);
    expect(seen).toEqual(told.map(() => [true, 2, null]));
    const stock = await why('/region/circularity/explain?field=supply.tonnesPerYear&materialClass=wood', cookies.region);
    expect(rows(stock.body['parts'])).toMatchObject([{ field: 'together', stream: null, company: null, name: null, explain: null }]);
  });

  it('a class that is kept back is answered like one that nobody needs', async () => {
    const [kept, none] = await Promise.all(
      ['glass', 'no-class'].map((materialClass) => why(`/region/circularity/explain?field=supply.herfindahl&materialClass=${materialClass}`, cookies.region)),
    );

    expect([kept?.status, kept?.body['detail']]).toEqual([422, none?.body['detail']]);
  });
});

it.each([
  ['/parks/de-mars/circularity/explain?field=nothing', 422],
  ['/parks/de-mars/circularity/explain?field=exchanged.value', 422],
  ['/parks/de-mars/circularity/explain?park=de-mars', 422],
  ['/region/circularity/explain?park=no-park', 404],
])('%s is answered with %d', async (path, status) => {
  expect((await why(path)).status).toBe(status);
});
