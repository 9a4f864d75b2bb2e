// Which registers take the figure of a whole connection, and for how long.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenSpan } from '../../src/api/given-registers.ts';
import { type Given, at, givenConnection } from './given.ts';

let given: Given;
beforeEach(async () => {
  given = await givenConnection('871999900000000011');
});
afterEach(() => given.stop());

const span = (flow: 'import' | 'export' | 'generation', when: string): ReturnType<typeof givenSpan> => givenSpan(given.directory, given.connection, { flow, at: at(when) });

describe('a connection without a meter', () => {
  it('gets one that nobody connects, with one register, and keeps it', async () => {
    const first = await span('import', '2026-01-01T00:00:00Z');
    const second = await span('import', '2026-01-01T00:15:00Z');

    expect(first).toEqual({ from: at('2020-01-01T00:00:00Z'), to: null, registers: [expect.any(Number)] });
    expect(second).toEqual(first);
    expect(given.directory.metersOf(given.connection.id).map((meter) => [meter.serial, meter.role, meter.gateway])).toEqual([['given', 'main', null]]);
    expect(given.directory.registers.get(first.registers[0] ?? 0)).toMatchObject({ name: 'given-import', flow: 'import', kind: 'counter', unit: 'kWh' });
  });

  it('keeps what it makes apart from what it takes', async () => {
    await span('generation', '2026-01-01T00:00:00Z');

    expect(given.directory.metersOf(given.connection.id).map((meter) => [meter.role, meter.generationKind])).toEqual([['generation', 'other']]);
  });
});

describe('a connection with a meter of two tariffs', () => {
  it('gives the figure to both of them together', async () => {
    const tariffs = await given.meter({ from: '2020-01-01T00:00:00Z', registers: ['import-t1', 'import-t2'] });

    expect((await span('import', '2026-01-01T00:00:00Z')).registers).toEqual(tariffs);
  });

  it('gives it to the tariffs where the meter tells a total as well: only they count in a balance', async () => {
    const [total, ...tariffs] = await given.meter({ from: '2020-01-01T00:00:00Z', registers: ['import', 'import-t1', 'import-t2'] });

    expect((await span('import', '2026-01-01T00:00:00Z')).registers).toEqual([...tariffs, total]);
  });

  it('of which export was never measured gets a register for that', async () => {
    const tariffs = await given.meter({ from: '2020-01-01T00:00:00Z', registers: ['import-t1', 'import-t2'] });
    const { registers } = await span('export', '2026-01-01T00:00:00Z');

    expect(registers).toHaveLength(1);
    expect(tariffs).not.toContain(registers[0]);
  });
});

describe('a connection whose meter came later', () => {
  it('has a meter of its own for the time before, so that those years are seen', async () => {
    await given.meter({ from: '2026-06-01T00:00:00Z', registers: ['import'] });
    const before = await span('import', '2025-01-01T00:00:00Z');
    const after = await span('import', '2026-07-01T00:00:00Z');

    expect(before).toMatchObject({ from: at('2020-01-01T00:00:00Z'), to: at('2026-06-01T00:00:00Z') });
    expect(after).toMatchObject({ from: at('2026-06-01T00:00:00Z'), to: null });
    expect(before.registers).not.toEqual(after.registers);
  });

  it('after figures were given: the given register takes the figure, the new ones 0', async () => {
    const [whole] = (await span('import', '2025-01-01T00:00:00Z')).registers;
    const tariffs = await given.meter({ from: '2026-06-01T00:00:00Z', registers: ['import-t1', 'import-t2'] });

    expect((await span('import', '2026-07-01T00:00:00Z')).registers).toEqual([whole, ...tariffs]);
  });
});
