// From which size on readings say nothing of when somebody is at home.
import { expect, it } from 'vitest';
import { isSmallConnection } from '../../src/domain/small-connection.ts';

it.each([
  ['electricity', 55.2, null, true],
  ['electricity', null, 17.3, true],
  // What was built counts before what was agreed.
  ['electricity', 630, 50, false],
  ['electricity', null, null, false],
  ['gas', 10, null, false],
] as const)('a connection for %s of %s kW, contracted at %s, is small: %s', (carrier, physicalImportKw, contractedImportKw, small) => {
  expect(isSmallConnection({ carrier, physicalImportKw, contractedImportKw })).toBe(small);
});
