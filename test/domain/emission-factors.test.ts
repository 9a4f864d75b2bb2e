// Which list a factor is taken from.
import { describe, expect, it } from 'vitest';
import { type Factor, type FactorList, factorFor, listsNamed } from '../../src/domain/emission-factors.ts';

const factor = (code: Factor['code'], total: number): Factor => ({
  code,
  name: code,
  unit: 'kWh',
  total,
  direct: total,
  chain: 0,
  biogenic: 0,
  infrastructure: 0,
  certainty: 'sourced',
});
const list = (year: number, factors: Factor[]): FactorList => ({
  id: `co2emissiefactoren-${year}`,
  set: 'co2emissiefactoren',
  name: 'x',
  basis: 'footprint',
  year,
  edition: String(year),
  validFrom: `${year}-01-01`,
  source: 'a source',
  url: 'https://example.nl',
  factors,
});
const lists = [
  list(2022, [factor('electricity-grid-mix', 0.4)]),
  list(2024, [factor('electricity-grid-mix', 0.3)]),
  list(2026, [factor('electricity-grid-mix', 0.2), factor('diesel', 3)]),
];

describe('a factor', () => {
  it('is that of its own year', () => {
    expect(factorFor(lists, 'electricity-grid-mix', 2024)).toMatchObject({ factor: { total: 0.3 }, borrowed: false });
  });

  it('is borrowed from the nearest year, and says so; of two equally near the later one', () => {
    expect(factorFor(lists, 'diesel', 2022)).toMatchObject({ factor: { total: 3 }, list: { year: 2026 }, borrowed: true });
    expect(factorFor(lists, 'electricity-grid-mix', 2023)).toMatchObject({ factor: { total: 0.3 }, borrowed: true });
    expect(factorFor(lists, 'electricity-grid-mix', 2031)).toMatchObject({ list: { year: 2026 }, borrowed: true });
  });

  it('is none where no list has it', () => {
    expect(factorFor(lists, 'natural-gas', 2026)).toBeNull();
  });

  it('of one list is that of this list, whatever the year: a report stays pinned to it', () => {
    expect(factorFor(listsNamed(lists, 'co2emissiefactoren-2024'), 'electricity-grid-mix', 2026)).toMatchObject({ factor: { total: 0.3 }, list: { year: 2024 } });
    expect(listsNamed(lists, 'no-such-set')).toEqual([]);
  });
});
