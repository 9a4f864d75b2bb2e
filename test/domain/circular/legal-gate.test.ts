// What the law asks of a pair, by status and code.
import { expect, it } from 'vitest';
import { legalGate } from '../../../src/domain/circular/legal-gate.ts';
import { book, stream } from './streams.ts';

const wood = { materialClass: 'wood' };

it('asks of waste who carries and takes it, and of a mirror code which twin holds', () => {
  expect(legalGate(stream({ id: 1, euralCode: '17 02 01' }), wood, book)).toEqual(['mirror-code', 'waste-transport', 'taker-permit']);
  expect(legalGate(stream({ id: 1 }), wood, book)).toEqual(['code-missing', 'waste-transport', 'taker-permit']);
});

it('knows dangerous waste by its star or by the list', () => {
  const solvent = { materialClass: 'solvent' };

  expect(legalGate(stream({ id: 1, euralCode: '14 06 03', materialClass: 'solvent' }), solvent, book)).toContain('hazardous');
  expect(legalGate(stream({ id: 1, euralCode: '99 99 99', hazardous: true }), wood, book)).toContain('hazardous');
});

it('asks of what is no waste what makes it none, and no consignment note', () => {
  expect(legalGate(stream({ id: 1, legalStatus: 'by-product' }), wood, book)).toEqual(['by-product-conditions']);
  expect(legalGate(stream({ id: 1, legalStatus: 'end-of-waste', materialClass: 'bread' }), wood, book)).toEqual(['end-of-waste-criteria', 'food-feed']);
});
