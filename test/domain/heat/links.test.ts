// Many to many: greedy choice and the full year behind it.
import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../../src/domain/heat/link-blocks.ts';
import { greedyLinks, keptOnFullYear, linkOf, modelValue, yearOf } from '../../../src/domain/heat/links.ts';
import { evaluatePair } from '../../../src/domain/heat/pair.ts';
import { link, parameters, port, values } from './given.ts';

const year = (kw: number): Float64Array => new Float64Array(8760).fill(kw);

describe('a choice of links', () => {
  const hours = new Map([
    [1, year(400)],
    [10, year(200)],
    [11, year(300)],
  ]);

  it('adds what pays and leaves what does not', () => {
    const links = [link(1, 10), link(1, 11, { fixedEur: 1e6 })];
    const model = { links, blocks: blocksOf(links, hours, { count: 1, keyOf: () => 0 }) };

    expect([...greedyLinks(model)]).toEqual([0]);
    expect(modelValue(model, new Set([0]))).toBeCloseTo(200 * 8.76 * 50 - 1000, 6);
  });

  it('is worked out on every hour, with what is rejected and what boilers keep', () => {
    const { deliveredKwh, rejectedKwh, backupKwh, netEur } = yearOf([link(1, 10), link(1, 11)], hours);

    expect([...deliveredKwh].map((kwh) => Math.round(kwh))).toEqual([200 * 8760, 200 * 8760]);
    expect(rejectedKwh).toBeCloseTo(0, 6);
    expect(backupKwh).toBeCloseTo(100 * 8760, 3);
    expect(netEur).toBeCloseTo(400 * 8.76 * 50 - 2000, 3);
  });

  it('drops a link that the full year shows to cost more than it brings', () => {
    const { links } = keptOnFullYear([link(1, 10), link(1, 11, { fixedEur: 90_000 })], hours);

    expect(links.map((one) => one.sink)).toEqual([10]);
  });

  it('fills up a year of which a part is known', () => {
    const half = new Map([...hours].map(([id, kw]) => [id, kw.map((one, hour) => (hour < 4380 ? one : NaN))] as const));

    expect(yearOf([link(1, 10)], half).deliveredKwh[0]).toBeCloseTo(200 * 8760, 3);
  });
});

it('a link has the annuity and upkeep of its pair, and its value after seller and electricity', () => {
  const pair = evaluatePair({
    source: port({ id: 1, role: 'source', kw: year(500) }),
    sink: port({ id: 2, role: 'sink', kw: year(400) }),
    route: { lengthM: 300, kind: 'drawn', surfaceFactor: 1.2 },
    parameters,
  });
  const made = pair === null ? null : linkOf(pair, values);

  expect(made).not.toBeNull();
  const perYear = ((pair?.deliveredKwh ?? 0) * (made?.eurPerMwh ?? 0)) / 1000 - (made?.fixedEur ?? 0);
  // The same as the yearly worth behind the net value at the company's rate.
  const money = pair?.money;
  expect(perYear).toBeCloseTo(((pair?.deliveredKwh ?? 0) / 1000) * ((money?.ceilingEurPerMwh ?? 0) - 1.5 - (money?.company.transportEurPerMwh ?? 0)), 2);
});
