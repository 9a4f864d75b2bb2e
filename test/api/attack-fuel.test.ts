// Fuels that people enter are spread over the days of their bill, and guarantees cover a share of each stretch: the region asks for periods
// that differ by the days of one company alone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['011', '028', '035', '042', '059', '066'].map((end) => `871999900000000${end}`);
const PASSWORD = 'a long password';
const LITRES = 3100;
let region: SmallRegion;
let asRegion: string;
const companies: Objects[] = [];

const emissions = (period: string, as: { cookie?: string; key?: string } = { cookie: asRegion }): Promise<Answer> =>
  region.ask('GET', `/api/v1/parks/de-mars/emissions?${period}`, as);
async function linesOf(period: string, subject: string, as?: { key: string }): Promise<{ amount: number | null } | undefined> {
  const { body } = await emissions(period, as);
  const lines: { subject: string; amount: number | null }[] = Object(body)['lines'] ?? [];
  return lines.find((one) => one.subject === subject);
}
const litres = async (period: string, as?: { key: string }): Promise<number | null | undefined> => (await linesOf(period, 'diesel', as))?.amount;

async function enter(company: Objects | undefined, [from, to]: readonly [string, string], amount = LITRES): Promise<void> {
  const post = async (path: string, body: BodyInit): Promise<Record<string, unknown>> =>
    (await fetch(`${region.app.parts.urls.web}/api/v1${path}`, { method: 'POST', headers: { authorization: `Bearer ${BOOTSTRAP}` }, body })).json();
  const { document } = await post('/documents?name=bon.pdf', '%PDF-1.4 a receipt');
  const figure = await post('/figures', JSON.stringify({ kind: 'fuel', company: company?.company, fuel: 'diesel', amount, from, to, document }));
  if (figure['id'] === undefined) throw new Error(JSON.stringify(figure));
}

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) {
    const one = await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true });
    // In the last hours of February the last one is the only one of those with guarantees that draws.
    const kw = Array.from({ length: 59 * 96 }, (_, at) => (index < 5 && at >= 59 * 96 - 8 ? 0 : 10 + index));
    await measure(region, one.meter, { from: '2025-12-31T23:00:00Z', kw });
    companies.push(one);
  }
  for (const company of companies.slice(0, 5)) await enter(company, ['2026-01-01', '2026-02-01']);
  // Of February there are five, and the last one's bill goes on for a day of March.
  for (const company of companies.slice(0, 5)) await enter(company, ['2026-02-01', '2026-03-01'], 2800);
  await enter(companies[5], ['2026-01-01', '2026-03-02'], 6000);
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: PASSWORD, name: 'region', roles: [{ role: 'region' }] });
  asRegion = await signIn(region, 'region@test.nl', PASSWORD);
}, 90_000);
afterAll(() => region.stop());

describe('fuels that companies entered', () => {
  it('are told of whole months to which enough put something', async () => {
    const january = 5 * LITRES + 31 * 100;

    expect(await litres('from=2026-01-01&to=2026-02-01')).toBeCloseTo(january, 3);
    expect(await litres('from=2026-01-01&to=2026-03-01')).toBeCloseTo(january + 5 * 2800 + 28 * 100, 3);
    expect(await litres('from=2026-01-01&to=2026-02-02', { key: BOOTSTRAP })).toBeCloseTo(january + 500 + 100, 3);
  });

  it.each([
    'from=2026-01-01&to=2026-03-02',
    'from=2026-01-01&to=2026-04-01',
    'from=2026-01-02&to=2026-03-01',
    'from=2026-01-01&to=2026-02-01T00:00:00Z',
    'from=2026-03-01&to=2026-04-01',
  ])('are kept back in %s, which differs from a period that is told by the days of one', async (period) => {
    const { body } = await emissions(period);

    expect(await litres(period, { key: BOOTSTRAP })).toBeGreaterThan(0);
    expect([await litres(period), Object(body['totals'])['scope1Kg']]).toEqual([null, null]);
    expect(body['signs']).toContainEqual({ figure: 'diesel', sign: 'x', reason: 'too-few' });
  });
});

describe('guarantees of origin', () => {
  beforeAll(async () => {
    for (const { company } of companies)
      await region.ask('POST', `/api/v1/companies/${company}/guarantees`, { key: BOOTSTRAP, body: { source: 'wind', from: '2026-01-01', to: '2027-01-01', kwh: 10_000_000 } });
  }, 30_000);
  const covered = async (period: string): Promise<unknown> => Object((await emissions(period)).body['guarantees'])['coveredKwh'];

  it('are told of whole months in each of which enough are covered', async () => {
    expect(await covered('from=2026-01-01&to=2026-02-01')).toBeGreaterThan(0);
    expect(await covered('from=2026-01-01&to=2026-03-01')).toBeGreaterThan(0);
    // Two hours shorter: of what is left the last company alone was covered.
    expect(await covered('from=2026-01-01&to=2026-02-28T21:00:00Z')).toBeNull();
    expect(await covered('from=2026-01-01T10:00:00Z&to=2026-03-01')).toBeNull();
  });
});
