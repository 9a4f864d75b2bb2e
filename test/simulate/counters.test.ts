// Counters count exactly what the power says, and the truth is that same integral per quarter.
import { describe, expect, it } from 'vitest';
import { advance, resumeCounters, saveCounters, startCounters, type TrueQuarter } from '../../src/simulate/counters.ts';
import { powerAt } from '../../src/simulate/power.ts';
import { company, meter, plan } from './parks.ts';

const FROM = Date.UTC(2026, 2, 3, 8);
const QUARTER_MS = 900_000;
const office = company('ecofactorij.office-1');
const bakery = company('eerbeek-loenen.bakery-1');
const mill = company('eerbeek-loenen.board-mill-1');

function truthOf(firm: typeof office, { from, to }: { from: number; to: number }): TrueQuarter[] {
  const truth: TrueQuarter[] = [];
  advance(startCounters({ plan, company: firm, atMs: from }), to, { onQuarter: (quarter) => truth.push(quarter) });
  return truth;
}

describe('truth', () => {
  it('of a quarter is the sum of its 900 seconds of power', () => {
    const truth = truthOf(mill, { from: FROM, to: FROM + QUARTER_MS });
    const gas = meter(mill, 'gas');
    let gasM3 = 0;
    for (let second = 0; second < 900; second++) gasM3 += (powerAt({ plan, company: mill, meter: gas, at: FROM + second * 1000 })['gas'] ?? 0) / 3600;

    expect(truth.find((one) => one.meter === gas.key)).toMatchObject({ startMs: FROM, register: 'gas' });
    expect(truth.find((one) => one.meter === gas.key)?.amount).toBeCloseTo(gasM3, 9);
  });

  it('does not depend on how often the counters were asked', () => {
    const once = truthOf(bakery, { from: FROM, to: FROM + 4 * QUARTER_MS });
    const often: TrueQuarter[] = [];
    const counters = startCounters({ plan, company: bakery, atMs: FROM });

    for (let at = FROM; at <= FROM + 4 * QUARTER_MS; at += 7000) advance(counters, at, { onQuarter: (quarter) => often.push(quarter) });
    advance(counters, FROM + 4 * QUARTER_MS, { onQuarter: (quarter) => often.push(quarter) });

    expect(often).toEqual(once);
  });

  it('adds up to what the counters moved', () => {
    const counters = startCounters({ plan, company: bakery, atMs: FROM });
    const before = saveCounters(counters).counters;
    const truth: TrueQuarter[] = [];
    advance(counters, FROM + 8 * QUARTER_MS, { onQuarter: (quarter) => truth.push(quarter) });
    const after = saveCounters(counters).counters;
    const key = `${bakery.key}.main/import-t2`;

    const countedKwh = (after[key] ?? 0) - (before[key] ?? 0);
    expect(truth.filter((one) => `${one.meter}/${one.register}` === key).reduce((sum, one) => sum + one.amount, 0)).toBeCloseTo(countedKwh, 6);
  });

  it('leaves out a quarter that began before the counters', () => {
    const truth = truthOf(office, { from: FROM + 60_000, to: FROM + 2 * QUARTER_MS });

    expect(new Set(truth.map((one) => one.startMs))).toEqual(new Set([FROM + QUARTER_MS]));
  });

  it("moves from tariff 1 to tariff 2 at seven o'clock local", () => {
    const seven = Date.UTC(2026, 2, 3, 6);
    const truth = truthOf(office, { from: seven - QUARTER_MS, to: seven + QUARTER_MS });
    const amountKwh = (register: string, startMs: number): number => truth.find((one) => one.register === register && one.startMs === startMs)?.amount ?? NaN;

    expect(amountKwh('import-t1', seven - QUARTER_MS)).toBeGreaterThan(0);
    expect(amountKwh('import-t2', seven - QUARTER_MS)).toBe(0);
    expect(amountKwh('import-t1', seven)).toBe(0);
    expect(amountKwh('import-t2', seven)).toBeGreaterThan(0);
  });
});

describe('saved counters', () => {
  it('go on as if nothing had happened, also in the middle of a quarter', () => {
    const straight = startCounters({ plan, company: mill, atMs: FROM });
    const stopped = startCounters({ plan, company: mill, atMs: FROM });
    advance(straight, FROM + 4_000_000);
    advance(stopped, FROM + 1_234_000);
    const text = JSON.stringify(saveCounters(stopped));

    const resumed = resumeCounters({ plan, company: mill, saved: JSON.parse(text) });
    advance(resumed, FROM + 4_000_000);

    expect(saveCounters(resumed)).toEqual(saveCounters(straight));
  });

  it('start the same on every run and never show export where nothing generates', () => {
    const wholesale = plan.companies.filter((one) => one.archetype === 'wholesale' && one.equipment.pvKwp === 0);
    const shown = wholesale.map((firm) => saveCounters(startCounters({ plan, company: firm, atMs: FROM })).counters[`${firm.key}.main/export-t1`]);

    expect(saveCounters(startCounters({ plan, company: office, atMs: FROM }))).toEqual(saveCounters(startCounters({ plan, company: office, atMs: FROM })));
    expect(shown).toEqual(wholesale.map(() => 0));
  });

  it('remember what stood on the meter at the last five minutes and the last hour', () => {
    const counters = startCounters({ plan, company: bakery, atMs: FROM + QUARTER_MS });
    advance(counters, FROM + 3_600_000 + 7 * 60_000);
    const saved = saveCounters(counters);

    expect(saved.lastFiveMinutes.atMs).toBe(FROM + 3_600_000 + 5 * 60_000);
    expect(saved.lastHour.atMs).toBe(FROM + 3_600_000);
    expect(saved.lastHour.values[`${bakery.key}.gas/gas`]).toBeLessThan(saved.counters[`${bakery.key}.gas/gas`] ?? 0);
  });
});

describe('minute steps', () => {
  it('after a long standstill stay within 1 % of the seconds', () => {
    const fine = startCounters({ plan, company: mill, atMs: FROM });
    const coarse = startCounters({ plan, company: mill, atMs: FROM });
    const key = `${mill.key}.gas/gas`;
    const before = saveCounters(fine).counters[key] ?? 0;
    advance(fine, FROM + 6 * 3_600_000);
    advance(coarse, FROM + 6 * 3_600_000, { stepMs: 60_000 });

    expect(((saveCounters(coarse).counters[key] ?? 0) - before) / ((saveCounters(fine).counters[key] ?? 0) - before)).toBeCloseTo(1, 2);
  });
});
