// Panels at night: simulated ones give nothing, planted faults do.
import { describe, expect, it } from 'vitest';
import { isNight, sunAtNight } from '../../../src/domain/cross-checks/night.ts';
import { QUARTER_MS } from '../../../src/domain/time.ts';
import { FIRST_QUARTER, netOf, shifted, times, withPanels } from './simulated-meters.ts';

const place = { latDeg: 52.15, lonDeg: 6.1 };
const over = { firstQuarter: FIRST_QUARTER, place };
const given = withPanels.map((company) => ({ key: company.key, sun: times(netOf(company, 'sun'), -1), main: netOf(company, 'main') }));

describe('panels of simulated firms', () => {
  it.each(given)('of $key rest at night', ({ sun }) => expect(sunAtNight(sun, over)).toMatchObject({ verdict: 'fits' }));

  it('are wrong with a clock six hours off, and with the meter of the building in their place', () => {
    for (const { sun, main } of given) {
      expect(sunAtNight(shifted(sun, 24), over).verdict).toBe('wrong');
      expect(sunAtNight(main.map(Math.abs), over).verdict).toBe('wrong');
    }
  });
});

it('night is when the sun is 3 degrees down all quarter: on 21 June at 52.15 N from about 20:30 to 02:50 UTC', () => {
  const at = (clock: string): number => Date.parse(`2026-06-21T${clock}:00Z`) / QUARTER_MS;
  expect(['20:00', '20:45', '23:30', '02:30', '03:00'].map((clock) => isNight(at(clock), place))).toEqual([false, true, true, true, false]);
});

it('a night or less says nothing, and a few hundredths of a kWh are the meter itself', () => {
  expect(sunAtNight(new Float64Array(40), over).verdict).toBe('too-little');
  const standby = new Float64Array(14 * 96).fill(0.00005);
  expect(sunAtNight(standby, over).verdict).toBe('fits');
});
