// Links of scenarios: their hours add up, are made once for a choice, and are at hand while they are chosen again; never of ports that changed.
import { beforeEach, describe, expect, it } from 'vitest';
import { matchesOf } from '../../src/domain/heat/matching.ts';
import { valuesOf } from '../../src/domain/heat/parameters.ts';
import { epochMs } from '../../src/domain/units.ts';
import { networkOf } from '../../src/jobs/heat-network-sums.ts';
import type { HeatRuns, ParkHours } from '../../src/jobs/heat-runs.ts';
import { solver } from '../../src/jobs/heat-solver.ts';
import { LINKS_KEPT_MS, ScenarioLinks, scenarioLinks } from '../../src/jobs/scenario-links.ts';
import type { HeatPortRow } from '../../src/storage/heat.ts';
import { parameters } from '../domain/heat/given.ts';
import { heatPortRow } from './heat-port-row.ts';

const NOW = Date.parse('2026-11-01T10:30:00Z');
const HOURS = 8760;
const firstHour = Math.floor(NOW / 3_600_000) - HOURS;
const place = { latDeg: 52.1, lonDeg: 6 };
/** 300 m away: then there is something to pump. */
const away = { latDeg: 52.1027, lonDeg: 6 };
const port = (id: number, over: { role: 'source' | 'sink'; supplyC: number; returnC: number; kw: number }) => ({
  ...over,
  id,
  medium: 'water' as const,
  minReturnC: null,
  provenance: 'measured' as const,
  place: over.role === 'sink' ? away : place,
  residual: 'yes' as const,
  owner: `company ${id}`,
  // The sink wants nothing in every second hour.
  kw: Float64Array.from({ length: HOURS }, (_, hour) => (over.role === 'sink' && hour % 2 === 1 ? 0 : over.kw)),
});
const ports = [port(1, { role: 'source', supplyC: 90, returnC: 50, kw: 900 }), port(2, { role: 'sink', supplyC: 60, returnC: 35, kw: 600 })];
const { pairs, ...screened } = matchesOf({ ports, routes: [], parameters, assumedM: 300 });
const chosen = networkOf(await solver(), { pairs, ports, routes: [], firstHour, parameters, timeLimitS: 2 });

const row = (id: number): HeatPortRow => heatPortRow(id, { company: id * 10, role: id === 1 ? 'source' : 'sink', place });

let [clock, version, derived] = [NOW, 1, 0];
/** Holds the next choice up until it is let go. */
let held: Promise<void> = Promise.resolve();

function hoursNow(): ParkHours {
  const byPort = new Map(ports.map(({ id, kw }) => [id, { kw, knownHours: HOURS, quartersByFlag: [] }] as const));
  return { firstHour, hours: HOURS, byPort, version, readAt: epochMs(clock), growing: false };
}
const network: HeatRuns['network'] = async () => {
  const hours = hoursNow();
  await held;
  return { ...chosen, links: [...chosen.links], matches: { pairs, ...screened, hours, asOf: epochMs(clock) } };
};
const made = (over: { network?: HeatRuns['network'] } = {}): ScenarioLinks =>
  new ScenarioLinks({
    heat: {
      get version() {
        return version;
      },
      portsOf: () => [row(1), row(2)],
    },
    runs: { network, ...over },
    parameters,
    derive: () => {
      derived++;
      return Promise.resolve(0);
    },
    now: () => epochMs(clock),
  });

beforeEach(() => {
  [clock, version, derived] = [NOW, 1, 0];
  held = Promise.resolve();
});

describe('a link', () => {
  const [link] = scenarioLinks({ links: chosen.links, matches: { pairs, hours: hoursNow() } }, { ownerOf: (id) => id * 10, values: valuesOf(parameters) });

  it('brings what the network delivers, in the hours in which there is heat and it is wanted', () => {
    expect(link).toMatchObject({ source: 10, sink: 20, firstHour });
    expect(link?.heatKwh.reduce((sum, kwh) => sum + kwh, 0)).toBeCloseTo(chosen.links[0]?.deliveredKwh ?? 0, 3);
    expect([link?.heatKwh[0], link?.heatKwh[1]]).toEqual([expect.closeTo((chosen.links[0]?.deliveredKwh ?? 0) / (HOURS / 2), 6), 0]);
  });

  it('costs what the match costs, its electricity apart', () => {
    const [pair] = pairs;
    const price = ((pair?.money?.sellerEurPerMwh ?? 0) * (chosen.links[0]?.deliveredKwh ?? 0)) / 1000;

    expect(link?.capexEur).toBe(pair?.money?.capexEur);
    expect(link?.yearlyEur).toBeGreaterThan(price);
    expect(link?.yearlyEur).toBeLessThan(price + (pair?.money?.runningEurPerYear ?? 0));
  });

  it('goes to another thread without a copy of its hours', () => {
    expect(link?.heatKwh.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('of ports whose hours are not known brings nothing', () => {
    const unknown = { firstHour, hours: HOURS, byPort: new Map() };
    const [none] = scenarioLinks({ links: chosen.links, matches: { pairs, hours: unknown } }, { ownerOf: () => null, values: valuesOf(parameters) });

    expect(none?.heatKwh.some((kwh) => kwh !== 0)).toBe(false);
  });
});

describe('links of a park', () => {
  it('are made once for a choice, and others for readers who may enter less', async () => {
    const same: HeatRuns['network'] = async () => ({ ...chosen, matches: { pairs, ...screened, hours: hoursNow(), asOf: epochMs(clock) } });
    const links = made({ network: same });
    const first = await links.of('p', () => true);

    expect(await links.of('p', () => true)).toBe(first);
    expect(await links.of('p', (company) => company !== 20)).not.toBe(first);
  });

  it('are those of before while they are chosen again', async () => {
    const links = made();
    const first = await links.of('p', () => true);
    let letGo = (): void => undefined;
    held = new Promise((settle) => (letGo = settle));
    clock += LINKS_KEPT_MS - 1;

    expect(await links.of('p', () => true)).toBe(first);
    letGo();
    await expect.poll(() => links.of('p', () => true)).not.toBe(first);
  });

  it('are waited for when a port changed or a day went by', async () => {
    const links = made();
    await links.of('p', () => true);
    const failing = new Error('the solver is away');
    held = Promise.reject(failing);
    held.catch(() => undefined);

    expect(await links.of('p', () => true)).toHaveLength(1);
    version++;
    await expect(links.of('p', () => true)).rejects.toThrow(failing);
    version--;
    clock += LINKS_KEPT_MS;
    await expect(links.of('p', () => true)).rejects.toThrow(failing);
  });

  it('are begun for whoever may ask for them next, once, with the ports of new meters; nobody hears that it failed', async () => {
    const links = made();
    links.begin('p', () => true);
    const first = await links.of('p', () => true);
    links.begin('p', () => true);

    expect([derived, first.length]).toEqual([1, 1]);
    held = Promise.reject(new Error('the solver is away'));
    held.catch(() => undefined);
    version++;
    links.begin('p', () => true);
    await expect(links.of('p', () => true)).rejects.toThrow('the solver is away');
    expect(derived).toBe(2);
  });
});
