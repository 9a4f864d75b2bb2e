import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import type { Park } from '../src/api/shapes.ts';
import { loadParks, loadRegion, type ParkConfig } from '../src/parks.ts';
import map from '../src/web/assets/map.json' with { type: 'json' };

const parks = loadParks('config/parks');
const region = loadRegion('config/region.yaml');

describe('the parks that ship', () => {
  it('are at least sixteen', () => {
    expect(parks.length).toBeGreaterThanOrEqual(16);
  });

  it('lie in the eight municipalities of the region, each of them at least once', () => {
    const found = [...new Set(parks.map((park) => park.municipality))].sort();

    expect(region.municipalities).toHaveLength(8);
    expect(found).toEqual([...region.municipalities].sort());
  });

  it('begin with Eerbeek-Loenen and are numbered without gaps', () => {
    expect(parks[0]?.id).toBe('eerbeek-loenen');
    expect(parks.map((park) => park.order)).toEqual(parks.map((_, at) => at + 1));
  });

  it('have one closed distribution system, the Ecofactorij, with its published 75 ha, 23 companies and 20 MVA', () => {
    const closed = parks.filter((park) => park.topology === 'closed-distribution');
    const said = closed[0]?.facts
      .filter((fact) => fact.certainty === 'sourced')
      .map((fact) => fact.text)
      .join(' ');

    expect(closed.map((park) => park.id)).toEqual(['ecofactorij']);
    expect(closed[0]?.areaHa).toBe(75);
    expect(said).toMatch(/23 bedrijven/);
    expect(said).toMatch(/20 MVA/);
  });

  it('know the ended water and biogas link of Eerbeek with its begin and end', () => {
    const ended = parks[0]?.facts.filter((fact) => fact.validFrom === '2016' && fact.validTo === '2023-12') ?? [];

    expect(ended.map((fact) => fact.text).join(' ')).toMatch(/water en biogas/);
  });

  it.each(parks.map((park) => [park.id, park] as const))('%s has facts with a source and a certainty, in plain words', (_, park) => {
    expect(park.facts.length).toBeGreaterThan(0);
    for (const fact of park.facts) {
      expect(fact.source.length, fact.text).toBeGreaterThan(5);
      expect(['sourced', 'derived', 'recalled']).toContain(fact.certainty);
      expect(`${fact.text} ${fact.source}`, 'a code of our own notes says nothing to a reader').not.toMatch(/\[[A-Z]\d+\]/);
    }
  });

  it.each(parks.map((park) => [park.id, park] as const))('%s lies inside the box of the region', (_, park) => {
    expect(park.lat).toBeGreaterThan(52.05);
    expect(park.lat).toBeLessThan(52.45);
    expect(park.lon).toBeGreaterThan(5.75);
    expect(park.lon).toBeLessThan(6.53);
  });

  it.each(parks.filter((park) => park.areaCertainty === 'sourced').map((park) => [park.id, park] as const))('%s has a sourced area, so a sourced fact names it', (_, park) => {
    const said = park.facts
      .filter((fact) => fact.certainty === 'sourced')
      .map((fact) => fact.text)
      .join(' ');

    expect(said).toContain(`${park.areaHa} ha`);
  });

  it('are drawn as a circle of their area, which the note does not call a boundary', () => {
    const ecofactorij = parks.find((park) => park.id === 'ecofactorij');

    // 75 ha = 750,000 m2; sqrt(750,000 / pi) = 488.6 m
    expect(ecofactorij?.outline.radiusM).toBe(489);
    expect(ecofactorij?.outline.note).toMatch(/niet de grens/);
    expect(parks[0]?.outline.note).toMatch(/geschatte oppervlakte/);
  });

  it('fit the shape of the API', () => {
    expectTypeOf<ParkConfig>().toExtend<Omit<Park, 'simulated'>>();
  });
});

describe('the region', () => {
  it('wants to be energy-neutral in 2030 and says who says so', () => {
    expect(region.goal.year).toBe(2030);
    expect(region.goal.source).not.toBe('');
  });

  it('differs from the energy strategy by Deventer, and says so', () => {
    const outside = region.municipalities.filter((name) => !region.boundary.resMunicipalities.includes(name));

    expect(outside).toEqual(['Deventer']);
    expect(region.boundary.note).toContain('Deventer');
  });
});

describe('the map drawing', () => {
  it('is our own, free to use, and calls itself schematic', () => {
    expect(map.licence).toBe('CC0-1.0');
    expect(map.note).toMatch(/schematisch/i);
  });

  it('names each municipality once', () => {
    const named = map.labels.filter((label) => label.kind === 'municipality').map((label) => label.text);

    expect(named.sort()).toEqual([...region.municipalities].sort());
  });

  it('shows all parks, lines and labels inside its bounds', () => {
    const { west, south, east, north } = map.bounds;
    const points = [...map.lines.flatMap((line) => line.points), ...map.labels.map((label) => label.point), ...parks.map((park) => [park.lon, park.lat])];

    const outside = points.filter(([lon = 0, lat = 0]) => lon < west || lon > east || lat < south || lat > north);

    expect(outside).toEqual([]);
  });
});

const GOOD = `id: test-park
order: 1
name: Testpark
municipality: Brummen
lat: 52.1
lon: 6.1
positionCertainty: recalled
areaHa: 10
areaCertainty: recalled
topology: public-grid
size: small
profile: Een park.
facts:
  - text: Iets.
    source: Iemand
    certainty: sourced
`;

