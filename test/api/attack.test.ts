// Whoever may not see the companies adds up and subtracts all that it is told of a park: no company's own figure comes out of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALONE, type AttackedRegion, DAYS, FIRST_QUARTER, INTERPOLATED, type Own, startAttacked } from './attacked-region.ts';

type Json = Record<string, unknown>;
let attacked: AttackedRegion;
beforeAll(async () => {
  attacked = await startAttacked();
}, 120_000);
afterAll(() => attacked.small.stop());

const iso = (quarter: number): string => new Date(quarter * 900_000).toISOString();
const micro = (kwh: number): number => Math.round(kwh * 1e6);
const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);
const listOf = (body: Json, name: string): Json[] => JSON.parse(JSON.stringify(body[name] ?? []));

/** @returns nothing where it is kept back */
async function told(path: string, cookie = attacked.asRegion): Promise<Json> {
  const { status, body } = await attacked.small.ask('GET', `/api/v1${path}`, { cookie });
  if (status === 200) return body;
  if (status === 403 && body['code'] === 'suppressed') return {};
  throw new Error(`${path}: ${JSON.stringify(body)}`);
}

/** Every number of an answer; one of kW also as the kWh of a quarter. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const numbers = numbersIn(one);
    return /Kw(Max)?$/.test(name) ? [...numbers, ...numbers.map((kw) => kw / 4)] : numbers;
  });
}

/** What a company did in some quarters, by each name that a figure may have, in whole millionths. */
function secretsOf(own: Own, quarters: readonly number[]): Map<number, string> {
  const of = (flow: 'import' | 'export' | 'generation'): number => sumOf(quarters.map((t) => own[flow][t] ?? 0));
  const use = (t: number): number => (own.import[t] ?? 0) - (own.export[t] ?? 0) + (own.generation[t] ?? 0);
  const figures = {
    import: of('import'),
    export: of('export'),
    net: of('import') - of('export'),
    generation: of('generation'),
    use: sumOf(quarters.map((t) => Math.max(use(t), 0))),
    left: sumOf(quarters.map((t) => Math.min(use(t), 0))),
    both: sumOf(quarters.map((t) => Math.min(own.import[t] ?? 0, own.export[t] ?? 0))),
    ownUse: of('generation') - of('export'),
  };
  return new Map(Object.entries(figures).flatMap(([name, kwh]) => (micro(kwh) === 0 ? [] : [[Math.abs(micro(kwh)), `${name} of ${own.name}`] as const])));
}

/** Secrets that are among the numbers, or sums or differences of two of them. */
function found(numbers: readonly number[], secrets: ReadonlyMap<number, string>): string[] {
  const all = [...new Set([0, ...numbers.map(micro)])];
  const hits = new Set<string>();
  for (const [at, one] of all.entries())
    for (const other of all.slice(at + 1))
      for (const value of [one + other, one - other])
        for (const near of [-1, 0, 1]) {
          const secret = secrets.get(Math.abs(value) + near);
          if (secret !== undefined) hits.add(`${secret}: ${one / 1e6} and ${other / 1e6}`);
        }
  return [...hits];
}

const DAY = [0, 1] as const;
const quartersOf = (day: number): number[] => Array.from({ length: 96 }, (_, t) => day * 96 + t);
const merged = (maps: readonly ReadonlyMap<number, string>[]): Map<number, string> => new Map(maps.flatMap((one) => [...one]));

async function stepsOf(path: string, day: number, query = ''): Promise<Json[]> {
  const body = await told(`${path}?from=${DAYS[day]}&to=${DAYS[day + 1]}&step=PT15M${query}`);
  return [...listOf(body, 'steps'), ...listOf(body, 'items')];
}

