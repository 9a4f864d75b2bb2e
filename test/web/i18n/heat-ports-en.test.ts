// English of the screen with sources and consumers is English.
import { expect, it } from 'vitest';
import { heatPortsEn } from '../../../src/web/i18n/heat-ports-en.ts';
import { heatPortsNl } from '../../../src/web/i18n/heat-ports-nl.ts';

it('has no Dutch left', () => {
  expect(Object.keys(heatPortsEn.doubt)).toEqual(Object.keys(heatPortsNl.doubt));
  expect(JSON.stringify(heatPortsEn)).not.toMatch(/\b(een|het|niet|wordt|geen|warmte)\b/i);
});
