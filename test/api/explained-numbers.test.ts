// Random numbers of every route that can be explained: adding up what is listed gives each of them, to the last digit. A few of each
// route here, 200 of each in explained-numbers.slow.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RULES } from './access-rules.ts';
import { drawRoute, faulted, movesWith } from './explained-draw.ts';
import { historyNumbers } from './explained-emissions.ts';
import { type ExplainedGround, SEED, getterOf, startGround } from './explained-ground.ts';
import { numbersOf } from './explained-numbers.ts';
import type { ExplainedNumber, Get } from './explained-parts.ts';
import { randoms } from './explained-region.ts';
import { EXPLAINED_ELSEWHERE, EXPLAINED_ROUTES, withoutExplanation } from './explained-routes.ts';
import { YEAR, type YearsRegion, startYears } from './years-region.ts';

/** Of each route. */
const FEW = 8;
const WANTED = 200;
const HOURS = 5;
let ground: ExplainedGround;

beforeAll(async () => {
  ground = await startGround(HOURS);
}, 60_000);
afterAll(() => ground.small.stop());

describe('every route that tells figures', () => {
  it('explains them, or stands in the list of those that do not, with the reason', async () => {
    expect(withoutExplanation(await ground.get('/openapi.json'))).toEqual([]);
  });

  it('is drawn from when it explains', () => {
    const mounted = ground.small.app.parts.api.mounted.map(({ path }) => path).filter((path) => path.endsWith('/explain'));

    expect(mounted.sort()).toEqual(EXPLAINED_ROUTES.map((route) => `${route}/explain`).sort());
    expect(Object.keys(RULES)).toEqual(expect.arrayContaining(mounted.map((path) => `get ${path}`)));
  });
});

describe('numbers of a route that explains', () => {
  it.each([...EXPLAINED_ROUTES, ...Object.keys(EXPLAINED_ELSEWHERE)])(
    `of %s are what is listed, ${FEW} of them at random, and no longer when one thing listed is a millionth off`,
    async (route) => {
      const { drawn, moved, wrong } = await drawRoute(ground, route, { wanted: FEW, below: randoms(SEED + route.length) });

      expect(wrong).toEqual([]);
      expect(drawn).toBeGreaterThan(0);
      // Zeros explain themselves: of every route other numbers are seen as well, but of a quarter that has just begun.
      expect(moved > 0 || (Date.now() % 900_000 < 120_000 && route.endsWith('/now'))).toBe(true);
    },
  );
});

describe('a month peak, the peak of a park and the own peak of a company in it', () => {
  it('are each the registers of the quarter that they name', async () => {
    const peaks = (
      await Promise.all(['/parks/{park}/capacity', '/companies/{id}/capacity', '/connections/{id}/capacity'].map(async (route) => numbersOf(ground.get, route, ground.places)))
    )
      .flat()
      .filter(({ name }) => name.includes('peak'));
    const found: unknown[] = [];
    for (const one of peaks) found.push([one.name, one.explain, one.reckon(await ground.get(one.explain))]);

    expect(new Set(peaks.map(({ name }) => name))).toEqual(new Set(['month peak', 'peak of a park', 'own peak in a park']));
    expect(found).toEqual(peaks.map((one) => [one.name, one.explain, one.told]));
  }, 60_000);
});

describe('numbers of CO2 that read years of history', () => {
  let years: YearsRegion;
  let ask: Get;
  beforeAll(async () => {
    years = await startYears();
    ask = getterOf(years.region);
  }, 120_000);
  afterAll(() => years.region.stop());

  it.each(['/parks/de-mars', '/companies/', '/region'])(
    `of %s are what is listed, ${WANTED} of them at random, and no longer when one thing listed is off`,
    async (place) => {
      const below = randoms(SEED + place.length);
      const path = `${place === '/companies/' ? place + String(years.companies[0]?.company) : place}/emissions`;
      const all = new Map<string, ExplainedNumber[]>();
      for (let question = 0; question < 12; question++) {
        const months = 1 + below(9);
        const weather = below(2) === 0 ? '' : `&degreeDays=${2000 + below(900)}&baseDegreeDays=${2000 + below(900)}&heatingShare=0.${1 + below(9)}`;
        const factors = ['co2emissiefactoren', 'klimaatmonitor', 'co2emissiefactoren-2024'][below(3)] ?? '';
        const query = `from=${YEAR - 1}-0${months}-01&to=${YEAR - 1}-${months + 1 < 10 ? '0' : ''}${months + 1}-01&factors=${factors}&goalReduction=0.${1 + below(9)}&goalYear=${YEAR + 1 + below(9)}${weather}`;
        all.set(query, await historyNumbers(ask, path, query));
      }
      const [seen, kinds] = [new Set<string>(), [...all.values()].flat()];
      for (let number = 0; number < WANTED; number++) {
        const one = kinds[below(kinds.length)];
        if (one === undefined) throw new Error(`${path} tells nothing of its history`);
        const body = await ask(one.explain);
        expect([one.explain, body['value'], one.reckon(body)]).toEqual([one.explain, one.told, one.told]);
        // A forecast below nothing is told as nothing, and stays so.
        if (one.told !== 0) expect([one.explain, movesWith(one, faulted(body, one.lists))]).toEqual([one.explain, true]);
        if (one.told !== 0) seen.add(one.name);
      }
      for (const name of [
        'decomposition.activityKg',
        'decomposition.factorKg',
        'decomposition.fuelKg',
        'trajectory.gapKg',
        'trajectory.years.targetKg',
        'trajectory.years.actualKg',
      ])
        expect(seen).toContain(name);
    },
    180_000,
  );
});
