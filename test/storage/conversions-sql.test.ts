// Conversions in the registry: what was declared is there after a restart, what was taken back is not.
import { afterEach, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { ConversionsSql } from '../../src/storage/conversions-sql.ts';
import { type Given, givenConnection } from '../api/given.ts';

let given: Given;
afterEach(() => given.stop());

it('keeps both sides, and who took one back', async () => {
  given = await givenConnection('871999900000000011');
  const { company, id: connection } = given.connection;
  const meter = async (serial: string): Promise<number> => {
    const row = { connection, serial, carrier: 'heat' as const, role: 'main' as const, generationKind: null, gateway: null, validFrom: epochMs(0), validTo: null };
    return (await given.directory.addMeter(row)).id;
  };
  const [a, b, c] = [await meter('A'), await meter('B'), await meter('C')];
  const open = await ConversionsSql.open(given.db);
  const stamp = { author: 'somebody', at: epochMs(5) };
  const kept = await open.add({ company, kind: 'chp', name: 'WKK', inputs: [a], outputs: [b, c], from: epochMs(1), to: null }, stamp);
  const gone = await open.add({ company, kind: 'boiler', name: 'Ketel', inputs: [a], outputs: [b], from: epochMs(1), to: epochMs(9) }, stamp);
  await open.remove(gone.id, stamp);

  for (const one of [open, await ConversionsSql.open(given.db)]) {
    expect(one.ofCompany(company)).toEqual([kept]);
    expect([one.byId(kept.id), one.byId(gone.id)]).toEqual([kept, null]);
  }
  expect(await given.db.selectFrom('conversion').select(['removed_by', 'removed_at']).where('id', '=', gone.id).execute()).toEqual([{ removed_by: 'somebody', removed_at: 5 }]);
});
