// One load out of many: always the same connections, gaps filled, and no past invented.
import { describe, expect, it } from 'vitest';
import type { Load } from '../../../src/domain/capacity/loads.ts';
import { wholeLoad } from '../../../src/domain/forecast/whole-load.ts';

const QUARTERS = 6 * 672;
const load = (id: number, kw: (t: number) => number, begins?: number): Load => {
  const netMicro = Float64Array.from({ length: QUARTERS }, (_, t) => (kw(t) / 4) * 1e6);
  return { id, company: id, behind: null, netMicro, sure: Uint8Array.from(netMicro, (net) => (Number.isNaN(net) ? 0 : 1)), ...(begins !== undefined && { begins }) };
};

describe('whole load', () => {
  it('is the sum in kW', () => {
    const whole = wholeLoad([load(1, () => 100), load(2, (t) => -(t % 672))], QUARTERS);

    expect(whole.kw[700]).toBe(100 - 28);
    expect(whole.sure.every((one) => one === 1)).toBe(true);
    expect(whole.counted).toEqual([1, 2]);
  });

  it('fills what one did not tell with the week before, and does not call it measured', () => {
    const whole = wholeLoad([load(1, () => 100), load(2, (t) => (t >= 2000 && t < 2010 ? Number.NaN : t % 672))], QUARTERS);

    expect(whole.kw[2005]).toBe(100 + (2005 % 672));
    expect(whole.sure[2005]).toBe(0);
    expect(whole.sure[2010]).toBe(1);
  });

  it('leaves out who has been silent for three days, also where it spoke', () => {
    const whole = wholeLoad([load(1, () => 100), load(2, (t) => (t >= QUARTERS - 3 * 96 ? Number.NaN : 50))], QUARTERS);

    expect(whole.counted).toEqual([1]);
    expect(whole.silent).toEqual([2]);
    expect(whole.kw[0]).toBe(100);
  });

  it('lets a small one that joined have been there before, and so shows no new load', () => {
    const joined = 5 * 672;
    const whole = wholeLoad([load(1, () => 100), load(2, (t) => (t < joined ? Number.NaN : 30), joined)], QUARTERS);

    expect(whole.kw[0]).toBe(130);
    expect(whole.sure[0]).toBe(1);
  });

  it('knows nothing of the time before half of the flow was measured', () => {
    const whole = wholeLoad([load(1, (t) => (t < 1000 ? Number.NaN : 100), 1000), load(2, () => 30)], QUARTERS);

    expect(whole.kw[999]).toBeNaN();
    expect(whole.kw[1000]).toBe(130);
  });

  it('counts whom it is told to count', () => {
    expect(wholeLoad([load(1, () => 100), load(2, () => 50)], QUARTERS, new Set([2])).kw[0]).toBe(50);
    expect(wholeLoad([], QUARTERS).kw[0]).toBeNaN();
  });
});
