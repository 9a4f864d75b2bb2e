// Which matches of materials a reader wants: each wish by itself, through the address and back.
import { describe, expect, it } from 'vitest';
import type { MatchView } from '../../src/api/shapes-materials.ts';
import { type MaterialFilter, NO_FILTER, filterOf, fits, queryOf } from '../../src/web/material-filter.ts';

const side = { stream: 1, company: 7, name: 'Mill', park: 'p', place: null, materialClass: 'paper', euralCode: null, legalStatus: 'waste', agreed: false, own: false } as const;
const match: MatchView = {
  id: 'x',
  offer: side,
  need: { ...side, company: null, name: null, materialClass: 'board' },
  status: 'idea',
  anonymous: true,
  feasible: true,
  tonnesPerYear: 120,
  allottedTonnesPerYear: null,
  meteredTonnes: null,
  yieldShare: 1,
  distanceKm: 12.4,
  placed: false,
  samePark: false,
  criteria: [],
  legal: [],
  score: 0.5,
  valueEurPerYear: null,
  avoidedCo2KgPerYear: null,
};
const wish = (over: Partial<MaterialFilter>): MaterialFilter => ({ ...NO_FILTER, ...over });

describe('a match', () => {
  it.each<[Partial<MaterialFilter>, boolean]>([
    [{}, true],
    [{ materialClass: 'paper' }, true],
    [{ materialClass: 'board' }, true],
    [{ materialClass: 'wood' }, false],
    [{ company: 7 }, true],
    [{ company: 8 }, false],
    [{ mostKm: 13 }, true],
    [{ mostKm: 12 }, false],
    [{ leastTonnes: 120 }, true],
    [{ leastTonnes: 121 }, false],
    [{ materialClass: 'board', leastTonnes: 121 }, false],
  ])('%j: is shown %s', (over, shown) => {
    expect(fits(match, wish(over))).toBe(shown);
  });

  it('between places that are not known is not hidden by a distance', () => {
    expect(fits({ ...match, distanceKm: null }, wish({ mostKm: 1 }))).toBe(true);
  });
});

describe('a wish in the address', () => {
  it('comes back as it was', () => {
    const filter = wish({ materialClass: 'wood-chips', company: 7, mostKm: 25, leastTonnes: 0 });

    expect(queryOf(filter)).toBe('?soort=wood-chips&bedrijf=7&km=25&ton=0');
    expect(filterOf(Object.fromEntries(new URLSearchParams(queryOf(filter))))).toEqual(filter);
    expect(queryOf(NO_FILTER)).toBe('');
  });

  it('that is none is no wish', () => {
    expect(filterOf({ soort: '<script>', bedrijf: 'x', km: '-3', ton: '' })).toEqual(NO_FILTER);
  });
});
