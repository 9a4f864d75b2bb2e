// Which limit holds for what: contracts, groups that are complete, and when a row begins.
import { afterEach, describe, expect, it } from 'vitest';
import { contractOf, limitParts, quarterAt } from '../../src/api/capacity-scope.ts';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { CapacitySql } from '../../src/storage/capacity-sql.ts';
import { type Given, at, givenConnection } from './given.ts';

let given: Given;
afterEach(() => given.stop());

const period = { from: at('2026-06-01T00:00:00Z'), to: at('2026-06-02T00:00:00Z'), direction: 'import' } as const;
const stamp = { author: 'x', at: at('2026-01-01T00:00:00Z') };
const inScope = (ids: readonly number[]) => ({
  connections: ids.map((id) => ({ id, company: 1, behind: null, passesOn: false, registers: [{ register: id, flow: 'import' as const, meter: id, way: 'total' as const }] })),
  withheld: 0,
});

async function start(): Promise<{ capacity: CapacitySql; directory: Given['directory']; id: number }> {
  given = await givenConnection('871999900000000011');
  return { capacity: await CapacitySql.open(given.db), directory: given.directory, id: given.connection.id };
}

describe('limits of a place', () => {
  it('are what the connection can carry where no contract is known', async () => {
    const deps = await start();

    expect(contractOf(deps, deps.id, 'import')).toBe(630);
    expect(contractOf(deps, 999, 'import')).toBeNull();
    const { parts, source } = limitParts(deps, inScope([deps.id]), { ...period, place: { kind: 'park', park: 'park-a' } });
    expect(parts).toMatchObject([{ of: 'connection', contractKw: 630, grouped: [] }]);
    expect(source).toBe('sum-of-contracts');
  });

  it('are those of a group only while all its members are there, and it has a limit in this direction', async () => {
    const { capacity, ...deps } = await start();
    const group = await capacity.addGroup({ park: 'park-a', name: 'g', rule: 'fixed', from: stamp.at, to: null }, stamp);
    await capacity.addMember({ group: group.id, connection: deps.id, shareImportKw: 0, shareExportKw: 0, priority: 1, from: stamp.at, to: null }, stamp);
    const ask = (ids: readonly number[], direction: 'import' | 'export') =>
      limitParts({ capacity, ...deps }, inScope(ids), { ...period, direction, place: { kind: 'park', park: 'park-a' } }).source;

    expect(ask([deps.id], 'import')).toBe('sum-of-contracts');
    await capacity.addLimit({ connection: null, group: group.id, direction: 'import', kind: 'firm', kw: 9, from: stamp.at, to: null, window: null, note: '' }, stamp);
    expect(ask([deps.id], 'import')).toBe('group');
    expect(ask([deps.id, 77], 'import')).toBe('group-and-contracts');
    expect(ask([77], 'import')).toBe('sum-of-contracts');
    expect(ask([deps.id], 'export')).toBe('sum-of-contracts');
    expect(ask([], 'import')).toBeNull();
  });
});

it('a row that begins within a quarter holds from the next', async () => {
  await start();

  expect(quarterAt(at('2026-06-01T00:00:00Z')) * QUARTER_MS).toBe(at('2026-06-01T00:00:00Z'));
  expect(quarterAt(at('2026-06-01T00:00:01Z')) * QUARTER_MS).toBe(at('2026-06-01T00:15:00Z'));
});
