// The port of conversions: the adapter is one.
import { expect, expectTypeOf, it } from 'vitest';
import type { Conversions } from '../../src/storage/conversions.ts';
import { ConversionsSql } from '../../src/storage/conversions-sql.ts';

it('is what the adapter implements', () => {
  expectTypeOf<ConversionsSql>().toExtend<Conversions>();
  expect(Object.getOwnPropertyNames(ConversionsSql.prototype)).toEqual(expect.arrayContaining(['ofCompany', 'byId', 'add', 'remove']));
});
