// A balance as it was published before, between and after two deliveries and a correction.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const FROM = Date.parse('2026-09-01T00:00:00Z');
const FIRST = Date.parse('2026-09-02T08:00:00Z');
const SECOND = Date.parse('2026-09-03T08:00:00Z');
const THIRD = Date.parse('2026-10-20T08:00:00Z');

let small: SmallRegion;
let company: Objects;

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  company = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  const [register] = await small.app.parts.directory.addRegisters([{ meter: company.meter, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
  const write = async (field: 'settled' | 'corrected', amount: number, over: { at: number; importId: number | null; flag: number }): Promise<void> => {
    const columns = emptyColumns(4);
    columns.registers.fill(register?.id ?? 0);
    columns.quarters.set([0, 1, 2, 3].map((index) => FROM / 900_000 + index));
    columns.amounts.fill(amount);
    columns.flags.fill(over.flag);
    await small.app.parts.deps.settlement.write({ field, columns, author: 'Jansen', reason: 'a test', importId: over.importId, at: epochMs(over.at) });
  };
  await write('settled', 10, { at: FIRST, importId: 1, flag: 1 });
  await write('settled', 11, { at: SECOND, importId: 2, flag: 1 });
  await write('corrected', 12, { at: THIRD, importId: null, flag: 0 });
}, 60_000);
afterAll(() => small.stop());

async function balance(asOf: string | null): Promise<Record<string, unknown>> {
  const query = `from=2026-09-01T00:00:00Z&to=2026-09-01T01:00:00Z&step=PT1H${asOf === null ? '' : `&asOf=${asOf}`}`;
  return (await small.ask('GET', `/api/v1/parks/park-a/balance?${query}`, { key: BOOTSTRAP })).body;
}

describe('a balance as of an instant', () => {
  it.each([
    ['before the first delivery', '2026-09-02T07:59:59Z', 0, { X: 1 }],
    ['after the first', '2026-09-02T08:00:00Z', 40, { M: 1 }],
    ['between the deliveries', '2026-09-03T07:59:59Z', 40, { M: 1 }],
    ['after the second', '2026-10-20T07:59:59Z', 44, { M: 1 }],
    ['after the correction', '2026-10-20T08:00:00Z', 48, { C: 1 }],
  ])('%s is what was published then', async (_, asOf, importKwh, quality) => {
    const { totals, quality: said, asOf: at } = await balance(asOf);

    expect(totals).toMatchObject({ importKwh });
    expect(said).toEqual(quality);
    expect(at).toBe(asOf);
  });

  it('now is what stands', async () => {
    expect((await balance(null))['totals']).toMatchObject({ importKwh: 48 });
  });

  it('that is no instant is refused, and one that lies ahead is now', async () => {
    expect((await balance('gisteren'))['code']).toBe('bad-time');
    expect((await balance('2099-01-01T00:00:00Z'))['totals']).toMatchObject({ importKwh: 48 });
  });
});
