// Texts of days that are kept: never more bytes than the limit, and counted anew when a day is made again.
import { describe, expect, it } from 'vitest';
import { DAYS_MAX, type DayText, keptTexts } from '../../src/api/balance-pieces.ts';
import { SCOPES_MAX, daysOf } from '../../src/api/kept-days.ts';
import { addSums } from '../../src/domain/balance-steps.ts';
import { readSettings } from '../../src/settings.ts';
import { localDate, stepBounds } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';

const day = daysOf(stepBounds(localDate('2026-03-02'), localDate('2026-03-03'), 'P1D'));
const textOf = (bytes: number): DayText => ({
  text: new Uint8Array(bytes),
  piece: { from: epochMs(0), sums: addSums([]), peak: null, unsure: [], shaped: false, companies: [], consumption: new Float64Array(0), quartersSecret: 0 },
});

function counted(bytesMax: number): { ask: (key: string, version: number, bytes: number) => Promise<void>; computed: string[] } {
  const texts = keptTexts(bytesMax);
  const computed: string[] = [];
  const ask = async (key: string, version: number, bytes: number): Promise<void> => {
    const work = async (): Promise<DayText[]> => {
      computed.push(`${key} ${version}`);
      return [textOf(bytes)];
    };
    await texts.of({ key, days: day, version: () => ({ own: version, shaped: version }), read: async () => null, work });
  };
  return { ask, computed };
}

describe('a kept text', () => {
  it('goes when there is no room, of what was not asked for the longest', async () => {
    const { ask, computed } = counted(100_000);
    for (const key of ['april', 'may', 'april', 'june', 'april', 'may']) await ask(key, 1, 40_000);

    expect(computed).toEqual(['april 1', 'may 1', 'june 1', 'may 1']);
  });

  it('larger than all room is given and not kept', async () => {
    const { ask, computed } = counted(100_000);

    await ask('year', 1, 500_000);
    await ask('year', 1, 500_000);

    expect(computed.length).toBe(2);
  });

  it('that is made again takes the room of the one before, and small ones more than their text', async () => {
    const { ask, computed } = counted(100_000);
    for (let version = 1; version <= 10; version++) await ask('today', version, 40_000);
    await ask('other', 1, 40_000);
    await ask('today', 10, 40_000);
    expect(computed.filter((one) => one === 'today 10')).toEqual(['today 10']);

    for (let at = 0; at < 60; at++) await ask(`small ${at}`, 1, 1);
    await ask('small 0', 1, 1);
    expect(computed.filter((one) => one === 'small 0 1').length).toBe(2);
  });

  it('has room for the years of twenty parks and months of their companies, sums for those of all sets of connections', () => {
    expect(readSettings({}).answersBytes).toBeGreaterThan(20 * 12_000_000 + 200 * 1_000_000);
    expect(DAYS_MAX).toBeGreaterThan(SCOPES_MAX * 92);
  });
});
