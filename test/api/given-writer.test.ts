// Amounts of a connection become rows of registers that add up to what was given.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GivenWriter } from '../../src/api/given-writer.ts';
import type { Settlement } from '../../src/ingest/settlement.ts';
import { type Given, at, givenConnection } from './given.ts';

let given: Given;
beforeEach(async () => {
  given = await givenConnection('871999900000000011');
});
afterEach(() => given.stop());

const QUARTER_MS = 900_000;
type Delivery = Parameters<Settlement['write']>[0];

describe('amounts over a swap of meters', () => {
  it('go to the meter of their time, 0 to its other tariff, and keep author and reason', async () => {
    const old = await given.meter({ from: '2020-01-01T00:00:00Z', to: '2026-06-01T00:00:00Z', registers: ['import'] });
    const tariffs = await given.meter({ from: '2026-06-01T00:00:00Z', registers: ['import-t1', 'import-t2'] });
    const deliveries: Delivery[] = [];
    const settlement: Pick<Settlement, 'write'> = {
      write: (delivery) => {
        deliveries.push(delivery);
        return Promise.resolve({ written: delivery.columns.registers.length, replaced: 1 });
      },
    };
    const writer = new GivenWriter({ directory: given.directory, settlement, delivery: { author: 'Anna', reason: 'file x.csv', importId: 7 } });
    const swap = at('2026-06-01T00:00:00Z') / QUARTER_MS;
    const columns = (quarters: number[]) => ({
      series: new Int32Array(quarters.length),
      quarters: Int32Array.from(quarters),
      amountsMicro: Float64Array.from(quarters, () => 2_500_000),
      flags: new Uint8Array(quarters.length).fill(1),
    });
    await writer.write([{ connection: given.connection, flow: 'import' }], columns([swap - 1, swap]), at('2026-11-01T00:00:00Z'));
    await writer.write([], columns([swap + 1]), at('2026-11-01T00:00:00Z'));

    const [first] = deliveries;
    expect(first).toMatchObject({ field: 'settled', author: 'Anna', reason: 'file x.csv', importId: 7 });
    expect([...(first?.columns.registers ?? [])]).toEqual([...old, ...tariffs]);
    expect([...(first?.columns.amounts ?? [])]).toEqual([2.5, 2.5, 0]);
    expect([...(deliveries[1]?.columns.registers ?? [])]).toEqual(tariffs);
    expect(writer.settled).toEqual({ written: 5, replaced: 2 });
  });
});
