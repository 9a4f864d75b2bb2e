// Materials on the ground: nobody stands at their own place before both agreed, and the width of a line says what its table says.
import { describe, expect, it } from 'vitest';
import type { MatchView } from '../../src/api/shapes-materials.ts';
import { materialMapOf, widthPxOf } from '../../src/web/material-map.ts';

const parks = [
  { id: 'here', lat: 52.1, lon: 6 },
  { id: 'there', lat: 52.2, lon: 6.2 },
];
const side = (over: Partial<MatchView['offer']> = {}): MatchView['offer'] => ({
  stream: null,
  company: null,
  name: null,
  park: 'here',
  place: null,
  materialClass: 'board',
  euralCode: null,
  legalStatus: 'waste',
  agreed: false,
  own: false,
  ...over,
});
const mill = side({ company: 4, name: 'Mill', place: { lat: 52.11, lon: 6.01 } });
const printer = side({ company: 7, name: 'Printer', place: { lat: 52.09, lon: 5.99 }, materialClass: 'paper-sorted' });
const match = (over: Partial<MatchView> = {}) => ({
  offer: side(),
  need: side({ materialClass: 'paper-sorted' }),
  feasible: true,
  status: 'idea' as const,
  tonnesPerYear: 40,
  allottedTonnesPerYear: 12,
  distanceKm: 1.4,
  ...over,
});

describe('before both agreed', () => {
  it('all of a park stand at its middle as one, and what goes between them is one loop with the sum', () => {
    const { spots, flows, elsewhere } = materialMapOf([match(), match({ allottedTonnesPerYear: 30, distanceKm: 0.9, offer: side({ materialClass: 'pallets' }) })], parks);

    expect(spots).toEqual([{ id: 'unnamed here', kind: 'unnamed', name: null, own: false, park: 'here', lat: 52.1, lon: 6 }]);
    expect(flows).toHaveLength(1);
    expect(flows[0]).toMatchObject({ tonnes: 42, about: false, distanceKm: 0.9, matches: 2 });
    expect(flows[0]?.classes).toEqual([
      ['pallets', 'paper-sorted'],
      ['board', 'paper-sorted'],
    ]);
    expect(flows[0]?.from.id).toBe(flows[0]?.to.id);
    expect(elsewhere).toBe(0);
  });

  it('a company sees its own place, the other at the middle of its park, and rounded tonnes that it does not add up', () => {
    const own = side({ own: true, company: 4, name: 'Mill', place: { lat: 52.11, lon: 6.01 } });
    const { spots, flows } = materialMapOf([match({ offer: own, allottedTonnesPerYear: null }), match({ offer: own, allottedTonnesPerYear: null, tonnesPerYear: 90 })], parks);

    expect(spots).toMatchObject([
      { kind: 'offer', own: true, lat: 52.11, lon: 6.01 },
      { kind: 'unnamed', lat: 52.1, lon: 6 },
    ]);
    expect(flows).toMatchObject([{ tonnes: 90, about: true, matches: 2 }]);
  });

  it('counts what lies on a park that it may not know, and draws it nowhere', () => {
    expect(materialMapOf([match({ need: side({ park: null }) }), match({ need: side({ park: 'unheard-of' }) })], parks)).toEqual({ spots: [], flows: [], elsewhere: 2 });
  });
});

describe('once both agreed', () => {
  it('each stands where it said, with its name', () => {
    const { spots, flows } = materialMapOf([match({ offer: mill, need: printer, status: 'contact' })], parks);

    expect(spots).toMatchObject([
      { kind: 'offer', name: 'Mill', lat: 52.11, lon: 6.01 },
      { kind: 'need', name: 'Printer', lat: 52.09, lon: 5.99 },
    ]);
    expect(flows).toMatchObject([{ status: 'contact', tonnes: 12 }]);
  });

  it('who gave no place stands at the middle of its park, apart from those without a name', () => {
    const { spots } = materialMapOf([match({ offer: side({ company: 4, name: 'Mill' }), need: side({ park: 'there' }) })], parks);

    expect(spots).toMatchObject([
      { kind: 'offer', name: 'Mill', lat: 52.1, lon: 6 },
      { kind: 'unnamed', park: 'there', lat: 52.2, lon: 6.2 },
    ]);
  });
});

it('draws what the allocation gives tonnes, and what somebody began with; not what ended or does not fit', () => {
  const given = [
    match({ allottedTonnesPerYear: 0 }),
    match({ feasible: false }),
    match({ status: 'ended' }),
    match({ offer: mill, need: printer, allottedTonnesPerYear: 0, status: 'contract' }),
  ];
  expect(materialMapOf(given, parks).flows).toMatchObject([{ tonnes: 40, status: 'contract', matches: 1 }]);
});

it('puts the most tonnes first, with the widest line', () => {
  const { flows } = materialMapOf([match({ offer: mill }), match({ need: side({ park: 'there' }), allottedTonnesPerYear: 50 })], parks);

  expect(flows.map((flow) => flow.tonnes)).toEqual([50, 12]);
  expect(widthPxOf(50, 50)).toBeGreaterThan(widthPxOf(12, 50));
  expect(widthPxOf(0, 0)).toBe(widthPxOf(0, 50));
});
