// Texts that are kept: the same until something changed, and never more bytes than the limit.
import { describe, expect, it } from 'vitest';
import { BalanceTexts, type KeptText } from '../../src/api/balance-texts.ts';

const text = (bytes: number): KeptText => ({ text: new Uint8Array(bytes), found: [] });

function counted(bytesMax: number): { ask: (key: string, version: number, bytes: number) => Promise<KeptText>; computed: string[] } {
  const texts = new BalanceTexts(bytesMax);
  const computed: string[] = [];
  const ask = (key: string, version: number, bytes: number): Promise<KeptText> =>
    texts.of(key, version, async () => {
      computed.push(`${key} ${version}`);
      return text(bytes);
    });
  return { ask, computed };
}

describe('a kept text', () => {
  it('is made once, and again when its version is another', async () => {
    const { ask, computed } = counted(10_000);

    const first = await ask('may', 1, 10);
    expect((await ask('may', 1, 10)).text).toBe(first.text);
    await ask('may', 2, 10);

    expect(computed).toEqual(['may 1', 'may 2']);
  });

  it('goes when there is no room, the one not asked for the longest first', async () => {
    const { ask, computed } = counted(100_000);
    await ask('april', 1, 40_000);
    await ask('may', 1, 40_000);
    await ask('april', 1, 40_000);
    await ask('june', 1, 40_000);

    await ask('april', 1, 40_000);
    await ask('may', 1, 40_000);

    expect(computed).toEqual(['april 1', 'may 1', 'june 1', 'may 1']);
  });

  it('larger than all room is given and not kept', async () => {
    const { ask, computed } = counted(100_000);

    expect((await ask('year', 1, 500_000)).text.byteLength).toBe(500_000);
    await ask('year', 1, 500_000);
    // Small ones cost more than their text.
    for (let month = 0; month < 60; month++) await ask(`month ${month}`, 1, 1);
    await ask('month 0', 1, 1);

    expect(computed.length).toBe(2 + 60 + 1);
  });
});
