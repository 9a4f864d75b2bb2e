// `npm run bench -- <name> [--json] [--quick] [--rows MILLIONS]`: runs one benchmark and prints its table.
import { parseArgs } from 'node:util';
import { api } from './api.ts';
import { balance } from './balance.ts';
import { capacity } from './capacity.ts';
import { heat } from './heat.ts';
import { importing } from './import.ts';
import { ingest } from './ingest.ts';
import { projector } from './projector.ts';
import { scenario } from './scenario.ts';
import { stores } from './stores.ts';

/** What a benchmark answers: text for people, ratios (ours / peer) and figures for programs. */
export interface Outcome {
  readonly text: string;
  readonly ratios: Readonly<Record<string, number>>;
  readonly figures: Readonly<Record<string, number | Readonly<Record<string, number>>>>;
}
export interface BenchOptions {
  /** One short window each: shows that it runs, says little about speed. */
  readonly quick: boolean;
  /** Rows of a benchmark that can be of any size; null: its own. */
  readonly rows: number | null;
}

const benchmarks: Readonly<Record<string, (options: BenchOptions) => Promise<Outcome>>> = { ingest, projector, stores, import: importing, api, balance, capacity, heat, scenario };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false }, rows: { type: 'string' } },
});
const name = positionals[0] ?? '';
const benchmark = benchmarks[name];
if (benchmark === undefined) {
  process.stderr.write(`There is no benchmark '${name}'; there are: ${Object.keys(benchmarks).join(', ')}.\n`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
benchmark({ quick: values.quick, rows: values.rows === undefined ? null : Number(values.rows) * 1e6 }).then(
  ({ text, ratios, figures }) => {
    process.stdout.write(`${text}\n`);
    if (values.json) process.stdout.write(`${JSON.stringify({ name, ratios, figures })}\n`);
    process.exit(0);
  },
  (error: unknown) => {
    process.stderr.write(`The benchmark stopped: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
