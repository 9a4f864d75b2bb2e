// The running quarter against a limit: several meters together, silence, and too early to tell.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerCapacityNow, knownNow, projectedTogether, secretRunning } from '../../src/api/capacity-running.ts';
import { answerNow } from '../../src/api/now-query.ts';
import type { Area } from '../../src/api/scope.ts';
import { together } from '../../src/domain/capacity/running-quarter.ts';
import type { Principal } from '../../src/domain/access.ts';
import { epochMs } from '../../src/domain/units.ts';
import { LastValues } from '../../src/ingest/last-values.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const START = Date.parse('2026-11-03T12:00:00Z');
const after = (minutes: number) => ({ now: () => epochMs(START + minutes * 60_000) });
const at = (usedKwh: number, rateKw: number): { usedKwh: number; rateKw: number } => ({ usedKwh, rateKw });

describe('a running quarter', () => {
  it('adds its meters and tells what must come off', () => {
    // 5 minutes: 6 + 4 kWh at 72 + 48 kW. 15 kWh are left for 10 minutes: 90 kW, so 30 must come off.
    expect(projectedTogether(after(5), [at(6, 72), at(4, 48)], 100)).toEqual({
      usedKwh: 10,
      projectedKw: 120,
      unknown: null,
      limitKw: 100,
      headroomKw: -20,
      comeOffKw: 30,
      lost: false,
    });
  });

  it('says nothing of its end in the first 3 minutes, or while a meter is silent', () => {
    const quiet = { projectedKw: null, headroomKw: null, comeOffKw: null, limitKw: 100, lost: false };

    expect(projectedTogether(after(2), [at(4, 120)], 100)).toEqual({ usedKwh: 4, unknown: 'early', ...quiet });
    expect(projectedTogether(after(2), [at(4, 24), null], 100)).toEqual({ usedKwh: 4, unknown: 'early', ...quiet });
    expect(projectedTogether(after(10), [at(4, 24), null], 100)).toEqual({ usedKwh: 4, unknown: 'silent', ...quiet });
    expect(projectedTogether(after(10), [null], 100)).toEqual({ usedKwh: null, unknown: 'silent', ...quiet });
  });

  it('says how many of its meters speak', () => {
    const scope = {
      connections: [{ id: 1, company: 1, behind: null, passesOn: false, registers: [{ register: 7, flow: 'import' as const, meter: 1, way: 'total' as const }] }],
      withheld: 0,
    };
    const last = new LastValues();
    const deps = { ...after(5), last };

    expect(knownNow(deps, scope, { told: 0, all: 0 })).toEqual({ coverage: 0, quality: {}, asOf: '2026-11-03T12:05:00Z' });
    last.put({ register: 7, at: epochMs(START + 60_000), value: 1 });
    expect(knownNow(deps, scope, { told: 3, all: 4 })).toEqual({ coverage: 0.75, quality: { M: 0.75, X: 0.25 }, asOf: '2026-11-03T12:01:00Z' });
  });
});

