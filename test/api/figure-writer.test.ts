// A total beside registers of a meter: counted once, and never over what was measured.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FigureWriter } from '../../src/api/figure-writer.ts';
import type { Author } from '../../src/api/import-run.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let small: SmallRegion;
let own: Objects;
let registers: readonly number[];
const author: Author = { principal: { id: 'a', roles: [], processor: true }, name: 'Anna' };

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  own = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  const of = (name: string) => ({ meter: own.meter, name, carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }) as const;
  registers = (await small.app.parts.directory.addRegisters([of('import-t1'), of('import-t2')])).map((row) => row.id);
}, 60_000);
afterAll(() => small.stop());

const invoice = (from: string, to: string) => ({ kind: 'invoice', company: own.company, connection: own.connection, flow: 'import', unit: 'MWh', amount: 12, from, to }) as const;
const balance = async (from: string, to: string): Promise<unknown> =>
  (await small.ask('GET', `/api/v1/companies/${own.company}/balance?from=${from}&to=${to}`, { key: BOOTSTRAP })).body['totals'];

describe('an invoice of a connection with two tariffs', () => {
  it('is 12,000 kWh, not twice that, and gone when it is taken back', async () => {
    const writer = new FigureWriter(small.app.parts.deps);
    const row = await writer.add(invoice('2026-02-01', '2026-03-01'), author);
    expect(await balance('2026-02-01', '2026-03-01')).toMatchObject({ consumptionKwh: 12_000, peakImportKw: null });

    await writer.remove(row, author);
    expect(await balance('2026-02-01', '2026-03-01')).toMatchObject({ consumptionKwh: 0 });
  });

  it('is counted once where the meter tells a total as well as its tariffs', async () => {
    const more = { meter: own.meter, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' } as const;
    await small.app.parts.directory.addRegisters([more]);
    const row = await new FigureWriter(small.app.parts.deps).add(invoice('2026-03-01', '2026-04-01'), author);

    expect(await balance('2026-03-01', '2026-04-01')).toMatchObject({ consumptionKwh: 12_000 });
    await new FigureWriter(small.app.parts.deps).remove(row, author);
  });

  it('never takes the place of a quarter that was measured', async () => {
    const columns = emptyColumns(1);
    columns.registers[0] = registers[0] ?? 0;
    columns.quarters[0] = Date.parse('2026-04-10T00:00:00Z') / 900_000;
    columns.amounts[0] = 3;
    columns.flags[0] = flagCode('M');
    await small.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'x', reason: 'x', importId: null, at: small.app.parts.deps.now() });

    await expect(new FigureWriter(small.app.parts.deps).add(invoice('2026-04-01', '2026-05-01'), author)).rejects.toThrow(/^1 of the 2880 quarters/);
  });

  it('is written down before its first quarter, and leaves nothing when it cannot be written', async () => {
    const { deps } = small.app.parts;
    const seen: unknown[] = [];
    const { settlement } = deps;
    const away = {
      undo: (...args: Parameters<typeof settlement.undo>) => settlement.undo(...args),
      write: async () => {
        seen.push((await deps.imports.rows.figures([own.company], 10)).map((row) => [row.amount, row.author_name]));
        throw new Error('the store is away');
      },
    };
    const failing = { ...deps, settlement: away };

    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the real settlement, with a store that is away
    await expect(new FigureWriter(failing as unknown as typeof deps).add(invoice('2026-05-01', '2026-06-01'), author)).rejects.toThrow('the store is away');
    expect(seen).toEqual([[[12, 'Anna']]]);
    expect(await deps.imports.rows.figures([own.company], 10)).toEqual([]);
  });
});
