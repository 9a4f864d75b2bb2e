// From idea to metered.
import { expect, it } from 'vitest';
import { NOTHING_YET, statusOf } from '../../../src/domain/circular/match-status.ts';

const both = { ...NOTHING_YET, offerAgreed: true, needAgreed: true };

it.each([
  ['nothing', NOTHING_YET, 'idea'],
  ['one side', { ...NOTHING_YET, offerAgreed: true, set: 'contract', meteredTonnes: 9 }, 'idea'],
  ['both sides', both, 'contact'],
  ['a trial', { ...both, set: 'trial', meteredTonnes: 2 }, 'trial'],
  ['a contract without a delivery', { ...both, set: 'contract' }, 'contract'],
  ['a contract with a delivery', { ...both, set: 'contract', meteredTonnes: 0.1 }, 'metered'],
  ['an end', { ...both, set: 'ended', meteredTonnes: 5 }, 'ended'],
] as const)('after %s it is as far as that', (_, state, expected) => {
  expect(statusOf(state)).toBe(expected);
});
