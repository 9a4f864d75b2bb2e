// Each figure of a report that has a route to explain it is what that route says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmittingRegion, startEmitting } from './emitting-region.ts';
import { figureIn } from './explained-reports.ts';
import { BOOTSTRAP } from './small-region.ts';
import { YEAR, startYears } from './years-region.ts';

let made: EmittingRegion;
beforeAll(async () => {
  made = await startEmitting();
}, 60_000);
afterAll(() => made.region.stop());

type Body = Record<string, unknown>;
const rows = (value: unknown): Body[] => (Array.isArray(value) ? value : []);
const get = async (path: string): Promise<Body> => (await made.region.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP })).body;

describe('a report', () => {
  it.each(['park-month', 'company-year'])(
    '(%s) says where its figures are explained, and they are what is told there',
    async (kind) => {
      const day = new Date(made.start + 3_600_000).toISOString();
      const body = kind === 'park-month' ? { kind, park: 'de-mars', period: day.slice(0, 7) } : { kind, company: made.companies[0]?.company, period: day.slice(0, 4) };
      const report = await get(`/reports/${Number((await made.post('/reports', body)).body['id'])}`);
      const explained = rows(report['explained']);

      expect([...new Set(explained.map((one) => String(one['figure']).split('.')[0]))]).toEqual(['energy', 'shares', 'steps', 'emissions', 'capacity']);
      for (const { figure, route } of explained) {
        const why = await get(String(route));
        const told = String(figure).endsWith('kwMax') ? why['usageKw'] : why['value'];
        expect([figure, told]).toEqual([figure, figureIn(report['figures'], String(figure))]);
      }
    },
    60_000,
  );

  it('of a year says so of why the emissions changed and of the way to the goal as well', async () => {
    const years = await startYears();
    const ask = async (path: string): Promise<Body> => (await years.region.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP })).body;
    const body = { kind: 'company-year', company: years.companies[0]?.company, period: String(YEAR - 1) };
    const { id } = (await years.region.ask('POST', '/api/v1/reports', { key: BOOTSTRAP, body })).body;
    const report = await ask(`/reports/${Number(id)}`);
    const explained = rows(report['explained']).filter((one) => /\.change\.|trajectory/.test(String(one['figure'])));

    // To a goal of nothing there is no yearly rate, only kilograms a year.
    expect(explained).toHaveLength(9);
    for (const { figure, route } of explained) expect([figure, (await ask(String(route)))['value']]).toEqual([figure, figureIn(report['figures'], String(figure))]);
    await years.region.stop();
  }, 120_000);
});
