// What somebody states -> the row that is kept.
import { describe, expect, it } from 'vitest';
import { changedStream, newStream } from '../../src/api/material-stream-fields.ts';
import { NewStream } from '../../src/api/shapes-materials.ts';
import { epochMs } from '../../src/domain/units.ts';
import { loadMaterials } from '../../src/materials.ts';

const ground = { materialBook: loadMaterials('config/materials'), now: () => epochMs(1_000_000) };
const read = (over: object) => newStream(NewStream.parse({ company: 1, direction: 'offer', tonnesPerMonth: 2, ...over }), ground);

describe('a stated stream', () => {
  it('gets the class of its code, the star that the list knows, and starts now', () => {
    expect(read({ euralCode: '130208' })).toMatchObject({ euralCode: '13 02 08', hazardous: true, materialClass: 'oil-used', legalStatus: 'waste', from: 1_000_000, to: null });
    expect(read({ euralCode: '20 01 01', materialClass: 'board' }).materialClass).toBe('board');
    expect(read({ eural: '20 01 01', materialClass: 'Oud karton' })).toMatchObject({ euralCode: '20 01 01', materialClass: 'board' });
  });

  it('has the same tonnes each month, or those of each month', () => {
    expect(read({ materialClass: 'wood' }).tonnesByMonth).toEqual(Array.from({ length: 12 }, () => 2));
    expect(read({ materialClass: 'wood', tonnesPerMonth: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }).tonnesByMonth[11]).toBe(12);
  });

  it('reads a bare number as what an offer is, and as the natural bound of a need', () => {
    const specification = { moistureShare: 0.1, purityShare: 0.9, hue: 3, acceptsHazardous: true };

    expect(read({ materialClass: 'wood', specification }).specification['moistureShare']).toEqual({ value: 0.1, hard: true });
    expect(read({ direction: 'need', materialClass: 'wood', specification }).specification).toEqual({
      moistureShare: { max: 0.1, hard: true },
      purityShare: { min: 0.9, hard: true },
      hue: { value: 3, hard: true },
      acceptsHazardous: { value: 1, hard: true },
    });
  });

  it('keeps text as a note', () => {
    expect(read({ materialClass: 'wood', specification: 'clean', note: 'in bales' })).toMatchObject({ specification: {}, note: 'in bales clean' });
  });

  it.each([
    [{ euralCode: '3 3 10' }, /euralCode: "3 3 10" is no Eural code/],
    [{}, /materialClass: it is missing/],
    [{ materialClass: 'gold' }, /there is no class 'gold'; there is paper-sorted/],
    [{ materialClass: 'wood', validFrom: '2026-02-01', validTo: '2026-02-01' }, /validTo must lie after validFrom/],
    [{ materialClass: 'wood', legalStatus: 'by-product', processingCode: 'R3' }, /R and D codes are of waste/],
  ])('of %j is refused with what to do', (over, message) => {
    expect(() => read(over)).toThrow(message);
  });

  it('keeps what a change does not name', () => {
    const row = { id: 7, ...read({ euralCode: '13 02 08', note: 'old', costNowEurPerTonne: 5 }) };

    expect(changedStream(row, { tonnesPerMonth: 3 }, ground)).toEqual({ ...row, tonnesByMonth: Array.from({ length: 12 }, () => 3) });
    expect(changedStream(row, { euralCode: null, costNowEurPerTonne: null, validTo: '2027-01-01' }, ground)).toMatchObject({
      euralCode: null,
      hazardous: false,
      materialClass: 'oil-used',
      costNowEurPerTonne: null,
      note: 'old',
    });
  });
});
