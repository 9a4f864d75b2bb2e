// The readings that the use of a limit is explained by add up to the load that it is judged by.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_VALUE } from '../../../src/domain/balance.ts';
import { type Load, countedIn, loadOf, powerOf, rootsOf, turned } from '../../../src/domain/capacity/loads.ts';
import { loadTerms } from '../../../src/domain/capacity/load-terms.ts';
import type { ConnectionPart } from '../../../src/domain/explain.ts';
import { fromMicro } from '../../../src/domain/ledger.ts';

const part = fc.record({
  flow: fc.constantFrom('import' as const, 'import' as const, 'export' as const, 'sun' as const),
  amountMicro: fc.integer({ min: 0, max: 5_000_000 }),
  flag: fc.constantFrom(0, 0, 1, 3, NO_VALUE),
});
/** Up to six connections; those after the first may lie behind it. */
const park = fc.array(fc.record({ inside: fc.boolean(), registers: fc.array(part, { minLength: 1, maxLength: 4 }) }), { minLength: 1, maxLength: 6 }).map((list) =>
  list.map(({ inside, registers }, id): ConnectionPart => ({
    id,
    behind: inside && id > 0 ? 0 : null,
    passesOn: id === 0 && list.some((one, index) => index > 0 && one.inside),
    registers: registers.map((one, index) => ({ register: id * 10 + index, ...one })),
  })),
);

function loadsIn(connections: readonly ConnectionPart[], direction: 'import' | 'export'): Load[] {
  const loads = connections.map(({ id, behind, registers }) =>
    loadOf(
      { id, company: id, behind, registers: registers.map(({ flow, amountMicro, flag }) => ({ flow, amounts: Float64Array.of(amountMicro), flags: Uint8Array.of(flag) })) },
      1,
    ),
  );
  // Some were not measured yet.
  const begun = loads.map((load) => (load.id % 3 === 2 ? { ...load, begins: 1 } : load));
  return direction === 'import' ? begun : begun.map(turned);
}

describe('the terms of a load', () => {
  it.each(['import', 'export'] as const)('add up to the power that is held against the limit (%s)', (direction) => {
    fc.assert(
      fc.property(park, (connections) => {
        const loads = loadsIn(connections, direction);
        const counted = new Set(countedIn(loads, 0).map((one) => one.id));
        const terms = loadTerms(
          connections.filter((one) => counted.has(one.id)),
          direction,
        );
        const usageKw = powerOf(rootsOf(loads), 1).kw[0] ?? Number.NaN;
        if (Number.isNaN(usageKw)) expect(terms).toEqual([]);
        else expect(fromMicro(4 * terms.reduce((sum, { weight, amountMicro }) => sum + weight * amountMicro, 0))).toBeCloseTo(usageKw, 9);
      }),
      { numRuns: 2000 },
    );
  });
});
