// The file of scenario assumptions: hashed by its figures, and refused with the line where it is wrong.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadScenarioParameters } from '../src/scenario-parameters.ts';

const own = join(import.meta.dirname, '../config/parameters');
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-parameters-'));
  cpSync(own, dir, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true }));
function change(from: string, to: string): void {
  const path = join(dir, 'scenarios.yaml');
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

it('have the same hash for the same figures, another for others, and the same for another source', () => {
  const { hash } = loadScenarioParameters(own);

  expect(loadScenarioParameters(dir).hash).toBe(hash);
  change('Schatting, groot dak zonder subsidie', 'elders gelezen');
  expect(loadScenarioParameters(dir).hash).toBe(hash);
  change('value: 0.88', 'value: 0.87');
  expect(loadScenarioParameters(dir).hash).not.toBe(hash);
});

it.each([
  ['value: 0.88', 'value: 2', /scenarios\.yaml, line \d+: .*must lie between low and high/],
  ['batteryRoundTrip:', 'batteryTrip:', /scenarios\.yaml, line \d+: .*(batteryRoundTrip is missing|batteryTrip is not a known field)/],
])('with "%s" as "%s" is refused', (from, to, message) => {
  change(from, to);

  expect(() => loadScenarioParameters(dir)).toThrow(message);
});
