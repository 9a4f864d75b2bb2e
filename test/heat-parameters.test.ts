// The folder of parameters: read whole, hashed by its figures, and refused with the line where it is wrong.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadHeatParameters } from '../src/heat-parameters.ts';

const own = join(import.meta.dirname, '../config/parameters');
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-parameters-'));
  cpSync(own, dir, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true }));
const change = (file: string, from: string, to: string): void => {
  const text = readFileSync(join(dir, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(dir, file), text.replace(from, to));
};

describe('the parameters', () => {
  it('have the same hash for the same figures, another for others, and the same for another source', () => {
    const { hash } = loadHeatParameters(own);

    expect(hash).toMatch(/^[0-9a-f]{12}$/);
    expect(loadHeatParameters(dir).hash).toBe(hash);
    change('costs.yaml', 'EMB3Rs, vloeistof op vloeistof', 'elders gelezen');
    expect(loadHeatParameters(dir).hash).toBe(hash);
    change('costs.yaml', 'value: 0.52, low: 0.35', 'value: 0.53, low: 0.35');
    expect(loadHeatParameters(dir).hash).not.toBe(hash);
  });

  it.each([
    ['costs.yaml', 'value: 0.52, low: 0.35', 'value: 9, low: 0.35', /costs\.yaml, line \d+: .*must lie between low and high/],
    ['pipes.yaml', 'innerMm: 27.3', 'innerMm: 7.3', /pipes\.yaml, line \d+: .*from thin to thick/],
    ['heat.yaml', 'copMin:', 'copLeast:', /heat\.yaml, line \d+: .*(copMin is missing|copLeast is not a known field)/],
  ])('of %s with "%s" changed are refused', (file, from, to, message) => {
    change(file, from, to);

    expect(() => loadHeatParameters(dir)).toThrow(message);
  });
});
