// Each figure of a report that has a route to explain it is what that route says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmittingRegion, startEmitting } from './emitting-region.ts';
import { BOOTSTRAP } from './small-region.ts';

let made: EmittingRegion;
beforeAll(async () => {
  made = await startEmitting();
}, 60_000);
afterAll(() => made.region.stop());

type Body = Record<string, unknown>;
const rows = (value: unknown): Body[] => (Array.isArray(value) ? value : []);
const get = async (path: string): Promise<Body> => (await made.region.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP })).body;

/** energy and capacity are lists: their second word names the entry. */
function figureIn(figures: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return rows(at).find((one) => one['carrier'] === key || one['direction'] === key);
    return new Map<string, unknown>(Object.entries(at ?? {})).get(key);
  }, figures);
}

describe('a report', () => {
  it.each(['park-month', 'company-year'])(
    '(%s) says where its figures are explained, and they are what is told there',
    async (kind) => {
      const day = new Date(made.start + 3_600_000).toISOString();
      const body = kind === 'park-month' ? { kind, park: 'de-mars', period: day.slice(0, 7) } : { kind, company: made.companies[0]?.company, period: day.slice(0, 4) };
      const report = await get(`/reports/${Number((await made.post('/reports', body)).body['id'])}`);
      const explained = rows(report['explained']);

      expect([...new Set(explained.map((one) => String(one['figure']).split('.')[0]))]).toEqual(['energy', 'shares', 'emissions', 'capacity']);
      for (const { figure, route } of explained) {
        const why = await get(String(route));
        const told = String(figure).startsWith('capacity') ? why['usageKw'] : why['value'];
        expect([figure, told]).toEqual([figure, figureIn(report['figures'], String(figure))]);
      }
    },
    60_000,
  );
});