describe('a park file that is wrong', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'parks-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });
  const load = (files: Record<string, string>): ParkConfig[] => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    return loadParks(dir);
  };
  const problem = (text: string): string => `${join(dir, 'test-park.yaml')}, ${text}`;

  it('is compared with one that is right', () => {
    expect(load({ 'test-park.yaml': GOOD }).map((park) => park.id)).toEqual(['test-park']);
  });

  it.each([
    ['an unknown field', 'profile: Een park.\noppervlakte: 3', 'profile: Een park.', 'line 13: oppervlakte is not a known field, see docs/parks.md.'],
    ['an unknown field of a fact', 'source: Iemand\n    bron: x', 'source: Iemand', 'line 16: facts[1].bron is not a known field, see docs/parks.md.'],
    ['a number that is text', 'areaHa: veel', 'areaHa: 10', 'line 8: areaHa must be a number, not "veel".'],
    ['a decimal comma', 'areaHa: 10,5', 'areaHa: 10', 'line 8: areaHa must be a number, not "10,5".'],
    ['an area of nothing', 'areaHa: 0', 'areaHa: 10', 'line 8: areaHa must be more than 0.'],
    ['a swapped lat and lon', 'lat: 6.1', 'lat: 52.1', 'line 5: lat must be at least 50.7.'],
    ['a park too far east', 'lon: 52.1', 'lon: 6.1', 'line 6: lon must be at most 7.3.'],
    ['an order that is not whole', 'order: 1.5', 'order: 1', 'line 2: order must be a whole number, not 1.5.'],
    ['a choice that does not exist', 'topology: eigen net', 'topology: public-grid', 'line 10: topology must be one of public-grid, closed-distribution, not "eigen net".'],
    ['a certainty that does not exist', 'certainty: zeker', 'certainty: sourced', 'line 16: facts[1].certainty must be one of sourced, derived, recalled, not "zeker".'],
    ['a missing field', '', 'name: Testpark\n', 'line 1: name is missing.'],
    ['a fact without source', '', '    source: Iemand\n', 'line 14: facts[1].source is missing.'],
    ['a fact without certainty', '', '    certainty: sourced\n', 'line 14: facts[1].certainty is missing.'],
    ['no facts', 'facts: []\n', GOOD.slice(GOOD.indexOf('facts:')), 'line 13: facts is empty.'],
    ['facts that are no list', 'facts: geen\n', GOOD.slice(GOOD.indexOf('facts:')), 'line 13: facts must be a list, not "geen".'],
    ['a year without quotes', 'source: Iemand\n    date: 2023', 'source: Iemand', 'line 16: facts[1].date must be text between quotes, not 2023.'],
    [
      'a date that is none',
      'source: Iemand\n    date: "2023-13"',
      'source: Iemand',
      'line 16: facts[1].date must be a year, month or day, as in "2023", "2023-12" or "2023-12-31"; it is "2023-13".',
    ],
    [
      'an end before its begin',
      'source: Iemand\n    validFrom: "2023-12"\n    validTo: "2016"',
      'source: Iemand',
      'line 17: facts[1].validTo must not lie before validFrom; it is "2016".',
    ],
    [
      'an address that is a script',
      'source: Iemand\n    url: "javascript:alert(1)"',
      'source: Iemand',
      'line 16: facts[1].url must be a web address that begins with http:// or https://; it is "javascript:alert(1)".',
    ],
    ['an id with capitals', 'id: Test', 'id: test-park', 'line 1: id must be lower-case words joined by hyphens, as in de-mars; it is "Test".'],
    ['an id that is not the file name', 'id: other-park', 'id: test-park', 'line 1: id "other-park" must be the name of the file.'],
    ['a name of spaces only', 'name: "  "', 'name: Testpark', 'line 3: name is empty.'],
    ['a text too long', `name: ${'x'.repeat(121)}`, 'name: Testpark', 'line 3: name must be at most 120 characters long.'],
    ['a field written twice', 'lat: 52.1\nlat: 52.2', 'lat: 52.1', 'line 6: this is not valid YAML: Map keys must be unique.'],
  ])('names file, line and field of %s', (_, wrong, right, expected) => {
    const text = GOOD.replace(right, () => wrong);

    expect(() => load({ 'test-park.yaml': text })).toThrow(new Error(problem(expected)));
  });

  it('names every problem, each on its own line', () => {
    const text = GOOD.replace('areaHa: 10', 'areaHa: veel').replace('size: small', 'size: 3');

    expect(() => load({ 'test-park.yaml': text })).toThrow(
      new Error([problem('line 8: areaHa must be a number, not "veel".'), problem('line 11: size must be one of large, small, not 3.')].join('\n')),
    );
  });

  it('is refused when it is empty', () => {
    expect(() => load({ 'test-park.yaml': '' })).toThrow(new Error(problem('line 1: the file must be a block of fields, not null.')));
  });

  it('is refused when another file has its id', () => {
    const files = { 'test-park.yaml': GOOD, 'tweede.yaml': GOOD.replace('order: 1', 'order: 2') };

    expect(() => load(files)).toThrow(new Error(`${join(dir, 'tweede.yaml')}, line 1: id "test-park" is already taken by test-park.yaml.`));
  });

  it('is refused when another file has its order', () => {
    const files = { 'test-park.yaml': GOOD, 'tweede.yaml': GOOD.replace('id: test-park', 'id: tweede') };

    expect(() => load(files)).toThrow(new Error(`${join(dir, 'tweede.yaml')}, line 2: order "1" is already taken by test-park.yaml.`));
  });

  it('is missed when the folder has none', () => {
    expect(() => load({})).toThrow(/there is no park in this folder/);
  });

  it('of the region is refused in the same words', () => {
    const file = join(dir, 'region.yaml');
    writeFileSync(file, readFileSync('config/region.yaml', 'utf8').replace('year: 2030', 'year: straks'));

    expect(() => loadRegion(file)).toThrow(new Error(`${file}, line 6: goal.year must be a number, not "straks".`));
  });
});
