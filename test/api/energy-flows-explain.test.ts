// All carriers in one explained: by hand for a boiler, down to the balance and the conversion, and to whom what is told.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUARTER_MS, localAdd } from '../../src/domain/time.ts';
import { type BoilerRegion, dayOf, startBoiler } from './boiler-region.ts';
import { type EmittingRegion, startEmitting } from './emitting-region.ts';
import { energyNumbers } from './explained-energy.ts';
import { type Body, inside, rows } from './explained-parts.ts';
import { type Answer, BOOTSTRAP, type SmallRegion } from './small-region.ts';
import { dayIsYoungerThan } from './young-day.ts';

const KWH_PER_M3 = 31.65 / 3.6;
const get = (region: SmallRegion, path: string, cookie?: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });
const explain = (period: string, more: Record<string, string>): string => `/energy-flows/explain?${period}&${new URLSearchParams(more)}`;

describe('a figure of all carriers in one', () => {
  let made: BoilerRegion;
  let period: string;
  let quarters: number;
  beforeAll(async () => {
    made = await startBoiler();
    period = `from=${dayOf(made.from)}&to=${dayOf(made.to)}`;
    quarters = (made.to - made.from) / QUARTER_MS;
  }, 60_000);
  afterAll(() => made.region.stop());
  const asked = async (path: string): Promise<Body> => (await get(made.region, path, made.asManager)).body;

  it('is of a flow what the balance tells, and what a conversion took off it', async () => {
    const early = `from=${dayOf(localAdd(made.from, 'P1D', 1))}&to=${dayOf(made.to)}`;
    const heat = await asked(`/parks/de-mars${explain(period, { field: 'flows.kwh', source: 'conversion:boiler', target: 'carrier:heat' })}`);
    const gas = await asked(`/parks/de-mars${explain(early, { field: 'flows.kwh', source: 'grid:gas', target: 'carrier:gas' })}`);

    expect(heat).toMatchObject({
      value: 80 * quarters,
      level: 'terms',
      terms: [{ field: 'outputs.amount', conversion: made.conversion, meter: made.heat, contribution: 80 * quarters }],
    });
    expect(rows(gas['terms'])).toMatchObject([{ field: 'flow:grid:carrier', carrier: 'gas', conversion: null, weight: 1, amount: 960, kwhPerUnit: KWH_PER_M3 }]);
    expect(gas['value']).toBe(Math.round(960 * KWH_PER_M3 * 1e6) / 1e6);
    expect(gas['heatingValues']).toEqual([{ carrier: 'gas', mjPerUnit: 31.65, source: 'co2emissiefactoren.nl', edition: '2026' }]);
  });

  it.each(['/parks/de-mars', '/companies/', '/region'])('of %s leads to the figures it is made of, each told with the same value', async (path) => {
    const place = path === '/companies/' ? path + String(made.company.company) : path;
    const ask = async (of: string): Promise<Body> => (await get(made.region, of)).body;
    const numbers = await energyNumbers(ask, `${place}/energy-flows`, period);
    const [listed, found]: [unknown[], unknown[]] = [[], []];
    for (const one of numbers) {
      const why = await ask(one.explain);
      for (const { explain: link, amount, value } of [...rows(why['terms']), ...rows(why['parts'])]) {
        if (typeof link !== 'string') continue;
        listed.push([one.name, link, amount ?? value]);
        found.push([one.name, link, (await ask(link))['value']]);
      }
    }

    expect(listed.length).toBeGreaterThan(15);
    expect(found).toEqual(listed);
  });

  it('is a contribution of amount x kWh per unit, to the last digit', async () => {
    const numbers = await energyNumbers(asked, '/parks/de-mars/energy-flows', period);
    const terms = (await Promise.all(numbers.map(async (one) => rows((await asked(one.explain))['terms'])))).flat();

    expect(terms.length).toBeGreaterThan(8);
    expect(terms.map((one) => one['contribution'])).toEqual(terms.map((one) => Math.round(Number(one['weight']) * Number(one['amount']) * Number(one['kwhPerUnit']) * 1e6) / 1e6));
  });

  it.each([
    ['flows.kwh', { source: 'grid:gas', target: 'loss' }],
    ['carriers.suppliedKwh', { carrier: 'steam' }],
    ['totals.suppliedM3', {}],
  ])('that is not there is refused: %s %o', async (field, more) => {
    expect(await get(made.region, `/parks/de-mars${explain(period, { field, ...more })}`)).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
  });

  it('is kept from whoever may not see two companies', async () => {
    expect((await get(made.region, `/parks/de-mars${explain(period, {})}`, made.asRegion)).body['code']).toBe('suppressed');
  });
});

describe('whoever may not see the companies', () => {
  let made: EmittingRegion;
  let period: string;
  beforeAll(async () => {
    made = await startEmitting();
    period = `from=${dayOf(made.start)}&to=${dayOf(made.start + 86_400_000)}`;
  }, 60_000);
  afterAll(() => made.region.stop());

  it.skipIf(dayIsYoungerThan(4))('is told of no gas that one of them used nearly all of, and of the others the balance, without a way into it', async () => {
    const ask = (path: string): Promise<Answer> => get(made.region, path, made.asRegion);
    const numbers = await energyNumbers(async (path) => (await ask(path)).body, '/parks/de-mars/energy-flows', period);
    const answers = await Promise.all(numbers.map(async ({ explain: path }) => (await ask(path)).body));
    const gas = await ask(`/parks/de-mars${explain(period, { field: 'carriers.suppliedKwh', carrier: 'gas' })}`);
    const flow = await ask(`/parks/de-mars${explain(period, { field: 'flows.kwh', source: 'grid:gas', target: 'carrier:gas' })}`);
    const own = await ask(`/parks/de-mars${explain(period, { field: 'flows.kwh', source: 'carrier:electricity', target: `company:${made.companies[0]?.company}` })}`);

    expect(answers.map((body, index) => [numbers[index]?.name, body['value']])).toEqual(numbers.map(({ name, told }) => [name, told]));
    const terms = answers.flatMap((body) => rows(body['terms']));
    expect(new Set(terms.map((one) => [one['field'], one['company'], one['explain']].join(' ')))).toEqual(new Set(['flow:grid:carrier  ', 'flow:carrier:companies  ']));
    expect([gas.body['code'], flow.body['code'], own.body['code']]).toEqual(['suppressed', 'invalid-request', 'invalid-request']);
    // Gas has a coverage and a heating value, which are everybody's.
    const parts = answers.flatMap((body) => rows(body['parts']));
    expect(parts.filter((one) => String(inside(one, 'explain')).includes('/balance/'))).toEqual([]);
  });
});
