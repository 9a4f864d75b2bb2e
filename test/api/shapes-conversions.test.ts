// What a conversion is declared with.
import { expect, it } from 'vitest';
import { NewConversion } from '../../src/api/shapes-conversions.ts';

const given = { company: 1, kind: 'boiler', name: 'Ketel', inputs: [1], outputs: [2], validFrom: '2026-01-01' };

it('has a kind of the list, a name and meters on both sides, and nothing else', () => {
  expect(NewConversion.safeParse(given).success).toBe(true);
  for (const wrong of [{ kind: 'furnace' }, { name: '' }, { inputs: [] }, { outputs: Array.from({ length: 11 }, (_, index) => index + 1) }, { efficiency: 0.9 }])
    expect(NewConversion.safeParse({ ...given, ...wrong }).success).toBe(false);
});
