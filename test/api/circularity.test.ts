// The circularity of a park and the region over HTTP: shares by mass for whoever sees the members, signs for the others.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let small: SmallRegion;
let region = '';
const PARKS = [
  { park: 'de-mars', tonnes: [10, 10, 10, 10, 10, 10] },
  { park: 'bergweide', tonnes: [4, 4] },
  { park: 'kweekweg', tonnes: [1, 1, 1, 1, 1] },
];
const post = (path: string, body: unknown) => small.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
interface Figure {
  readonly name: string;
  readonly value: number | null;
  readonly sign: string | null;
  readonly reason: string | null;
}
const figure = (of: Record<string, unknown> | undefined, name: string): Figure | undefined => {
  const list: Figure[] = Array.isArray(of?.['indicators']) ? of['indicators'] : [];
  return list.find((one) => one.name === name);
};
const parkOf = (body: Record<string, unknown>, park: string): Record<string, unknown> | undefined => {
  const list: Record<string, unknown>[] = Array.isArray(body['parks']) ? body['parks'] : [];
  return list.find((one) => one['park'] === park);
};

beforeAll(async () => {
  small = await startApp();
  let at = 10;
  for (const { park, tonnes } of PARKS)
    for (const [index, amount] of tonnes.entries()) {
      at += 1;
      const { company } = await makeCompany(small, { park, name: `Firm ${at}`, ean: eanOf(at), shares: true });
      await post('/material-streams', {
        company,
        direction: 'offer',
        materialClass: 'board',
        euralCode: '15 01 01',
        tonnesPerMonth: amount,
        processingCode: index % 2 === 0 ? 'R3' : 'R1',
      });
      await post('/material-streams', { company, direction: 'need', materialClass: 'pallets', tonnesPerMonth: amount, secondaryShare: 0.5, ...(at < 13 && { stockDays: 10 }) });
    }
  await small.app.parts.auth.ensureAccount({ email: 'r@example.org', password: 'a long enough password', name: 'r', roles: [{ role: 'region' }] });
  region = await signIn(small, 'r@example.org', 'a long enough password');
}, 120_000);
afterAll(() => small.stop());

/** A connection's number whose last digit checks. */
function eanOf(number: number): string {
  const digits = `8719999000000${String(number).padStart(4, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

describe('for whoever sees the members', () => {
  it('has each share by mass, of the region and of each park', async () => {
    const { body } = await small.ask('GET', '/api/v1/region/circularity', { key: BOOTSTRAP });

    // Half of 60 and of 8, three of five: 30 + 4 + 3 of 73 t a month.
    expect(figure(body, 'recyclingShare')).toMatchObject({
      value: Math.round((37 / 73) * 1e6) / 1e6,
      part: 37 * 12,
      whole: 73 * 12,
      unit: 't/a',
      coverage: 1,
      companies: 13,
      sign: null,
    });
    expect(figure(parkOf(body, 'bergweide'), 'recyclingShare')).toMatchObject({ value: 0.5, sign: null });
    expect(figure(body, 'secondaryInputShare')).toMatchObject({ value: 0.5 });
    expect(figure(body, 'waterReuseShare')).toMatchObject({ value: null, sign: '.', reason: 'not-measured' });
    expect(body).toMatchObject({
      coverage: 1,
      companies: 13,
      quality: { E: 1 },
      simulated: false,
      supply: [{ materialClass: 'pallets', stockDays: 10, secondaryShare: 0.5, companies: 13 }],
    });
  });
});

describe('for the region', () => {
  it('keeps back a park of two firms with its reason, and another with it', async () => {
    const { body } = await small.ask('GET', '/api/v1/region/circularity', { cookie: region });

    expect(figure(body, 'recyclingShare')).toMatchObject({ sign: null, companies: 13 });
    expect(figure(parkOf(body, 'bergweide'), 'secondaryInputShare')).toEqual(
      expect.objectContaining({ value: null, part: null, whole: null, companies: 0, sign: 'x', reason: 'too-few' }),
    );
    // Without it the region less the others would be the park of two.
    expect(figure(parkOf(body, 'kweekweg'), 'secondaryInputShare')).toMatchObject({ sign: 'x', reason: 'complement' });
    expect(figure(parkOf(body, 'de-mars'), 'secondaryInputShare')).toMatchObject({ value: 0.5, sign: null });
    // Fewer than five firms recycle on De Mars: the share would say it of them.
    expect(figure(parkOf(body, 'de-mars'), 'recyclingShare')).toMatchObject({ sign: 'x', reason: 'too-few' });
  });

  it('tells no mean of a supply that only two of many stated, nor explains it', async () => {
    const { body } = await small.ask('GET', '/api/v1/region/circularity', { cookie: region });

    expect(body).toMatchObject({
      supply: [{ materialClass: 'pallets', stockDays: null, secondaryShare: 0.5 }],
      signs: [{ figure: 'supply.pallets.stockDays', reason: 'too-few' }],
    });
    const explained = (field: string) => small.ask('GET', `/api/v1/region/circularity/explain?field=supply.${field}&materialClass=pallets`, { cookie: region });
    expect((await explained('stockDays')).body).toMatchObject({ code: 'suppressed' });
    expect((await explained('secondaryShare')).status).toBe(200);
  });

  it('names no park that is not asked about, and no company', async () => {
    const { body } = await small.ask('GET', '/api/v1/parks/bergweide/circularity', { cookie: region });

    expect(body).toMatchObject({ parks: [], supply: [], signs: [{ figure: 'supply', sign: 'x', reason: 'too-few' }] });
    expect(JSON.stringify(body)).not.toContain('Firm');
  });
});
