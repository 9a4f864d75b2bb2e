import { describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { LastValues } from '../../src/ingest/last-values.ts';
import type { FromStoreThread } from '../../src/ingest/store-protocol.ts';

const projected = (over: Partial<Extract<FromStoreThread, { kind: 'projected' }>>): Extract<FromStoreThread, { kind: 'projected' }> => ({
  kind: 'projected',
  seq: 1,
  last: [],
  refused: [],
  weighed: [],
  gateways: [],
  skews: [],
  quartersChanged: 0,
  events: [],
  ...over,
});
const value = (at: number, amount: number): { register: number; at: ReturnType<typeof epochMs>; value: number } => ({ register: 1, at: epochMs(at), value: amount });

describe('the last value of a register', () => {
  it('is not known before one came', () => {
    expect(new LastValues().register(1)).toBeNull();
  });

  it('keeps the one before it and the usual time between them', () => {
    const last = new LastValues();
    for (const [at, amount] of [
      [0, 1],
      [10_000, 2],
      [20_000, 3],
      [70_000, 4],
    ] as const)
      last.put(value(at, amount));

    // 10 s, 10 s, then a fifth of the way to 50 s: 10 + 0.2 x 40 = 18 s.
    expect(last.register(1)).toEqual({ at: 70_000, value: 4, before: { at: 20_000, value: 3 }, intervalMs: 18_000, skewMs: null });
  });

  it('is not replaced by an older one, and is by another of the same instant', () => {
    const last = new LastValues();
    last.put(value(10_000, 2));
    last.put(value(5000, 1));
    last.put(value(10_000, 2.5));

    expect(last.register(1)).toMatchObject({ at: 10_000, value: 2.5, before: null });
  });

  it('carries how far the clock of its device stands from ours', () => {
    const last = new LastValues();

    last.take(
      projected({
        last: [value(10_000, 2)],
        skews: [
          { register: 1, skewMs: -400 },
          { register: 9, skewMs: 1 },
        ],
      }),
    );

    expect(last.register(1)?.skewMs).toBe(-400);
    expect(last.register(9)).toBeNull();
  });
});

describe('the messages of a gateway', () => {
  it('are counted over batches; the profile is the latest known', () => {
    const last = new LastValues();
    const tally = (over: object): Parameters<typeof projected>[0] => ({
      gateways: [{ gateway: 7, lastMessageAt: epochMs(5), accepted: 1, refused: 0, profile: 'dsmr-p1', ...over }],
    });

    last.take(projected(tally({})));
    last.take(projected(tally({ lastMessageAt: epochMs(3), accepted: 0, refused: 2, profile: null })));

    expect(last.gateway(7)).toEqual({ lastMessageAt: 5, accepted: 1, refused: 2, profile: 'dsmr-p1' });
    expect(last.gateway(8)).toEqual({ lastMessageAt: null, accepted: 0, refused: 0, profile: null });
  });
});
