// Sums of a meter over local days and months, from settled quarters written in, as the API answers them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SpanRow } from '../../src/api/shapes-jobs.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { BOOTSTRAP, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let small: SmallRegion;
let meter: number;
const QUARTER = 900_000;

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  const made = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  meter = made.meter;
  const { directory, store } = small.app.parts;
  const [register] = await directory.addRegisters([{ meter, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
  // 99 of the 100 quarters of 26 October 2025, the day on which the clock goes back: 0.25 kWh each, 9 of them estimated.
  const columns = emptyColumns(99);
  columns.registers.fill(register?.id ?? 0);
  columns.quarters.set(Array.from({ length: 99 }, (_, index) => Date.parse('2025-10-25T22:00:00Z') / QUARTER + index));
  columns.amounts.fill(0.25);
  columns.flags.fill(1);
  columns.flags.fill(3, 0, 9);
  await store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 });
});
afterAll(() => small.stop());

async function spans(step: string, from: string, to: string): Promise<SpanRow[]> {
  const answer = await small.ask('GET', `/api/v1/meters/${meter}/quarters?from=${from}&to=${to}&step=${step}`, { key: BOOTSTRAP });
  expect(answer.status).toBe(200);
  return SpanRow.array().parse(answer.body['items']);
}

it('gives a day with its sum, its coverage and how it was made', async () => {
  // 99 x 0.25 kWh = 24.75; 9/99 estimated x coverage 0.99 = 0.09, 90/99 x 0.99 = 0.9, missing 0.01.
  expect(await spans('P1D', '2025-10-01', '2025-11-01')).toMatchObject([
    {
      start: '2025-10-25T22:00:00Z',
      end: '2025-10-26T23:00:00Z',
      amount: 24.75,
      unit: 'kWh',
      coverage: 0.99,
      quartersPresent: 99,
      quartersExpected: 100,
      quality: { M: 0.9, E: 0.09, X: 0.01 },
    },
  ]);
});

it('gives a month, and only spans that begin in the period', async () => {
  // October 2025 has 31 x 96 + 4 quarters.
  expect(await spans('P1M', '2025-10-01', '2025-11-01')).toMatchObject([{ start: '2025-09-30T22:00:00Z', end: '2025-10-31T23:00:00Z', amount: 24.75, quartersExpected: 2980 }]);
  expect(await spans('P1M', '2025-10-02', '2025-11-01')).toEqual([]);
});

it('refuses a step it does not have', async () => {
  expect((await small.ask('GET', `/api/v1/meters/${meter}/quarters?from=2025-10-01&to=2025-11-01&step=P1Y`, { key: BOOTSTRAP })).status).toBe(422);
});
