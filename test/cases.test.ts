// The case that ships: every link and fact with its source, and the link to De Hoop ended.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCases } from '../src/cases.ts';
import { linkHolds } from '../src/domain/circular/cases.ts';

const [eerbeek] = loadCases('config/cases');

it('says of each link and fact who said it, and of most when', () => {
  const said = [...(eerbeek?.links ?? []), ...(eerbeek?.facts ?? [])];

  expect(said.length).toBeGreaterThan(6);
  for (const { source, certainty } of said) expect([source.length > 5, certainty !== 'recalled']).toEqual([true, true]);
});

it('knows which links ended with the mill', () => {
  const ended = eerbeek?.links.filter((link) => !linkHolds(link, '2026-11-26')).map(({ to, carrier }) => [to, carrier]);

  expect(ended).toEqual([
    ['de-hoop', 'biogas'],
    ['de-hoop', 'water'],
  ]);
});

it('has 2.8 million m3 of gas in 5,000 tonnes of CO2', () => {
  expect(5_000_000 / 1.779 / 1e6).toBeCloseTo(2.8, 1);
});

it('refuses a file whose name is not its id', () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-cases-'));
  writeFileSync(join(dir, 'other.yaml'), readFileSync('config/cases/eerbeek-water.yaml'));

  expect(() => loadCases(dir)).toThrow(/other\.yaml, line 2: id "eerbeek-water" must be the name of the file/);
  rmSync(dir, { recursive: true });
});
