// English of this moment is English.
import { expect, it } from 'vitest';
import { nowEn } from '../../../src/web/i18n/now-en.ts';
import { nowNl } from '../../../src/web/i18n/now-nl.ts';

it('has no Dutch left', () => {
  expect(Object.keys(nowEn.why)).toEqual(Object.keys(nowNl.why));
  const spoken = [
    nowEn.heard(1, 2),
    nowEn.map.says(3, 2),
    nowEn.map.label(1),
    nowEn.alerts.more(2),
    nowEn.why.factor({ carrier: 'Gas', kg: '1.779', unit: 'm3', name: 'x', edition: 'y' }),
  ];
  expect(JSON.stringify([nowEn, spoken])).not.toMatch(/\b(een|het|niet|wordt|geen|bedrijf)\b/i);
});
