// Two years of a small park: why its emissions changed, the way to 2030 and the duties, from delivered quarters.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const QUARTER_MS = 900_000;
const YEAR = new Date().getUTCFullYear();
let region: SmallRegion;
const companies: Objects[] = [];

/** The same amount in each quarter of [from, to). */
async function deliver(register: number, kwh: number, [from, to]: [string, string]): Promise<void> {
  const [first, end] = [localDate(from) / QUARTER_MS, localDate(to) / QUARTER_MS];
  const columns = emptyColumns(end - first);
  for (let row = 0; row < end - first; row++) {
    columns.registers[row] = register;
    columns.quarters[row] = first + row;
    columns.amounts[row] = kwh;
    columns.flags[row] = 1;
  }
  await region.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'Jansen', reason: 'a test', importId: null, at: epochMs(Date.now()) });
}
const ask = (query: string): Promise<Answer> => region.ask('GET', `/api/v1/parks/de-mars/emissions?${query}`, { key: BOOTSTRAP });

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of ['871999900000000011', '871999900000000028'].entries())
    companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true, validFrom: '2020-01-01' }));
  const { directory } = region.app.parts;
  const counter = { carrier: 'electricity', kind: 'counter', unit: 'kWh', flow: 'import', name: 'import' } as const;
  const [old, fresh] = (await directory.addRegisters(companies.map(({ meter }) => ({ meter, ...counter })))).map((one) => one.id);
  // The first measures both years, a tenth more in the second; the other comes in the second.
  await deliver(old ?? 0, 1, [`${YEAR - 2}-01-01`, `${YEAR - 1}-01-01`]);
  await deliver(old ?? 0, 1.1, [`${YEAR - 1}-01-01`, `${YEAR}-01-01`]);
  await deliver(fresh ?? 0, 0.5, [`${YEAR - 1}-01-01`, `${YEAR}-01-01`]);
}, 60_000);
afterAll(() => region.stop());

describe('the change of a year', () => {
  it('is activity of the meter that measured both, and coverage of the one that came; the factor stays with a pinned list', async () => {
    const { body } = await ask(`from=${YEAR - 1}-01-01&to=${YEAR}-01-01&factors=co2emissiefactoren-2026`);
    const days = (localDate(`${YEAR}-01-01`) - localDate(`${YEAR - 1}-01-01`)) / (96 * QUARTER_MS);
    const before = (localDate(`${YEAR - 1}-01-01`) - localDate(`${YEAR - 2}-01-01`)) / (96 * QUARTER_MS);

    // 0.2 kg a kWh.
    expect(body['decomposition']).toMatchObject({
      baseKg: expect.closeTo(before * 96 * 0.2, 3),
      nowKg: expect.closeTo(days * 96 * 1.6 * 0.2, 3),
      activityKg: expect.closeTo((days * 1.1 - before) * 96 * 0.2, 3),
      coverageKg: expect.closeTo(days * 96 * 0.5 * 0.2, 3),
      factorKg: 0,
      weatherKg: 0,
      fuelKg: 0,
      likeForLike: { connections: 1, of: 2 },
      degreeDays: null,
    });
  });

  it('has a part of the factors where each year has its own list', async () => {
    const { body } = await ask(`from=${YEAR - 1}-01-01&to=${YEAR}-01-01`);
    const parts: unknown = body['decomposition'];
    const kg = new Map(Object.entries(parts ?? {}));
    const sum = ['activityKg', 'weatherKg', 'fuelKg', 'factorKg', 'coverageKg'].reduce((total, name) => total + Math.round(Number(kg.get(name)) * 1e6), 0);

    expect(Number(kg.get('factorKg'))).not.toBe(0);
    expect(sum).toBe(Math.round(Number(kg.get('changeKg')) * 1e6));
    expect(JSON.stringify(body['factors'])).toContain(`co2emissiefactoren-${YEAR - 1}`);
  });

  it('tells the degree days that were given, and that they were', async () => {
    const { body } = await ask(`from=${YEAR - 1}-01-01&to=${YEAR}-01-01&degreeDays=2500&baseDegreeDays=2800&heatingShare=0.4`);

    expect(body['decomposition']).toMatchObject({ degreeDays: { base: 2800, now: 2500, source: null, simulated: false }, heatingShare: 0.4 });
  });

  it('is null of a period that is still to come: that nothing was measured in it is no decrease', async () => {
    const { body } = await ask(`from=${YEAR + 1}-01-01&to=${YEAR + 2}-01-01&baseYear=${YEAR - 1}`);

    expect(body['totals']).toMatchObject({ scope1Kg: 0 });
    expect(body['decomposition']).toBeNull();
  });

  it('is null where there is no base', async () => {
    expect((await ask(`from=${YEAR - 2}-01-01&to=${YEAR - 1}-01-01`)).body['decomposition']).toBeNull();
  });
});

