// A quarter of a forecast is what its explanation adds up to, in both directions, and what it was learned from is there to be seen.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMicro, toMicro } from '../../src/domain/ledger.ts';
import { localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { randoms } from './explained-region.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const DAYS = 40;
let small: SmallRegion;
const companies: Objects[] = [];
let asRegion: string;

type Body = Record<string, unknown>;
const rows = (value: unknown): Body[] => (Array.isArray(value) ? value : []);
const get = (path: string, cookie?: string): Promise<{ status: number; body: Body }> => small.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });
const of = (value: unknown, name: string): unknown => new Map<string, unknown>(Object.entries(value ?? {})).get(name);

beforeAll(async () => {
  small = await startApp();
  const below = randoms(9);
  const begin = localAdd(localFloor(epochMs(Date.now()), 'P1D'), 'P1D', -DAYS);
  for (const end of ['011', '028', '035', '042', '059']) {
    const made = await makeCompany(small, { park: 'de-mars', name: `Company ${end}`, ean: `871999900000000${end}`, shares: true });
    companies.push(made);
    const kw = Array.from({ length: Math.ceil((Date.now() - begin) / 900_000) }, (_, t) => 60 + (t % 96) + below(20_000_000) / 1e6 - (below(9) === 0 ? 200 : 0));
    await measure(small, made.meter, { from: toIso(begin), kw });
  }
  await small.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  asRegion = await signIn(small, 'region@test.nl', 'a long password');
}, 60_000);
afterAll(() => small.stop());

describe('a quarter of a forecast', () => {
  it.each(['import', 'export'])(
    'of %s is what its terms and its errors add up to, at a park, a company and a connection',
    async (direction) => {
      const below = randoms(direction.length);
      for (const path of ['/parks/de-mars', `/companies/${companies[0]?.company}`, `/connections/${companies[1]?.connection}`]) {
        const steps = rows((await get(`${path}/forecast?direction=${direction}`)).body['steps']);
        expect(steps).toHaveLength(192);
        for (let number = 0; number < 12; number++) {
          const step = steps[number === 0 ? 0 : below(192)] ?? {};
          const { status, body } = await get(`${path}/forecast/explain?direction=${direction}&at=${String(step['start'])}`);
          expect([path, status, body]).toEqual([path, 200, expect.objectContaining(step)]);
          const expected = rows(body['terms']).reduce((sum, one) => sum + toMicro(Number(one['kw'])), 0);
          for (const name of ['p10Kw', 'p50Kw', 'p90Kw']) expect(fromMicro(expected + toMicro(Number(of(body['spread'], name))))).toBe(step[name]);
          const limit = rows(body['limits']).reduce((sum, one) => sum + toMicro(Number(one['kw'])), 0);
          expect([rows(body['limits']).length, fromMicro(limit)]).toEqual([path.startsWith('/parks') ? 5 : 1, step['limitKw']]);
          expect(fromMicro(limit - toMicro(Number(step['p90Kw'])))).toBe(step['headroomKw']);
          for (const one of rows(body['terms'])) expect(Math.abs(Number(one['kw']) - Number(one['times']) * Number(one['value']))).toBeLessThanOrEqual(1.01e-6);
          // Each error is the usual distance times its quantile.
          for (const name of ['p10', 'p50', 'p90']) {
            const errorKw = Number(of(body['spread'], name)) * Number(of(body['spread'], 'usualDistanceKw'));
            expect(Math.abs(Number(of(body['spread'], `${name}Kw`)) - errorKw)).toBeLessThanOrEqual(1.01e-6);
          }
        }
      }
    },
    120_000,
  );

  it('says which quarters it was learned from, each of which is explained as a load', async () => {
    const path = `/companies/${companies[0]?.company}`;
    const { body } = await get(`${path}/forecast/explain`);
    const references = rows(body['references']);

    expect(body['model']).toMatchObject({ method: 'week-level', edition: '2026-11', learnedTo: body['start'] });
    expect(body['weather']).toBeNull();
    expect(references.length).toBeGreaterThanOrEqual(4);
    const [first] = references;
    const why = await get(String(first?.['explain']));
    expect([why.status, why.body['usageKw']]).toEqual([200, first?.['kw']]);
    // The same place in the local week.
    const local = (at: unknown): string => new Intl.DateTimeFormat('nl', { timeZone: 'Europe/Amsterdam', hour: '2-digit', minute: '2-digit' }).format(Date.parse(String(at)));
    expect(new Set(references.map((one) => local(one['start'])))).toEqual(new Set([local(body['start'])]));
  });

  it('that is none is refused', async () => {
    expect((await get('/parks/de-mars/forecast/explain?at=2026-01-01')).body['code']).toBe('bad-time');
    expect((await get('/parks/de-mars/forecast/explain?at=then')).body['code']).toBe('bad-time');
  });

  it('tells the region no quarter of the companies, and a stranger nothing', async () => {
    const { status, body } = await get('/parks/de-mars/forecast/explain', asRegion);
    expect([200, 403]).toContain(status);
    if (status === 200) expect(body['references']).toEqual([]);
    expect(status).toBe((await get('/parks/de-mars/forecast', asRegion)).status);
    expect((await get(`/companies/${companies[0]?.company}/forecast/explain`, asRegion)).status).toBe(404);
  });
});
