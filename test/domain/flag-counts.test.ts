// How quarters were made, by connections and not by what they used.
import { describe, expect, it } from 'vitest';
import { FLAGS, NO_VALUE, type RegisterQuarters, SPREAD } from '../../src/domain/balance.ts';
import { FlagCounts } from '../../src/domain/flag-counts.ts';

const [C, M, E, S] = [FLAGS.indexOf('C'), FLAGS.indexOf('M'), FLAGS.indexOf('E'), FLAGS.indexOf('S')];
const register = (flow: RegisterQuarters['flow'], flags: readonly (number | undefined)[]): RegisterQuarters => ({
  flow,
  amounts: new Float64Array(flags.length).fill(1000),
  flags: Uint8Array.from(flags, (flag) => flag ?? NO_VALUE),
});

function counted(...connections: readonly (readonly RegisterQuarters[])[]): Record<string, number[]> {
  const counts = new FlagCounts(3);
  for (const registers of connections) counts.add({ registers });
  return Object.fromEntries(counts.finish().flatMap((of, index) => (of.some((count) => count > 0) ? [[FLAGS[index] ?? '', [...of]]] : [])));
}

describe('flag counts', () => {
  it('count a connection as one, whatever it used', () => {
    const small = { ...register('import', [E, E, E]), amounts: new Float64Array(3) };

    expect(counted([register('import', [M, M, M])], [register('import', [M, M, M])], [small])).toEqual({ M: [2, 2, 2], E: [1, 1, 1] });
  });

  it('take the least sure of the counters of a connection, and a share of a total by its flag', () => {
    expect(counted([register('import', [M, C, M]), register('sun', [M, M, S])], [register('import', [E + SPREAD, M, M])])).toEqual({ M: [1, 2, 1], E: [1, 0, 0], S: [0, 0, 1] });
  });

  it('leave out what the balance leaves out: nobody counts while one of its counters of what it draws is silent', () => {
    const [day, night] = [register('import', [M, undefined, M]), register('import', [M, M, M])];

    expect(counted([day, night, register('export', [undefined, M, undefined])], [register('import', [undefined, undefined, undefined])], [])).toEqual({ M: [1, 0, 1] });
  });
});
