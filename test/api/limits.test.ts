// How many limits a connection has at most, and from when they hold.
import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS_MAX, addLimit, validity } from '../../src/api/limits.ts';
import { NewLimit } from '../../src/api/shapes-capacity.ts';
import { CapacitySql } from '../../src/storage/capacity-sql.ts';
import { type Given, at, givenConnection } from './given.ts';

let given: Given;
afterEach(() => given.stop());

describe('limits of a connection', () => {
  it(`are at most ${LIMITS_MAX}`, async () => {
    given = await givenConnection('871999900000000011');
    const deps = { capacity: await CapacitySql.open(given.db), now: () => at('2026-06-01T00:00:00Z'), simulated: false };
    const input = { body: NewLimit.parse({ kw: 1, validFrom: '2026-01-01' }), principal: { id: 'x', roles: [], processor: true } };
    for (let count = 0; count < LIMITS_MAX; count++) await addLimit(deps, { connection: given.connection.id }, input);

    await expect(addLimit(deps, { connection: given.connection.id }, input)).rejects.toThrow('at most 500 limits');
    expect(() => validity({ validFrom: '2026-02-01', validTo: '2026-02-01' })).toThrow('validTo must lie after');
    expect(validity({ validFrom: '2026-07-01' })).toEqual({ from: at('2026-06-30T22:00:00Z'), to: null });
  });
});
