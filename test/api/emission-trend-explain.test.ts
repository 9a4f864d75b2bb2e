// What a part of the change of emissions is made of, down to the balance of the connections that measured both years.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DECOMPOSED } from '../../src/domain/emission-trend.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { type Body, rows } from './explained-parts.ts';
import { BOOTSTRAP } from './small-region.ts';
import { YEAR, type YearsRegion, startYears } from './years-region.ts';

const QUERY = `from=${YEAR - 1}-01-01&to=${YEAR}-01-01&degreeDays=2500&baseDegreeDays=2800&heatingShare=0.4`;
let made: YearsRegion;

beforeAll(async () => {
  made = await startYears();
}, 120_000);
afterAll(() => made.region.stop());

const get = async (path: string): Promise<Body> => {
  const { status, body } = await made.region.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP });
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
};
const explained = (name: string, query = QUERY): Promise<Body> => get(`/parks/de-mars/emissions/explain?${query}&field=decomposition.${name}`);
const inside = (of: unknown, name: string): Body => JSON.parse(JSON.stringify(new Map<string, unknown>(Object.entries(of ?? {})).get(name) ?? {}));
const sum = (list: readonly Body[]): number => list.reduce((total, one) => total + toMicro(Number(one['contribution'])), 0);

describe('a part of the change', () => {
  it('is the number that the answer tells, and the sum of what is listed', async () => {
    const { decomposition } = await get(`/parks/de-mars/emissions?${QUERY}`);
    for (const name of DECOMPOSED) {
      const body = await explained(name);
      expect([name, body['value']]).toEqual([name, inside({ decomposition }, 'decomposition')[name]]);
      const listed =
        name === 'changeKg'
          ? rows(body['parts']).map((one) => ({ contribution: Number(one['weight']) * Number(one['value']) }))
          : [...rows(body['terms']), ...rows(body['carriers'])];
      expect([name, sum(listed)]).toEqual([name, toMicro(Number(body['value']))]);
      expect(toMicro(Number(body['value']))).not.toBe(0);
    }
  });

  it('follows by carrier from the amounts and factors of both years, within a milligram', async () => {
    const formulas: Record<string, (one: Body, base: Body, now: Body) => number> = {
      activityKg: (one, base, now) => (Number(now['amount']) - Number(one['weatherAmount']) - Number(base['amount'])) * Number(one['kwhPerUnit']) * Number(one['meanKgPerKwh']),
      weatherKg: (one, base) => Number(one['weatherAmount']) * Number(base['kgPerUnit']),
      factorKg: (_, base, now) => Number(now['kg']) - Number(now['amount']) * Number(base['kgPerUnit']),
      coverageKg: (one, base, now) => Number(one['allNowKg']) - Number(now['kg']) - Number(one['allBaseKg']) + Number(base['kg']),
    };
    for (const [name, formula] of Object.entries(formulas)) {
      const carriers = rows((await explained(name))['carriers']);
      expect(carriers.map((one) => one['subject'])).toEqual(['electricity', 'gas']);
      for (const one of carriers) expect(Math.abs(Number(one['contribution']) - formula(one, inside(one, 'base'), inside(one, 'now')))).toBeLessThan(2e-6);
    }
  });

  it('says which connections measured both years alike, and what the others did is coverage', async () => {
    const { connections, carriers } = await explained('coverageKg');
    const items = rows(inside({ connections }, 'connections')['items']);

    expect(connections).toMatchObject({ alike: 3, of: 4 });
    expect(items.filter((one) => one['alike'] === false)).toMatchObject([
      { connection: made.companies[2]?.connection, company: made.companies[2]?.company, carrier: 'electricity', nowShare: 1 },
    ]);
    expect(Number(items.find((one) => one['alike'] === false)?.['baseShare'])).toBeCloseTo(318 / 365, 2);
    expect(rows(carriers).find((one) => one['subject'] === 'gas')).toMatchObject({ contribution: 0 });
  });

  it('names the lists of the factors, and leads by its links to months, balances and quarters of the same connections', async () => {
    const activity = await explained('activityKg');
    const [electricity] = rows(activity['carriers']);
    expect(inside(electricity, 'base')['lists']).toEqual([`co2emissiefactoren-${YEAR - 2}`]);

    for (const part of rows(activity['parts'])) {
      const months = await get(String(part['explain']));
      expect([part['field'], months['value']]).toEqual([part['field'], part['value']]);
      expect(sum(rows(months['terms']))).toBe(toMicro(Number(part['value'])));
      const uses = rows(months['uses']);
      expect(uses).toHaveLength(24);
      for (const use of [uses[0], uses[23]]) {
        const of = rows(use?.['made']);
        expect(of.reduce((total, one) => total + Number(one['weight']) * Number(one['value']), 0)).toBeCloseTo(Number(use?.['amount']), 6);
        const balance = await get(String(of[0]?.['explain']));
        expect([balance['value'], balance['level']]).toEqual([of[0]?.['value'], 'steps']);
      }
    }
    // Electricity is of two of the three connections.
    const months = await get(String(rows(activity['parts'])[0]?.['explain']));
    const link = String(rows(rows(months['uses'])[0]?.['made'])[0]?.['explain']);
    expect(decodeURIComponent(link)).toContain(`connections=${made.companies[0]?.connection},${made.companies[1]?.connection}`);
  });

  it('is explained of the period and by the sets that the question names', async () => {
    const query = `from=${YEAR - 1}-03-01&to=${YEAR - 1}-05-01&factors=klimaatmonitor`;
    const { decomposition } = await get(`/parks/de-mars/emissions?${query}`);
    const body = await explained('nowKg', query);

    expect(body['value']).toBe(inside({ decomposition }, 'decomposition')['nowKg']);
    expect(rows(body['terms'])).toHaveLength(4);
    expect(JSON.stringify(rows(body['terms']))).toContain('klimaatmonitor');
  });

  it('is refused where there is no base, and connections of others where they are asked for', async () => {
    const none = await made.region.ask('GET', `/api/v1/parks/de-mars/emissions/explain?from=${YEAR - 2}-01-01&to=${YEAR - 1}-01-01&field=decomposition.changeKg`, {
      key: BOOTSTRAP,
    });
    expect([none.status, none.body['code']]).toEqual([422, 'invalid-request']);
    expect(String(none.body['detail'])).toContain('base period');
    const day = `from=${YEAR - 1}-03-01&to=${YEAR - 1}-03-02&field=importKwh`;
    const foreign = await made.region.ask('GET', `/api/v1/companies/${made.companies[0]?.company}/balance/explain?${day}&connections=${made.companies[1]?.connection}`, {
      key: BOOTSTRAP,
    });
    expect([foreign.status, foreign.body['code']]).toEqual([422, 'invalid-request']);
  });
});
