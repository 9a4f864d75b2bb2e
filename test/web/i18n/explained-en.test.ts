// English of explanations: the same words as the Dutch one, each in English.
import { expect, it } from 'vitest';
import { explainedEn } from '../../../src/web/i18n/explained-en.ts';
import { explainedNl } from '../../../src/web/i18n/explained-nl.ts';

const keys = (of: object): unknown[] => Object.entries(of).map(([key, value]: [string, unknown]) => (typeof value === 'object' && value !== null ? [key, keys(value)] : key));

it('has what the Dutch has', () => {
  expect(keys(explainedEn)).toEqual(keys(explainedNl));
});

it('says it in English', () => {
  expect(explainedEn.forecast.terms.cold).not.toBe(explainedNl.forecast.terms.cold);
  expect(explainedEn.exchange.rule).not.toBe(explainedNl.exchange.rule);
});

it('counts places without endings that change with the number', () => {
  expect([1, 2, 22].map((rank) => explainedEn.room.rankName(rank))).toEqual(['highest quarter-hour', 'quarter-hour 2 from the top', 'quarter-hour 22 from the top']);
});
