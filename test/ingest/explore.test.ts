import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SeriesMemory } from '../storage/series-memory.ts';
import { type Told, deliver, liveQuarters } from './projecting.ts';

const START = Date.UTC(2026, 9, 20, 10);
for (const [span, step, max, weight] of [[400, 60_000, 40, 7], [60, 60_000 * 5, 60, 8], [30, 60_000 * 15, 60, 6], [700, 60_000, 120, 9], [2000, 60_000*7, 150, 9], [40, 450_000, 80, 5]] as const) {
const told = fc.record({ minute: fc.integer({ min: 0, max: span }), kind: fc.integer({ min: 0, max: 10 }), jitter: fc.integer({ min: 0, max: 3000 }), device: fc.constantFrom('', 'A', 'B') });
const series = fc.array(told, { minLength: 1, maxLength: max, size: 'max' }).map((list) => list.map(({ minute, kind, jitter, device }): Told => {
  const t = minute * step / 60_000;
  const value = kind < weight ? 1000 + t * 0.5 : kind === 9 ? 0 : kind === 8 ? jitter : 1000 + t + jitter / 100;
  return { atMs: START + minute * step, value, device: kind >= 8 ? device : '' };
}));
const scenario = series.chain((list) => fc.record({
  list: fc.constant(list),
  nearly: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: list.length, maxLength: list.length }),
  sorted: fc.boolean(),
  order: fc.shuffledSubarray([...list, ...list], { minLength: list.length }),
  cuts: fc.array(fc.integer({ min: 0, max: list.length * 2 }), { maxLength: 30 }),
  restarts: fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 3 }),
}));
it(`explore ${span} ${step}`, async () => {
  await fc.assert(fc.asyncProperty(scenario, async ({ list, nearly, sorted, order, cuts, restarts }) => {
    const all = sorted ? list.map((one, i) => ({ one, key: one.atMs + (nearly[i]! > 150 ? nearly[i]! * step: 0) })).sort((a, b) => a.key - b.key).map((x) => x.one) : [...order, ...list.filter((one) => !order.includes(one))];
    const bounds = [0, ...[...new Set(cuts)].filter((c) => c > 0 && c < all.length).sort((a, b) => a - b), all.length];
    const batches = bounds.slice(1).map((to, i) => all.slice(bounds[i], to));
    const [a, b] = [new SeriesMemory(), new SeriesMemory()];
    await deliver(a, { batches, restartsBefore: new Set(restarts) });
    await deliver(b, { batches: [list] });
    expect(await liveQuarters(a)).toEqual(await liveQuarters(b));
  }), { numRuns: 8000, verbose: 0 });
}, 300000);
}
