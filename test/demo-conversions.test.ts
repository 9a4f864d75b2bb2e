// The demo's conversions: every engine is declared with its two meters.
import { afterEach, expect, it } from 'vitest';
import { addDemoConversions } from '../src/demo-conversions.ts';
import { epochMs } from '../src/domain/units.ts';
import { ConversionsSql } from '../src/storage/conversions-sql.ts';
import { type Given, givenConnection } from './api/given.ts';

let given: Given;
afterEach(() => given.stop());

it('declares an engine between its biogas and its power', async () => {
  given = await givenConnection('871999900000000011');
  const { company, id: connection } = given.connection;
  const row = { connection, carrier: 'biogas' as const, role: 'sub' as const, generationKind: null, gateway: null, validFrom: epochMs(0), validTo: null };
  const [gas, power] = [await given.directory.addMeter({ ...row, serial: 'BG' }), await given.directory.addMeter({ ...row, serial: 'WK' })];
  const conversions = await ConversionsSql.open(given.db);
  await addDemoConversions(conversions, [{ company, biogasMeter: gas.id, powerMeter: power.id }], { since: epochMs(1), now: epochMs(2) });

  expect(conversions.ofCompany(company)).toMatchObject([{ kind: 'chp', inputs: [gas.id], outputs: [power.id], from: 1, to: null }]);
});
