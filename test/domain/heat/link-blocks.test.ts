// A year in blocks and in some of its hours.
import { describe, expect, it } from 'vitest';
import { alikeHours, blocksFor, blocksOf, sampledHours } from '../../../src/domain/heat/link-blocks.ts';
import { modelValue, yearOf } from '../../../src/domain/heat/links.ts';
import { link } from './given.ts';

const hours = (of: (hour: number) => number, length = 8760): Float64Array => Float64Array.from({ length }, (_, hour) => of(hour));

it('fewer blocks for more links', () => expect([10, 100, 200, 800].map(blocksFor)).toEqual([24, 8, 4, 2]));

describe('blocks', () => {
  // By day 400 kW is there and 100 wanted, by night the other way round: 250 of each on average, and never more than 100 at once.
  const day = (hour: number): boolean => hour % 24 < 12;
  const turns = new Map([
    [1, hours((hour) => (day(hour) ? 400 : 100))],
    [10, hours((hour) => (day(hour) ? 100 : 400))],
  ]);
  const links = [link(1, 10)];

  it('tell what a link delivers in the same hour beside the means of its ends', () => {
    const [block, ...others] = blocksOf(links, turns, { count: 1, keyOf: () => 0 });

    expect(others).toEqual([]);
    expect(block).toMatchObject({
      hours: 8760,
      kw: new Map([
        [1, 250],
        [10, 250],
      ]),
    });
    expect([...(block?.mostKw ?? [])]).toEqual([100]);
  });

  it('so the model of one block is worth what the hours are, for a link alone', () => {
    const model = { links, blocks: blocksOf(links, turns, { count: 1, keyOf: () => 0 }) };

    expect(modelValue(model, new Set([0]))).toBeCloseTo(yearOf(links, turns).netEur, 6);
    expect(modelValue(model, new Set([0]))).toBeCloseTo(100 * 8.76 * 50 - 1000, 6);
  });

  it('group hours by their key, take means of what is known, and leave out what no hour is in', () => {
    const known = new Map([
      [1, hours((hour) => (hour < 2 ? NaN : 6), 6)],
      [10, hours((hour) => hour, 6)],
    ]);
    const blocks = blocksOf(links, known, { count: 3, keyOf: (hour) => (hour < 4 ? 0 : 2) });

    expect(blocks.map((block) => [block.hours, block.kw.get(1), block.kw.get(10), block.mostKw?.[0]])).toEqual([
      [4, 6, 1.5, 2.5],
      [2, 6, 4.5, 4.5],
    ]);
  });
});

describe('hours that are alike', () => {
  // Port 1 runs by day, port 2 in every seventh hour; the third never changes.
  const runs = new Map([
    [1, hours((hour) => (hour % 24 < 12 ? 900 : 100))],
    [2, hours((hour) => (hour % 7 === 0 ? 300 : 0))],
    [3, hours(() => 50)],
  ]);

  it('share a block, the widest difference cut first', () => {
    const [two, four] = [alikeHours(runs, 2), alikeHours(runs, 4)];
    const kindOf = (hour: number): string => `${hour % 24 < 12} ${hour % 7 === 0}`;

    expect([...two]).toEqual(Array.from({ length: 8760 }, (_, hour) => Number(hour % 24 < 12)));
    expect(new Set(Array.from(four, (block, hour) => `${block} ${kindOf(hour)}`)).size).toBe(4);
  });

  it('are not parted further where nothing differs, and what is not known counts as nothing', () => {
    expect(new Set(alikeHours(runs, 24)).size).toBe(4);
    expect([...alikeHours(new Map([[1, Float64Array.of(NaN, 5, 0, NaN)]]), 3)]).toEqual([0, 1, 0, 0]);
    expect(alikeHours(new Map(), 3)).toHaveLength(0);
  });

  it('make a model that is worth what the hours are, where days and nights hide that two sources run at once', () => {
    const on = (hour: number): boolean => Math.floor(hour / 5) % 2 === 0;
    const both = new Map([
      [1, hours((hour) => (on(hour) ? 400 : 0))],
      [2, hours((hour) => (on(hour) ? 400 : 0))],
      [10, hours(() => 300)],
    ]);
    const links = [link(1, 10, { kw: 400 }), link(2, 10, { kw: 400 })];
    const worth = (blockOf: (hour: number) => number): number => modelValue({ links, blocks: blocksOf(links, both, { count: 2, keyOf: blockOf }) }, new Set([0, 1]));
    const alike = alikeHours(both, 2);
    const year = yearOf(links, both).netEur;

    expect(worth((hour) => alike[hour] ?? 0)).toBeCloseTo(year, 6);
    expect(worth((hour) => Number(hour % 24 < 12))).toBeGreaterThan(year * 1.5);
  });
});

describe('some hours', () => {
  it('are spread over the year, the day and the week, and stand for all', () => {
    const at = sampledHours(new Map([[1, hours((hour) => hour)]]), 91).map((block) => block.kw.get(1) ?? NaN);

    expect(at.length).toBeGreaterThanOrEqual(91);
    expect(new Set(at.map((hour) => hour % 24)).size).toBe(24);
    expect(new Set(at.map((hour) => Math.floor(hour / 24) % 7)).size).toBe(7);
    expect(new Set(at.map((hour) => Math.floor(hour / 730))).size).toBe(12);
  });

  it('are of those that are known, and weigh as much as the year', () => {
    const blocks = sampledHours(
      new Map([
        [1, hours((hour) => (hour >= 8000 ? 5 : NaN))],
        [2, hours(() => NaN)],
      ]),
      50,
    );

    expect(blocks.length).toBeGreaterThanOrEqual(50);
    expect(blocks.every((block) => block.kw.get(1) === 5 && block.kw.get(2) === 0)).toBe(true);
    expect(blocks.reduce((sum, block) => sum + block.hours, 0)).toBeCloseTo(8760, 6);
    expect(sampledHours(new Map([[1, hours(() => NaN)]]), 50)).toEqual([]);
  });
});
