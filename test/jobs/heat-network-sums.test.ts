// All matches together: never worth less than plain greedy, all heat accounted for, and the pinch of each slice.
import { describe, expect, it } from 'vitest';
import { linkOf, yearOf } from '../../src/domain/heat/links.ts';
import { matchesOf } from '../../src/domain/heat/matching.ts';
import { drawsOf } from '../../src/domain/heat/uncertainty.ts';
import { networkOf, pinchesOf } from '../../src/jobs/heat-network-sums.ts';
import { solver } from '../../src/jobs/heat-solver.ts';
import { parameters, port, values } from '../domain/heat/given.ts';

const M = 111_194.93;
const at = (northM: number): { latDeg: number; lonDeg: number } => ({ latDeg: 52.1 + northM / M, lonDeg: 6.1 });
const kw = (of: (hour: number) => number): Float64Array => Float64Array.from({ length: 8760 }, (_, hour) => of(hour));
const ports = [
  port({ id: 1, role: 'source', place: at(0), kw: kw(() => 900) }),
  port({ id: 2, role: 'source', place: at(250), kw: kw((hour) => (hour % 24 < 12 ? 600 : 100)) }),
  port({ id: 10, role: 'sink', place: at(400), kw: kw((hour) => 200 + 200 * Math.sin(hour / 1000)) }),
  port({ id: 11, role: 'sink', place: at(700), kw: kw((hour) => (hour % 24 >= 8 && hour % 24 < 20 ? 500 : 50)) }),
  port({ id: 12, role: 'sink', place: at(2500), kw: kw(() => 20) }),
];
const firstHour = Math.floor(Date.parse('2026-01-01T00:00:00Z') / 3_600_000);
const { pairs } = matchesOf({ ports, routes: [], parameters, assumedM: 500 });

describe('the links of a place', async () => {
  const network = networkOf(await solver(), { pairs, ports, routes: [], firstHour, parameters, timeLimitS: 10 });

  it('are worth at least what greedy finds, and say how near to proved they are', () => {
    expect(network.links.length).toBeGreaterThan(0);
    expect(network.netEur).toBeGreaterThanOrEqual(network.greedyNetEur - 1e-6);
    expect(network.solver).toMatchObject({ timeLimitS: 10, proved: true, choiceTimed: false, boundTimed: false });
    expect(network.solver?.gap ?? 1).toBeLessThanOrEqual(0.01);
    expect(network.links.every((link) => link.netEur >= 0)).toBe(true);
  });

  it('deliver no more than is wanted, and leave out what lies too far for what it takes', () => {
    const demand = ports.filter((one) => network.links.some((link) => link.sink === one.id)).reduce((sum, one) => sum + one.kw.reduce((a, b) => a + b, 0), 0);

    expect(network.deliveredKwh + network.backupKwh).toBeCloseTo(demand, 3);
    expect(network.links.some((link) => link.sink === 12)).toBe(false);
  });

  it('of no choice leave more on the full year than the bound that is told says', () => {
    const links = pairs.flatMap((pair) => linkOf(pair, values) ?? []);
    const hours = new Map(ports.map((one) => [one.id, one.kw]));
    const choices = Array.from({ length: 2 ** links.length }, (_, bits) => links.filter((_one, bit) => ((bits >> bit) & 1) === 1));
    const most = Math.max(...choices.map((choice) => yearOf(choice, hours).netEur));

    expect(links.length).toBeGreaterThan(3);
    expect(network.netEur * (1 + (network.solver?.yearGap ?? 0))).toBeGreaterThanOrEqual(most - 1e-6);
    expect(network.netEur).toBeGreaterThanOrEqual(most * 0.99);
  });

  it('say that the clock ended the choice and its bound, and how far off they may be, where there is no time', async () => {
    const hurried = networkOf(await solver(), { pairs, ports, routes: [], firstHour, parameters, timeLimitS: 0 });

    expect(hurried.solver).toMatchObject({ timeLimitS: 0, proved: false, choiceTimed: true, boundTimed: true });
    expect(hurried.solver?.gap).toBeGreaterThan(0);
    expect(hurried.netEur).toBeGreaterThanOrEqual(hurried.greedyNetEur - 1e-6);
  });

  it('are none where nothing matches', async () => {
    expect(networkOf(await solver(), { pairs: [], ports, routes: [], firstHour, parameters, timeLimitS: 1 })).toMatchObject({ links: [], solver: null, chosenBy: 'none' });
  });
});

describe('the pinch', () => {
  const slices = pinchesOf({ ports, firstHour, leastK: 10 });

  it('balances in each slice', () => {
    expect(slices.map((one) => one.slice)).toEqual(['year', 'winter', 'summer', 'day', 'night']);
    for (const slice of slices) expect(slice.hotUtilityKw - slice.coldUtilityKw).toBeCloseTo(slice.coldKw - slice.hotKw, 6);
    expect(slices[0]?.hours).toBe(8760);
    expect((slices[3]?.hours ?? 0) + (slices[4]?.hours ?? 0)).toBe(8760);
  });

  it('at its most lets the sinks be served wholly: 80/50 °C against 60/40 °C', () => {
    expect(slices[0]?.hotUtilityKw).toBe(0);
    expect(slices[0]?.exchangeableKw).toBeCloseTo(slices[0]?.coldKw ?? 0, 9);
  });
});

// Of 30 sources and 60 sinks hundreds of pairs come; means of a year hide which of them run in the same hour.
it(
  'more links than a few blocks can tell apart are chosen on hours too, within the time limit, and bounded by more blocks than they were chosen in',
  { timeout: 60_000 },
  async () => {
    const draw = drawsOf(7);
    const many = Array.from({ length: 90 }, (_, id) => {
      const [from, length, peak] = [Math.floor(draw() * 24), 6 + Math.floor(draw() * 10), 100 + draw() * 900];
      const place = { latDeg: 52 + (draw() * 1500) / M, lonDeg: 6 + (draw() * 1500) / M };
      return port({ id: id + 1, role: id < 30 ? 'source' : 'sink', place, kw: kw((hour) => ((hour + 24 - from) % 24 < length ? peak : 0.1 * peak)) });
    });
    const found = matchesOf({ ports: many, routes: [], parameters, assumedM: 500 }).pairs;
    const network = networkOf(await solver(), { pairs: found, ports: many, routes: [], firstHour, parameters, timeLimitS: 10 });

    expect(network.solver?.links).toBeGreaterThan(300);
    expect(network.solver?.blocks).toBe(2);
    expect(network.chosenBy).toBe('search');
    expect(network.solver?.seconds).toBeLessThan(11);
    expect(network.netEur).toBeGreaterThan(network.greedyNetEur);
    expect(network.solver?.yearGap).toBeGreaterThan(0);
    expect(network.solver?.yearGap).toBeLessThan(0.2);
  },
);
