// From rows of the store to registers of a connection.
import { expect, it } from 'vitest';
import { NO_VALUE } from '../../src/domain/balance.ts';
import { gathered } from '../../src/jobs/gathering.ts';

it('a settled value wins over a live one, a figure outside the stretch is left out, and amounts are whole millionths', () => {
  const columns = {
    registers: Int32Array.from([7, 7, 7]),
    quarters: Int32Array.from([100, 100, 99]),
    amounts: Float64Array.from([0.3, 0.2, 5]),
    flags: Uint8Array.from([1, 1, 1]),
    sources: Uint8Array.from([1, 0, 0]),
  };
  const connection = { id: 1, company: 1, behind: null, passesOn: false, registers: [{ register: 7, flow: 'import' as const, meter: 1, way: 'total' as const }] };
  const [one] = gathered({ firstQuarter: 100, quarters: 2, connections: [connection], columns, before: [] });

  expect([...(one?.registers[0]?.amounts ?? [])]).toEqual([300_000, 0]);
  expect([...(one?.registers[0]?.flags ?? [])]).toEqual([1, NO_VALUE]);
});
