// What a figure of a heat match is made of gives that figure to the last bit, taken in the order in which it stands.
import { describe, expect, it } from 'vitest';
import { HOUR_FIELDS, type MatchPart, YEAR_FIELDS, hourKwh, matchParts } from '../../../src/domain/heat/match-terms.ts';
import { overlapHours } from '../../../src/domain/heat/overlap.ts';
import { evaluatePair, hoursOf } from '../../../src/domain/heat/pair.ts';
import { parameters, port, values } from './given.ts';

const HOURS = 5000;
const route = { lengthM: 640, kind: 'drawn', surfaceFactor: 1.2 } as const;
const kw = (most: number, period: number): Float64Array => Float64Array.from({ length: HOURS }, (_, hour) => (hour % 97 === 0 ? NaN : (most * (1 + (hour % period))) / period));
const sides = (supplyC: number) => ({
  source: port({ id: 1, role: 'source', supplyC, returnC: 35, kw: kw(1000.123, 31) }),
  sink: port({ id: 2, role: 'sink', supplyC: 60, returnC: 35, kw: kw(700.4, 24) }),
});

function reckoned(parts: readonly MatchPart[]): number {
  if (parts.some(({ role }) => role === 'term')) return parts.reduce((sum, one) => sum + one.weight * one.value, 0);
  return parts.reduce((made, one) => (one.role === 'divisor' ? made / one.value : made * one.value), 1);
}

describe.each([
  { supplyC: 80, kind: 'direct' },
  { supplyC: 45, kind: 'heat-pump' },
])('a pair of which the source is $supplyC degrees', ({ supplyC, kind }) => {
  const { source, sink } = sides(supplyC);
  const pair = evaluatePair({ source, sink, route, parameters }) ?? expect.fail('no pair');

  it.each(YEAR_FIELDS)(`(${kind}) has a %s that is what its parts make`, (field) => {
    expect(pair.variant.kind).toBe(kind);
    expect(reckoned(matchParts(pair, field, { values, residual: 'yes' }))).toBe(pair[field]);
  });

  it('measured what the hours that are known at both sides add up to', () => {
    const hours = overlapHours(hoursOf(pair, { supplyKw: source.kw, demandKw: sink.kw }), 0);
    const sums = HOUR_FIELDS.map((field) => hours.reduce((sum, hour) => sum + hourKwh(hour, field), 0));

    expect(sums).toEqual([pair.coincidence.sourceKwh, pair.coincidence.demandKwh, pair.coincidence.kwh]);
  });
});

it('heat that is made to be sold avoids no CO2, so nothing is listed', () => {
  const pair = evaluatePair({ ...sides(80), route, parameters }) ?? expect.fail('no pair');

  expect(matchParts(pair, 'co2AvoidedKg', { values, residual: 'no' })).toEqual([]);
});
