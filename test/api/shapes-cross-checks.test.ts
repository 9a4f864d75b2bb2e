// The names of cross-checks and their verdicts are those of the domain.
import { expect, it } from 'vitest';
import { CHECK_NAMES, VerdictName } from '../../src/api/shapes-cross-checks.ts';
import type { CheckItem } from '../../src/jobs/cross-check-sums.ts';
import { VERDICTS } from '../../src/domain/cross-checks/verdict.ts';

it('name every check that the worker makes', () => {
  const all: Record<CheckItem['check'], true> = { parts: true, power: true, night: true, direction: true, shift: true };
  expect(Object.keys(all)).toEqual([...CHECK_NAMES]);
  expect(VerdictName.options).toEqual([...VERDICTS]);
});