describe('as the region', () => {
  it('no quarter-hour of a park tells what one company did in it', async () => {
    const leaks: string[] = [];
    for (const day of DAY) {
      const views = [
        await stepsOf('/parks/de-mars/balance', day),
        await stepsOf('/parks/de-mars/capacity', day),
        await stepsOf('/parks/de-mars/capacity', day, '&direction=export'),
      ];
      expect(views.map((steps) => steps.length)).toEqual([96, 96, 96]);
      for (const t of quartersOf(day)) {
        const numbers = views.flatMap((steps) => numbersIn(steps[t % 96]));
        leaks.push(...found(numbers, merged(attacked.own.map((own) => secretsOf(own, [t])))).map((leak) => `quarter ${t}: ${leak}`));
      }
    }

    expect(leaks).toEqual([]);
  });

  it('a quarter-hour as a period of its own tells nothing more', async () => {
    const leaks: string[] = [];
    for (const [name, t] of Object.entries(ALONE)) {
      const [from, to] = [iso(FIRST_QUARTER + t), iso(FIRST_QUARTER + t + 1)];
      const period = `from=${from}&to=${to}`;
      const answers = [
        await told(`/parks/de-mars/balance?${period}&step=P1D`),
        await told(`/parks/de-mars/energy-flows?${period}`),
        await told(`/parks/de-mars/energy-flows/explain?${period}&field=flows.kwh&source=grid:electricity&target=carrier:electricity`),
        await told(`/parks/de-mars/capacity?${period}&step=P1D`),
        await told(`/parks/de-mars/emissions?${period}`),
        await told(`/parks/de-mars/exchange?${period}`),
        await told(`/region/balance?${period}`),
        ...(await Promise.all(
          ['importKwh', 'exportKwh', 'generationKwh', 'consumptionKwh', 'localExchangeKwh'].map((field) => told(`/parks/de-mars/balance/explain?${period}&field=${field}`)),
        )),
      ];
      leaks.push(...found(answers.flatMap(numbersIn), merged(attacked.own.map((own) => secretsOf(own, [t])))).map((leak) => `${name}: ${leak}`));
    }

    expect(leaks).toEqual([]);
  });

  it('a day, beside its quarters, the month and the region, tells nobody’s day and nobody’s quarters that are not told', async () => {
    const leaks: string[] = [];
    for (const day of DAY) {
      const period = `from=${DAYS[day]}&to=${DAYS[day + 1]}`;
      const steps = await stepsOf('/parks/de-mars/balance', day);
      const fields = Object.keys(steps[0] ?? {}).filter((name) => name.endsWith('Kwh'));
      const sums = fields.map((field) => sumOf(steps.map((step) => Number(step[field] ?? 0))));
      const power = (await stepsOf('/parks/de-mars/capacity', day)).map((item) => Number(item['usageKw'] ?? 0) / 4);
      const answers = await Promise.all(
        [
          `/parks/de-mars/balance?${period}&step=P1D`,
          `/parks/de-mars/balance?${period}&step=PT1H`,
          `/parks/de-mars/energy-flows?${period}`,
          `/parks/de-mars/energy-flows/explain?${period}&field=totals.usedKwh`,
          `/parks/de-mars/capacity?${period}&step=P1D`,
          `/parks/de-mars/capacity?${period}&step=P1D&direction=export`,
          `/parks/de-mars/peaks?${period}`,
          `/parks/de-mars/emissions?${period}`,
          `/parks/de-mars/exchange?${period}`,
          `/region/balance?${period}&step=P1D`,
          `/region/emissions?${period}`,
        ].map((path) => told(path)),
      );
      const untold = fields.map((field) => quartersOf(day).filter((t) => steps[t % 96]?.[field] === null));
      const sets = [quartersOf(day), ...Object.values(ALONE).map((t) => [day * 96 + t]), ...untold];
      const secrets = merged(attacked.own.flatMap((own) => sets.map((quarters) => secretsOf(own, quarters))));
      leaks.push(...found([...sums, sumOf(power), ...answers.flatMap(numbersIn)], secrets).map((leak) => `day ${day}: ${leak}`));
    }

    expect(leaks).toEqual([]);
  });

  it('the two days, apart and together, in months and as published earlier, tell nobody’s', async () => {
    const both = `from=${DAYS[0]}&to=${DAYS[2]}`;
    const answers = await Promise.all(
      [
        `/parks/de-mars/balance?${both}&step=P1M`,
        `/parks/de-mars/balance?${both}&step=P1D`,
        `/parks/de-mars/balance?from=2026-09-01&to=2026-10-01&step=P1M`,
        `/parks/de-mars/balance?from=2026-01-01&to=2027-01-01&step=P1M&asOf=${iso(FIRST_QUARTER + 192)}`,
        `/parks/de-mars/balance?from=${iso(FIRST_QUARTER)}&to=${iso(FIRST_QUARTER + 191)}&step=P1M`,
        `/parks/de-mars/emissions?from=2026-01-01&to=2027-01-01`,
        `/parks/de-mars/exchange?from=2026-09-01&to=2026-10-01`,
        `/parks/de-mars/capacity/year`,
        `/parks/de-mars/capacity/year?direction=export`,
        `/region/balance?${both}&step=P1D`,
      ].map((path) => told(path)),
    );
    const sets = [quartersOf(0), quartersOf(1), [...quartersOf(0), ...quartersOf(1)], [191], ...DAY.flatMap((day) => Object.values(ALONE).map((t) => [day * 96 + t]))];
    const secrets = merged(attacked.own.flatMap((own) => sets.map((quarters) => secretsOf(own, quarters))));

    expect(found(answers.flatMap(numbersIn), secrets)).toEqual([]);
  });

  it('how a sum was measured tells no part of it', async () => {
    const period = `from=${DAYS[0]}&to=${DAYS[1]}`;
    const answers = await Promise.all(
      [
        `/parks/de-mars/balance?${period}&step=P1D`,
        `/parks/de-mars/energy-flows?${period}`,
        `/parks/de-mars/capacity?${period}&step=P1D`,
        `/parks/de-mars/emissions?${period}`,
        `/parks/de-mars/exchange?${period}`,
      ].map((path) => told(path)),
    );
    // All that went through the meters of the only company that is interpolated, and of all: what shares of an amount are of.
    const through = (own: Own): number => sumOf((['import', 'export', 'generation'] as const).map((flow) => sumOf(quartersOf(0).map((t) => own[flow][t] ?? 0))));
    const [secret, all] = [through(attacked.own[INTERPOLATED] ?? attacked.silent), sumOf(attacked.own.map(through))];
    // Who shares with nobody lowers the coverage, and so each share.
    const shares = answers.map((answer) => Number(Object.entries(answer['quality'] ?? {}).find(([flag]) => flag === 'I')?.[1]) / Number(answer['coverage']));
    const leaks = shares.filter((share) => Math.abs(share - secret / all) < 0.001);

    expect(shares.every((share) => share > 0.01)).toBe(true);
    expect(leaks).toEqual([]);
  });

  it('still gets what says too little of anybody', async () => {
    const { totals, flows } = JSON.parse(JSON.stringify(await told(`/parks/de-mars/balance?from=${DAYS[0]}&to=${DAYS[1]}&step=P1D`)));
    const noon = (await stepsOf('/parks/de-mars/balance', 0))[48];

    expect(totals.importKwh).toBeGreaterThan(2000);
    expect(totals.consumptionKwh).toBeGreaterThan(3000);
    expect(noon).toMatchObject({ exportKwh: expect.any(Number), generationKwh: expect.any(Number), consumptionKwh: expect.any(Number) });
    expect(flows).not.toEqual([]);
  });
});

it('the manager of the park finds nothing of who does not share with it', async () => {
  const answers = await Promise.all(
    ['balance?step=PT15M&', 'capacity?step=PT15M&', 'exchange?', 'energy-flows?', 'emissions?'].map((path) =>
      told(`/parks/de-mars/${path}from=${DAYS[0]}&to=${DAYS[1]}`, attacked.asManager),
    ),
  );
  const secrets = secretsOf(attacked.silent, quartersOf(0));

  expect(answers.flatMap(numbersIn).length).toBeGreaterThan(1000);
  expect(found(answers.map(({ items: _, steps: __, ...rest }) => rest).flatMap(numbersIn), secrets)).toEqual([]);
});
