// Reads the assumptions of scenarios from config/parameters/scenarios.yaml at start, once, and refuses a bad file with its line.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ScenarioFile, type ScenarioParameters } from './domain/scenario/parameters.ts';
import { readYaml } from './parks.ts';

const PAGE = 'docs/scenarios.md#scenario-parameters';
/** Enough to tell two sets apart, short enough to stand below a figure. */
const HASH_CHARS = 12;

/** @throws Error that names file, line and field */
export function loadScenarioParameters(dir: string): ScenarioParameters {
  const rows = readYaml(join(dir, 'scenarios.yaml'), ScenarioFile, PAGE).value.parameters;
  const sorted = Object.entries(rows)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { value, low, high }]) => [code, value, low, high]);
  return { hash: createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, HASH_CHARS), rows };
}
