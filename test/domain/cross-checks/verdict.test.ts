// Verdicts in the order in which somebody has to look at them.
import { expect, it } from 'vitest';
import { VERDICTS } from '../../../src/domain/cross-checks/verdict.ts';

it('puts what is wrong first and what says nothing last', () => {
  expect(VERDICTS).toEqual(['wrong', 'doubtful', 'fits', 'too-little']);
});
