// The forecast against last week on the simulator's parks, with stops and new loads planted; and on loads without a week or weather,
// where there is nothing to be better at.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Backtest, ORIGIN_EVERY_QUARTERS, backtest, originsOf } from '../../../src/domain/forecast/backtest.ts';
import { makeLattice } from '../../../src/simulate/noise.ts';
import type { PlanPark } from '../../../src/simulate/plan.ts';
import { DAYS, FIRST, type ParkLoad, parkLoad, planted, withWeather } from './made-up-parks.ts';

const PARKS: readonly [PlanPark, ...PlanPark[]] = [
  { id: 'eerbeek-loenen', lat: 52.1, lon: 6.06, areaHa: 90, topology: 'public-grid', size: 'large' },
  { id: 'de-mars', lat: 52.15, lon: 6.19, areaHa: 130, topology: 'public-grid', size: 'large' },
  { id: 'brouwersmolen', lat: 52.22, lon: 5.94, areaHa: 20, topology: 'public-grid', size: 'small' },
];
const [FIRST_PARK] = PARKS;
const loads = new Map<string, ParkLoad>();
const draw = makeLattice(23);
/** Two uniform draws make one normal one (Box and Muller 1958). */
const normal = (t: number): number => Math.sqrt(-2 * Math.log(draw(2 * t) + 1e-12)) * Math.cos(2 * Math.PI * draw(2 * t + 1));

beforeAll(async () => {
  for (const park of PARKS) loads.set(park.id, await parkLoad(park));
}, 120_000);

const usual = new Map<string, Backtest>();
function judgedUsual(park: string): Backtest {
  const found = usual.get(park) ?? judged(park);
  usual.set(park, found);
  return found;
}

function judged(park: string, over: { kw?: Float64Array; weather?: false } = {}): Backtest {
  const load = loads.get(park);
  if (load === undefined) throw new Error(`no load of ${park}`);
  const measured = { ...load.measured, ...(over.kw && { kw: over.kw }), ...(over.weather === false && { weather: null }) };
  const found = backtest(measured, over.weather === false ? [] : load.forecasts);
  if (found === null) throw new Error('nothing could be judged');
  return found;
}

describe('moments to forecast from', () => {
  it('lie 18 hours apart over six weeks, the last with 48 hours after it, and none before three weeks', () => {
    const origins = originsOf(DAYS * 96);

    expect(origins.at(-1)).toBe(DAYS * 96 - 192);
    expect(new Set(origins.slice(1).map((one, index) => one - (origins[index] ?? 0)))).toEqual(new Set([ORIGIN_EVERY_QUARTERS]));
    expect(origins).toHaveLength(57);
    expect(originsOf(21 * 96 + 191)).toEqual([]);
    expect(originsOf(21 * 96 + 192)).toHaveLength(1);
  });
});

describe.each(PARKS.map((park) => park.id))('the forecast of %s', (park) => {
  it('beats last week by a fifth at least, surely, and its band holds what it says', () => {
    const { judgement, all } = judgedUsual(park);

    expect(judgement.verdict).toBe('better');
    expect(judgement.skillLastWeek).toBeGreaterThanOrEqual(0.2);
    expect(judgement.skill).toBeGreaterThanOrEqual(0.2);
    expect(all.below[2] - all.below[0]).toBeGreaterThan(0.68);
    expect(all.below[2] - all.below[0]).toBeLessThan(0.92);
  });

  it('does so when firms stand still and loads come that no calendar tells', () => {
    const load = loads.get(park);
    const { judgement } = judged(park, { kw: load === undefined ? new Float64Array(0) : planted(load) });

    expect(judgement.skill).toBeGreaterThanOrEqual(0.2);
    expect(judgement.verdict).toBe('better');
  });

  it('beats last week by calendar and own history alone, without anybody telling the weather', () => {
    expect(judged(park, { weather: false }).judgement.skillLastWeek).toBeGreaterThanOrEqual(0.2);
  });

  it('errs more the further it looks ahead', () => {
    const { leads } = judgedUsual(park);

    expect(leads[0]?.lossKw).toBeLessThan(leads.at(-1)?.lossKw ?? 0);
    expect(leads.map((lead) => lead.toHours)).toEqual([1, 3, 6, 12, 24, 36, 48]);
  });
});

describe('a forecast where there is neither weather nor calendar', () => {
  it('claims nothing on noise, though it beats last week there', async () => {
    const kw = Float64Array.from({ length: DAYS * 96 }, (_, t) => 100 + 10 * normal(t));
    const { measured, forecasts } = await withWeather(kw, FIRST_PARK);
    const { judgement } = backtest(measured, forecasts) ?? {};

    expect(judgement).toMatchObject({ reference: 'any-quarter', verdict: 'no-better' });
    expect(Math.abs(judgement?.skill ?? 1)).toBeLessThan(0.02);
    expect(judgement?.skillLastWeek).toBeGreaterThan(0.2);
  });

  it('claims nothing on a load that never changes', async () => {
    const { measured, forecasts } = await withWeather(new Float64Array(DAYS * 96).fill(100), FIRST_PARK);
    const found = backtest(measured, forecasts);

    expect(found?.judgement).toMatchObject({ skill: 0, verdict: 'no-better' });
    expect(found?.all.lossKw).toBeLessThan(1e-4);
  });
});

describe('what is not known', () => {
  it('is not judged: a quarter that was estimated, or whose week before is missing', () => {
    const measured = loads.get('brouwersmolen')?.measured;
    if (measured === undefined) throw new Error('no load');
    const sure = measured.sure.slice();
    sure.fill(0, measured.kw.length - 96);
    const whole = backtest({ ...measured, weather: null }, []);
    const less = backtest({ ...measured, sure, weather: null }, []);

    expect((whole?.all.quarters ?? 0) - (less?.all.quarters ?? 0)).toBe(96 + 24);
    expect(backtest({ ...measured, kw: measured.kw.slice(0, 20 * 96), weather: null }, [])).toBeNull();
    expect(whole?.lastOrigin).toBe(FIRST + DAYS * 96 - 192);
  });
});
