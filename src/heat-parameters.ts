// Reads the assumptions of the heat matching from config/parameters/*.yaml at start, once, and refuses a bad file with its line.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { CostFile, HeatFile, type HeatParameters, PipeFile } from './domain/heat/parameters.ts';
import { readYaml } from './parks.ts';

const PAGE = 'docs/residual-heat.md#residual-heat-parameters';
/** Enough to tell two sets apart, short enough to stand below a figure. */
const HASH_CHARS = 12;

/** @throws Error that names file, line and field */
export function loadHeatParameters(dir: string): HeatParameters {
  const heat = readYaml(join(dir, 'heat.yaml'), HeatFile, PAGE).value;
  const pipeFile = readYaml(join(dir, 'pipes.yaml'), PipeFile, PAGE);
  const costs = readYaml(join(dir, 'costs.yaml'), CostFile, PAGE).value;
  const { sizes, source: pipesSource } = pipeFile.value.table;
  const unsorted = sizes.findIndex((size, at) => at > 0 && size.innerMm <= (sizes[at - 1]?.innerMm ?? 0));
  if (unsorted > 0) throw new Error(pipeFile.problem(['table', 'sizes', unsorted, 'innerMm'], 'the table goes from thin to thick'));
  const rows = { ...heat.parameters, ...pipeFile.value.parameters, ...costs.parameters };
  const contents = { rows, pipes: sizes, pipesSource, temperatures: heat.temperatures };
  return { hash: hashOf(contents), ...contents };
}

/** The same for the same figures, in whatever order a file has them. */
function hashOf({ rows, pipes, temperatures }: Omit<HeatParameters, 'hash' | 'pipesSource'>): string {
  const sorted = Object.entries(rows)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { value, low, high }]) => [code, value, low, high]);
  const listed = temperatures.map(({ sbi, role, supplyC, returnC }) => [sbi, role, supplyC, returnC]);
  const text = JSON.stringify([sorted, pipes.map(({ dn, innerMm, lossWPerMK, trenchEurPerM }) => [dn, innerMm, lossWPerMK, trenchEurPerM]), listed]);
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_CHARS);
}
