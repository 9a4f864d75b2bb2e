// Links of a published case: which hold on a day, and files that name a node that is not there.
import { expect, it } from 'vitest';
import { CaseFile, linkHolds } from '../../../src/domain/circular/cases.ts';

it.each([
  [{}, '2026-11-26', true],
  [{ validFrom: '2016' }, '2015-12-31', false],
  [{ validFrom: '2016' }, '2016-01-01', true],
  [{ validTo: '2023-12' }, '2023-12-31', true],
  [{ validTo: '2023-12' }, '2024-01-01', false],
  [{ validTo: '2023' }, '2023-12-31', true],
  [{ validFrom: '2016', validTo: '2023-12-15' }, '2023-12-16', false],
] as const)('a link with %j on %s: %s', (link, day, holds) => {
  expect(linkHolds(link, day)).toBe(holds);
});

it('begins and ends at its own nodes', () => {
  const said = { nl: 'x', en: 'x', source: 'x', certainty: 'sourced' };
  const file = (to: string) => ({
    id: 'a',
    park: 'p',
    nl: 'x',
    en: 'x',
    nodes: [
      { id: 'a', nl: 'x', en: 'x' },
      { id: 'b', nl: 'x', en: 'x' },
    ],
    links: [{ from: 'a', to, carrier: 'water', ...said }],
    facts: [],
  });

  expect(CaseFile.safeParse(file('b')).success).toBe(true);
  expect(CaseFile.safeParse(file('c')).success).toBe(false);
});
