// `npm run bench -- <name> [--json] [--quick] [--rows MILLIONS]`: runs one benchmark and prints its table.
import { runCommand } from '../src/command-line.ts';
import { StartError } from '../src/settings.ts';
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

const USAGE = `npm run bench -- NAME [--quick] [--json] [--rows MILLIONS]; names are ${Object.keys(benchmarks).join(', ')}`;
const options = { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false }, rows: { type: 'string' } } as const;

await runCommand(USAGE, { options, names: 1, wrong: 2 }, async ({ positionals, values }) => {
  const name = positionals[0] ?? '';
  const benchmark = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
  if (benchmark === undefined) throw new StartError(`${name === '' ? 'Say which benchmark' : `There is no benchmark '${name}'`}: ${USAGE}.`);
  const rows = values.rows === undefined ? null : Number(values.rows) * 1e6;
  if (rows !== null && !(rows > 0)) throw new StartError(`--rows ${values.rows} is no number of millions: ${USAGE}.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  try {
    const { text, ratios, figures } = await benchmark({ quick: values.quick, rows });
    process.stdout.write(`${text}\n`);
    if (values.json) process.stdout.write(`${JSON.stringify({ name, ratios, figures })}\n`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`The benchmark stopped: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
});
