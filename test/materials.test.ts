// The book of materials that ships, and what happens to one that is wrong.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMaterials } from '../src/materials.ts';

const book = loadMaterials('config/materials');

describe('the book that ships', () => {
  it('has an edition, a source and how sure that is', () => {
    expect(book.edition).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(book.source.length).toBeGreaterThan(10);
    expect(book.certainty).toBe('recalled');
  });

  it('knows the codes of the paper industry, and which are dangerous', () => {
    expect(book.codes.get('03 03 10')).toMatchObject({ materialClass: 'fibre-sludge', hazardous: false });
    expect(book.codes.get('13 02 08')?.hazardous).toBe(true);
    expect(Object.keys(book.chapters)).toHaveLength(20);
  });

  it('saves CO2 where something replaces a new material, in every class that does', () => {
    const backwards = [...book.classes.values()].filter(({ virginCo2, secondaryCo2 }) => secondaryCo2.value > virginCo2.value);

    expect(backwards).toEqual([]);
  });
});

describe('a book that is wrong', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kringstroom-materials-'));
    cpSync('config/materials', dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const change = (file: string, from: string | RegExp, to: string): void => writeFileSync(join(dir, file), readFileSync(join(dir, file), 'utf8').replace(from, to));

  it.each([
    ['uses.yaml', 'needed: filler', 'needed: gravel', /uses\.yaml, line \d+: there is no class "gravel"/],
    ['uses.yaml', 'yieldShare: 0.5', 'yieldShare: 1.5', /uses\.yaml, line \d+: uses\[3\]\.yieldShare must be at most 1/],
    ['eural.yaml', 'code: 03 03 10', 'code: 03 03 00', /eural\.yaml, line \d+: .*must be a Eural code/],
    ['eural.yaml', 'code: 03 03 05', 'code: 03 03 10', /"03 03 10" stands in this list already/],
    ['classes.yaml', 'properties: [brokenShare]', 'properties: [colour]', /there is no property "colour"/],
    ['classes.yaml', 'virginEur: [140, 90, 220]', 'virginEur: [140, 190, 220]', /low <= value <= high/],
    ['parameters.yaml', /.*distance-half.*\n/, '', /the parameter "distance-half" is missing/],
  ])('%s with %s for %s stops the start with its line', (file, from, to, message) => {
    change(file, from, to);

    expect(() => loadMaterials(dir)).toThrow(message);
  });

  it('has another hash after any change', () => {
    change('parameters.yaml', 'value: 0.15', 'value: 0.16');

    expect(loadMaterials(dir).hash).not.toBe(book.hash);
  });
});
