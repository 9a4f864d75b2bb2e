// Every list of emission factors that ships, and what happens to one that is wrong.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STAGES_OFF_MAX, factorFor, listsNamed } from '../src/domain/emission-factors.ts';
import { GAS_LHV_MJ_PER_M3 } from '../src/domain/gas-energy.ts';
import { loadFactorLists } from '../src/emission-factors.ts';

const lists = loadFactorLists('config/emission-factors');
const footprint = listsNamed(lists, 'co2emissiefactoren');
const list2026 = listsNamed(lists, 'co2emissiefactoren-2026');
const total = (code: Parameters<typeof factorFor>[1], year: number): number | undefined => factorFor(footprint, code, year)?.factor.total;

describe('the lists that ship', () => {
  it.each(lists.map((list) => [list.id, list] as const))('%s has a source, a year and factors whose stages add up', (_, list) => {
    expect(list.source.length).toBeGreaterThan(10);
    expect(list.validFrom.startsWith(String(list.year))).toBe(true);
    for (const { code, total: sum, direct, chain } of list.factors) expect(Math.abs(direct + chain - sum), code).toBeLessThanOrEqual(STAGES_OFF_MAX);
    expect(list.source, 'a code of our own notes says nothing to a reader').not.toMatch(/\[[A-Z]\d+\]/);
  });

  it('name 2026 in the values of the published list', () => {
    const of = (code: Parameters<typeof factorFor>[1]): unknown => {
      const factor = factorFor(list2026, code, 2026)?.factor;
      return [factor?.total, factor?.direct, factor?.chain, factor?.biogenic, factor?.infrastructure];
    };

    expect(of('electricity-grid-mix')).toEqual([0.244, 0.2, 0.044, 0, 0.016]);
    expect(of('electricity-grey')).toEqual([0.483, 0.401, 0.082, 0, 0.002]);
    expect(of('natural-gas')).toEqual([2.134, 1.779, 0.355, 0, 0]);
    expect(of('green-gas')).toEqual([0.305, 0, 0.305, 1.779, 0]);
    expect(of('heat-network')).toEqual([40.45, 34.31, 6.14, 0, 0]);
  });

  it('has gas at 56.2 kg per GJ: 1.779 kg over 31.65 MJ', () => {
    const gas = factorFor(list2026, 'natural-gas', 2026)?.factor;

    expect(((gas?.direct ?? 0) / (gas?.mjPerUnit ?? 1)) * 1000).toBeCloseTo(56.2, 1);
    expect(gas?.mjPerUnit).toBe(GAS_LHV_MJ_PER_M3);
  });

  it('follow the changes that others reported from year to year', () => {
    const change = (code: Parameters<typeof factorFor>[1], year: number): number => Math.round(((total(code, year) ?? 0) / (total(code, year - 1) ?? 1) - 1) * 100);

    // Milieubarometer and the list's own page of changes; the mix of 2023 fell by 20 to 21 percent.
    expect([change('electricity-grid-mix', 2023), change('electricity-grid-mix', 2024), change('electricity-grid-mix', 2025)]).toEqual([-21, -3, -18]);
    expect([change('electricity-grey', 2023), change('electricity-grey', 2024), change('electricity-grey', 2025)]).toEqual([-13, 18, -7]);
  });

  it('say of what is not looked up that it is not', () => {
    for (const year of [2019, 2020, 2021, 2022]) expect(factorFor(footprint, 'electricity-grid-mix', year)?.factor.certainty).toBe('recalled');
    expect(factorFor(footprint, 'electricity-grid-mix', 2023)?.factor.certainty).toBe('sourced');
  });

  it('have a set that counts directly, and never mixes with the footprint', () => {
    const direct = listsNamed(lists, 'klimaatmonitor');

    expect(direct.length).toBeGreaterThan(0);
    expect(direct.every((list) => list.basis === 'direct' && list.factors.every((factor) => factor.chain === 0))).toBe(true);
    expect(factorFor(direct, 'diesel', 2026)).toBeNull();
  });
});

describe('a list file that is wrong', () => {
  let dir = '';
  const good = readFileSync('config/emission-factors/co2emissiefactoren-2026.yaml', 'utf8');
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'factors-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });
  const load = (text: string, name = 'co2emissiefactoren-2026.yaml'): unknown => {
    writeFileSync(join(dir, name), text);
    return loadFactorLists(dir);
  };

  it('is compared with one that is right', () => {
    expect(load(good)).toHaveLength(1);
  });

  it.each([
    ['stages that do not add up', 'total: 0.244', 'total: 0.3', /total must be the sum of direct and chain/],
    ['a factor below zero', 'direct: 1.779', 'direct: -1.779', /direct must be at least 0/],
    ['a code that nothing is counted with', 'code: diesel,', 'code: kerosine,', /code must be one of/],
    ['a field that is not known', 'gwp: AR6', 'gwp: AR6\nonbekend: 1', /onbekend is not a known field, see docs\/emission-factors.md/],
    ['a factor that stands there twice', 'code: hvo30', 'code: hvo100', /"hvo100" stands in this list already/],
  ])('is refused with file and line: %s', (_, from, to, message) => {
    expect(good).toContain(from);
    expect(() => load(good.replace(from, to))).toThrow(message);
  });

  it('is refused when its name is not its id, or its year is taken', () => {
    expect(() => load(good, 'other.yaml')).toThrow(/must be the name of the file/);
    rmSync(join(dir, 'other.yaml'));
    load(good);
    expect(() => load(good.replace('id: co2emissiefactoren-2026', 'id: second'), 'second.yaml')).toThrow(/is already the list of set co2emissiefactoren for 2026/);
  });

  it('is missed when there is none', () => {
    expect(() => loadFactorLists(dir)).toThrow(/no list of emission factors/);
  });
});
