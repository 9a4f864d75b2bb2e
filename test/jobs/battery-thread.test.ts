// The thread of a run says what went wrong in it, instead of falling silent.
import { expect, it } from 'vitest';
import type { FromBatteryThread } from '../../src/jobs/battery-runs.ts';
import { startThread } from '../../src/threads.ts';

it('tells of a battery that cannot be', async () => {
  const prices = { importEur: Float64Array.from([1]), exportEur: 0, peakEurPerKw: Float64Array.from([0]), month: new Uint8Array(1) };
  const battery = { kwh: -5, kw: 1, roundTrip: 0.9 };
  const thread = startThread(new URL('../../src/jobs/battery-thread.ts', import.meta.url), {
    workerData: { batteries: [{ connection: 1, netKwh: Float64Array.from([1]), battery }], prices, foresight: 'year' },
  });
  const told = await new Promise<FromBatteryThread>((settle) => thread.on('message', settle));
  await thread.terminate();

  expect(told).toMatchObject({ kind: 'failed', detail: expect.stringContaining('status') });
});