describe('the way to the goal', () => {
  it('begins in the first year that was measured, and says how far the next one is off', async () => {
    const { body } = await ask(`from=${YEAR - 1}-01-01&to=${YEAR}-01-01&factors=co2emissiefactoren-2026&goalReduction=0.5&goalYear=${YEAR + 6}`);

    // Of the second company nothing was measured in the first year, so that year has half of its connections: no base. The next has all.
    expect(body['trajectory']).toMatchObject({ base: { year: YEAR - 1, provisional: false }, goal: { year: YEAR + 6, reduction: 0.5 }, gapKg: null });
    const years: { year: number; targetKg: number; actualKg: number | null }[] = new Map(Object.entries(body['trajectory'] ?? {})).get('years');
    expect(years).toHaveLength(8);
    expect(years.at(-1)?.targetKg).toBeCloseTo((years[0]?.actualKg ?? 0) / 2, 3);
  });
});

describe('the energy-saving duty', () => {
  it('follows from the use of the last twelve months', async () => {
    const { body } = await ask(`from=${YEAR - 1}-01-01&to=${YEAR}-01-01`);

    // 1.1 kWh in each of 35,040 quarters: 38,544 kWh, below 50,000.
    expect(body['duties']).toMatchObject([
      { name: 'Company 0', duty: 'under', electricityKwh: expect.closeTo(38_544, -2) },
      { name: 'Company 1', duty: 'under' },
    ]);
  });
});

describe('a base of which the first days were not measured', () => {
  let late: Objects;
  beforeAll(async () => {
    late = await makeCompany(region, { park: 'eerbeek-loenen', name: 'Late', ean: '871999900000000035', shares: true, validFrom: '2020-01-01' });
    const { directory } = region.app.parts;
    const [register] = await directory.addRegisters([{ meter: late.meter, carrier: 'electricity', kind: 'counter', unit: 'kWh', flow: 'import', name: 'import' }]);
    await deliver(register?.id ?? 0, 1, [`${YEAR - 2}-11-26`, `${YEAR - 1}-01-01`]);
    await deliver(register?.id ?? 0, 1.5, [`${YEAR - 1}-01-01`, `${YEAR}-01-01`]);
  }, 60_000);

  it.each([
    { name: 'a month of five days', to: `${YEAR - 1}-12-01`, days: 5 },
    { name: 'such a month and a whole one', to: `${YEAR}-01-01`, days: 36 },
  ])('is compared from the day on which it was: $name', async ({ to, days }) => {
    const { body } = await region.ask('GET', `/api/v1/companies/${late.company}/emissions?from=${YEAR - 1}-11-01&to=${to}&factors=co2emissiefactoren-2026`, { key: BOOTSTRAP });

    // 0.2 kg a kWh; half more of each of the days that were measured in both.
    expect(body['decomposition']).toMatchObject({
      baseFrom: `${YEAR - 2}-11-25T23:00:00Z`,
      from: `${YEAR - 1}-11-25T23:00:00Z`,
      baseKg: expect.closeTo(days * 96 * 0.2, 6),
      nowKg: expect.closeTo(days * 96 * 1.5 * 0.2, 6),
      activityKg: expect.closeTo(days * 96 * 0.5 * 0.2, 6),
      coverageKg: 0,
      likeForLike: { connections: 1, of: 1 },
    });
  });
});
