// What the years and targets of a trajectory are made of.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { published } from '../../src/domain/balance-rows.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { type Body, rows } from './explained-parts.ts';
import { BOOTSTRAP, signIn } from './small-region.ts';
import { YEAR, type YearsRegion, startYears } from './years-region.ts';

const QUERY = `from=${YEAR - 1}-01-01&to=${YEAR}-01-01&goalReduction=0.55&goalYear=${YEAR + 4}`;
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
const explained = (name: string): Promise<Body> => get(`/parks/de-mars/emissions/explain?${QUERY}&field=trajectory.${name}`);
const valueOf = (body: Body, role: string, field?: string): number =>
  Number(rows(body['parts']).find((one) => one['role'] === role && (field === undefined || one['field'] === field))?.['value']);

describe('a figure of the trajectory', () => {
  it('of a measured year is the months of each carrier times the factors of that year', async () => {
    const [base, first] = [await explained('base.kg'), await explained(`years.actualKg&year=${YEAR - 2}`)];
    const terms = rows(base['terms']);

    expect(base['value']).toBe(first['value']);
    expect(terms).toHaveLength(24);
    expect(terms.reduce((sum, one) => sum + toMicro(Number(one['contribution'])), 0)).toBe(toMicro(Number(base['value'])));
    const [use] = rows(base['uses']);
    const [bought] = rows(use?.['made']);
    expect((await get(String(bought?.['explain'])))['value']).toBe(bought?.['value']);
  });

  it('of a target is the base year times what is left on the line, and a gap the latest year less its target', async () => {
    const target = await explained(`years.targetKg&year=${YEAR + 1}`);
    // Three of six years on the way to 55 % less.
    expect(valueOf(target, 'factor', 'shareLeft')).toBeCloseTo(1 - 0.55 / 2, 12);
    expect(published(valueOf(target, 'factor', 'trajectory.base.kg') * valueOf(target, 'factor', 'shareLeft'))).toBe(target['value']);

    const gap = await explained('gapKg');
    const [actual, of] = rows(gap['parts']);
    expect(toMicro(Number(actual?.['value'])) - toMicro(Number(of?.['value']))).toBe(toMicro(Number(gap['value'])));
    for (const part of [actual, of]) expect((await get(String(part?.['explain'])))['value']).toBe(part?.['value']);
  });

  it('that must be reached each year is the way left over the years left', async () => {
    const [kg, rate] = [await explained('requiredKgPerYear'), await explained('requiredYearlyRate')];
    const terms = rows(kg['parts']).filter((one) => one['role'] === 'term');

    expect(valueOf(kg, 'denominator')).toBe(5);
    expect(published(terms.reduce((sum, one) => sum + Number(one['weight']) * Number(one['value']), 0) / 5)).toBe(kg['value']);
    expect(1 - (valueOf(rate, 'numerator') / valueOf(rate, 'denominator')) ** (1 / valueOf(rate, 'exponent'))).toBe(rate['value']);
  });

  it('that is expected weighs the measured years by the line through them', async () => {
    const forecast = await explained(`years.forecast.kg&year=${YEAR + 1}`);

    // A line through two years: three steps on from the first is 3 x the second less 2 x the first.
    expect(rows(forecast['parts']).map((one) => Math.round(Number(one['weight']) * 1e9) / 1e9)).toEqual([-2, 3]);
    expect(published(rows(forecast['parts']).reduce((sum, one) => sum + Number(one['weight']) * Number(one['value']), 0))).toBe(forecast['value']);
  });

  it.each([
    ['years.actualKg', 'year'],
    [`years.actualKg&year=${YEAR + 1}`, `${YEAR - 2}, ${YEAR - 1}`],
    [`years.forecast.kg&year=${YEAR - 1}`, String(YEAR + 1)],
    [`years.targetKg&year=${YEAR - 3}`, String(YEAR - 2)],
  ])('that is not there (%s) is refused with what is', async (name, says) => {
    const { status, body } = await made.region.ask('GET', `/api/v1/parks/de-mars/emissions/explain?${QUERY}&field=trajectory.${name}`, { key: BOOTSTRAP });

    expect([status, body['code']]).toEqual([422, 'invalid-request']);
    expect(String(body['detail'])).toContain(says);
  });
});

describe('to whoever may not see the companies', () => {
  let many: YearsRegion;
  let cookie: string;
  const ask = async (name: string): Promise<Body> => (await many.region.ask('GET', `/api/v1/parks/de-mars/emissions/explain?${QUERY}&field=trajectory.${name}`, { cookie })).body;

  beforeAll(async () => {
    many = await startYears({ manyAlike: true });
    await many.region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
    cookie = await signIn(many.region, 'region@test.nl', 'a long password');
  }, 120_000);
  afterAll(() => many.region.stop());

  it('a year is one number without months, and a target is made of numbers that the answer tells', async () => {
    const { body } = await many.region.ask('GET', `/api/v1/parks/de-mars/emissions?${QUERY}`, { cookie });
    const told: { base: { kg: number }; requiredKgPerYear: number } = JSON.parse(JSON.stringify(body['trajectory']));
    const year = await ask(`years.actualKg&year=${YEAR - 1}`);

    expect(year).toMatchObject({ value: told.base.kg, level: 'terms', uses: [], parts: [], carriers: [], connections: null });
    expect(year['terms']).toMatchObject([{ subject: 'together', amount: null, factor: null, contribution: told.base.kg }]);
    expect(valueOf(await ask(`years.targetKg&year=${YEAR}`), 'factor', 'trajectory.base.kg')).toBe(told.base.kg);
    expect((await ask('requiredKgPerYear'))['value']).toBe(told.requiredKgPerYear);
  });

  it('a trajectory that is kept back is explained no more than it is told', async () => {
    const { region } = made;
    await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
    const as = await signIn(region, 'region@test.nl', 'a long password');
    for (const field of ['base.kg', 'gapKg', `years.targetKg&year=${YEAR}`]) {
      const { status, body } = await region.ask('GET', `/api/v1/parks/de-mars/emissions/explain?${QUERY}&field=trajectory.${field}`, { cookie: as });
      expect([field, status, body['code']]).toEqual([field, 403, 'suppressed']);
    }
  });
});
