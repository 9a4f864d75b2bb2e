// The fuels of the list, and nothing else.
import { describe, expect, it } from 'vitest';
import { FUELS, fuelOf } from '../../src/domain/fuel.ts';

describe('a fuel', () => {
  it.each(Object.keys(FUELS))('%s is on the list', (name) => {
    expect(fuelOf(name)).toBe(name);
  });

  it.each(['electricity', '', 'toString'])('%j is none', (name) => {
    expect(fuelOf(name)).toBeNull();
  });
});