describe('the page of this moment and the room that is left', () => {
  let region: SmallRegion;
  const made: Objects[] = [];
  const quarter = Math.floor(Date.now() / 900_000) * 900_000 - 900_000;
  const ask = (method: string, path: string, body?: unknown): Promise<Answer> => region.ask(method, `/api/v1${path}`, { key: BOOTSTRAP, ...(body !== undefined && { body }) });
  /** At a steady power from a minute before the quarter. */
  async function tell(
    company: Objects | undefined,
    { importKwh, exportKwh = 0, minutesIn = [-1, 8] }: { importKwh: number; exportKwh?: number; minutesIn?: readonly number[] },
  ): Promise<void> {
    for (const minutes of minutesIn) {
      const told = { time: quarter + minutes * 60_000, importKwh: 100 + (importKwh * (minutes + 1)) / 9, exportKwh: 50 + (exportKwh * (minutes + 1)) / 9 };
      expect((await ask('POST', `/ingest/${company?.gateway}`, told)).status).toBe(202);
      await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
    }
  }
  /** Both at ten minutes in the quarter. */
  async function both(area: Area): Promise<unknown[]> {
    const deps = Object.assign(Object.create(region.app.parts.deps), { now: () => epochMs(quarter + 10 * 60_000) });
    const all: Principal = { id: 'all', roles: [{ role: 'operator' }], processor: true };
    const { own, at: moment, start, end, limitKind } = await answerCapacityNow(deps, all, { place: area, direction: 'import' });
    return [(await answerNow(deps, all, area)).quarter, { at: moment, start, end, limitKind, ...own }];
  }

  beforeAll(async () => {
    region = await startApp();
    await ask('POST', '/parks', { id: 'park-a', name: 'Park A', municipality: 'Zutphen' });
    for (const end of ['011', '028', '035', '042']) made.push(await makeCompany(region, { park: 'park-a', name: `Company ${end}`, ean: `871999900000000${end}`, shares: true }));
    // The first is the main meter of two; the last has its own connection to the public grid.
    for (const { connection } of made.slice(1, 3)) await ask('PATCH', `/connections/${connection}`, { behind: made[0]?.connection });
    for (const index of [0, 3]) await ask('POST', `/connections/${made[index]?.connection}/limits`, { kw: 150, validFrom: '2026-01-01' });
    await tell(made[1], { importKwh: 36 });
    await tell(made[2], { importKwh: 0, exportKwh: 9 });
    await tell(made[0], { importKwh: 72 });
    await tell(made[3], { importKwh: 0, minutesIn: [-1] });
  }, 60_000);
  afterAll(() => region.stop());

  it('is kept back where few of those who spoke feed in, or draw: beside what is drawn it would tell them', () => {
    const { directory } = region.app.parts.deps;
    const byCounters = (counters: readonly (readonly number[])[]): unknown => {
      const connections = counters.map((_, index) => ({ id: index, company: 900 + index, behind: null, passesOn: false, registers: [] }));
      const spoken = counters.map((rates, index) => {
        const registers = rates.map((rateKw) => at(rateKw / 12, rateKw));
        return [index, { ...together(registers), registers }] as const;
      });
      return secretRunning({ directory, now: () => epochMs(Date.now()) }, { connections }, new Map(spoken));
    };
    const why = (rates: readonly number[]): unknown => byCounters(rates.map((rateKw) => [rateKw]));

    expect(why([10, 10, 10, 10, 10])).toBeNull();
    expect(why([10, 10, 10, 10, 10, 0])).toBeNull();
    expect(why([10, 10, 10, 10, 10, -10])).toBe('too-few');
    expect(why([-10, -10, -10, -10, -10, 10])).toBe('too-few');
    expect(why([10, 10, 10, 10, 10, -10, -10, -10, -10, -10])).toBeNull();
    // One draws 12 and gives 2 back in the same quarter.
    expect(byCounters([...Array.from({ length: 5 }, () => [10]), [12, -2]])).toBe('too-few');
  });

  it('say nothing of where the quarter ends while a meter on the public grid is silent', async () => {
    const [now, room] = await both({ kind: 'park', park: 'park-a' });

    expect(now).toEqual(room);
    expect(now).toMatchObject({ usedKwh: 64, projectedKw: null, limitKw: 300, comeOffKw: null });
  });

  it('count a main meter once, and beside it who has a connection of its own', async () => {
    await tell(made[3], { importKwh: 18, exportKwh: 9, minutesIn: [8] });

    const [now, room] = await both({ kind: 'park', park: 'park-a' });

    expect(now).toEqual(room);
    // 64 + 16 - 8 kWh in eight minutes, at 540 kW of which five minutes are left: 117 kWh, and at the limit 75.
    expect(now).toMatchObject({ usedKwh: 72, projectedKw: 468, limitKw: 300, headroomKw: -168, comeOffKw: 504, lost: false });
  });

  it('are below nothing where a company feeds in', async () => {
    const [now, room] = await both({ kind: 'company', company: made[2]?.company ?? 0 });

    expect(now).toEqual(room);
    expect(now).toMatchObject({ usedKwh: -8, projectedKw: -52, limitKw: 500, headroomKw: 552, comeOffKw: 0 });
  });
});
