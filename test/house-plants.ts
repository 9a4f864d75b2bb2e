// Faults for house.test.ts: each names the rule that must find it, and stands beside the same file without it.

export interface Plant {
  /** What is wrong, as the name of the test. */
  fault: string;
  path: string;
  /** The rule of oxlint that must find it. */
  rule: string;
  text: string;
  /** The same file without the fault; null: there is none. */
  clean: string | null;
}

const forbidden = (path: string, from: string, allowed: string): Plant => ({
  fault: `${path} importing ${from}`,
  path,
  rule: 'no-restricted-imports',
  text: `import { x } from '${from}';\nexport const y = x;\n`,
  clean: `import { x } from '${allowed}';\nexport const y = x;\n`,
});

const KINDS = "type Carrier = { kind: 'gas'; m3: number } | { kind: 'heat'; gj: number };\n";

export const PLANTS: Plant[] = [
  forbidden('src/domain/reads-a-file.ts', 'node:fs', './reading.ts'),
  forbidden('src/domain/reads-a-promise.ts', 'node:fs/promises', './units.ts'),
  forbidden('src/domain/knows-storage.ts', '../storage/series.ts', './units.ts'),
  forbidden('src/domain/heat/knows-storage.ts', '../../storage/series.ts', '../units.ts'),
  forbidden('src/domain/knows-temporal.ts', 'temporal-polyfill', './time.ts'),
  forbidden('src/simulate/knows-ledger.ts', '../domain/ledger.ts', '../domain/time.ts'),
  forbidden('src/simulate/knows-balance.ts', '../domain/balance.ts', '../domain/units.ts'),
  forbidden('src/simulate/knows-emissions.ts', '../domain/emissions.ts', '../domain/units.ts'),
  forbidden('src/simulate/knows-devices.ts', '../../devices/index.ts', './plan.ts'),
  forbidden('devices/knows-ingest.ts', '../src/ingest/journal.ts', '../src/domain/reading.ts'),
  forbidden('devices/decoding/knows-node.ts', 'node:zlib', '../../src/domain/reading.ts'),
  forbidden('src/ingest/knows-adapter.ts', '../storage/series-duckdb.ts', '../storage/registry.ts'),
  forbidden('src/ingest/knows-mqtt.ts', '../mqtt/guard.ts', '../../devices/index.ts'),
  forbidden('src/mqtt/knows-api.ts', '../api/server.ts', '../ingest/journal.ts'),
  forbidden('src/storage/knows-duckdb.ts', '@duckdb/node-api', './duckdb-files.ts'),
  forbidden('src/storage/knows-libsql.ts', 'libsql', '../domain/access.ts'),
  forbidden('src/storage/series.ts', './series-duckdb.ts', '../domain/units.ts'),
  forbidden('src/api/knows-adapter.ts', '../storage/registry-sql.ts', '../storage/registry.ts'),
  forbidden('src/api/knows-app.ts', '../app.ts', '../ingest/store.ts'),
  forbidden('src/jobs/knows-api.ts', '../api/server.ts', '../charts/formats.ts'),
  forbidden('src/charts/knows-web.ts', '../web/period.ts', '../domain/time.ts'),
  forbidden('src/charts/draws.ts', 'echarts/core', './palette.ts'),
  forbidden('src/web/knows-node.ts', 'node:fs', '../charts/formats.ts'),
  forbidden('src/web/parts/knows-node.ts', 'node:fs', '../../charts/formats.ts'),
  forbidden('src/settings.ts', './ingest/journal.ts', './domain/time.ts'),
  forbidden('src/new-folder/knows-anything.ts', '../domain/units.ts', './neighbour.ts'),
  {
    ...forbidden('src/web/pages/takes-more-than-types.ts', '../../api/shapes.ts', '../scope.ts'),
    clean: "import type { x } from '../../api/shapes.ts';\nexport type Y = typeof x;\n",
  },
  {
    ...forbidden('src/api/takes-more-than-types.ts', '../jobs/compute.ts', '../ingest/store.ts'),
    clean: "import type { x } from '../jobs/compute.ts';\nexport type Y = typeof x;\n",
  },
  {
    fault: 'a dynamic import',
    path: 'src/domain/imports-late.ts',
    rule: 'no-restricted-imports',
    text: "export const late = (): Promise<unknown> => import('node:fs');\n",
    clean: "export const late = (): Promise<unknown> => import('./units.ts');\n",
  },
  {
    fault: 'the clock in the domain',
    path: 'src/domain/asks-time.ts',
    rule: 'no-restricted-globals',
    text: 'export const now = (): number => Date.now();\n',
    clean: 'export const now = (at: number): number => at;\n',
  },
  {
    fault: 'chance in the domain',
    path: 'src/domain/throws-dice.ts',
    rule: 'no-restricted-properties',
    text: 'export const dice = (): number => Math.random();\n',
    clean: 'export const dice = (seed: number): number => Math.floor(seed);\n',
  },
  {
    fault: 'a promise that nobody awaits',
    path: 'src/jobs/forgets.ts',
    rule: 'no-floating-promises',
    text: 'const save = async (): Promise<void> => Promise.resolve();\nexport async function run(): Promise<void> {\n  save();\n}\n',
    clean: 'const save = async (): Promise<void> => Promise.resolve();\nexport async function run(): Promise<void> {\n  await save();\n}\n',
  },
  {
    fault: 'a switch without one of its cases',
    path: 'src/domain/forgets-heat.ts',
    rule: 'switch-exhaustiveness-check',
    text: `${KINDS}export function amount(carrier: Carrier): number {\n  switch (carrier.kind) {\n    case 'gas':\n      return carrier.m3;\n  }\n  return 0;\n}\n`,
    clean: `${KINDS}export function amount(carrier: Carrier): number {\n  switch (carrier.kind) {\n    case 'gas':\n      return carrier.m3;\n    case 'heat':\n      return carrier.gj;\n  }\n}\n`,
  },
  {
    fault: 'any',
    path: 'src/api/any.ts',
    rule: 'no-explicit-any',
    text: 'export const echo = (x: any): string => String(x);\n',
    clean: 'export const echo = (x: string): string => x;\n',
  },
  {
    fault: 'a cast',
    path: 'src/api/cast.ts',
    rule: 'no-unsafe-type-assertion',
    text: "export const kind = (x: string): 'gas' => x as 'gas';\n",
    clean: "export const kind = (x: 'gas'): 'gas' => x;\n",
  },
  {
    fault: 'an exclamation mark',
    path: 'src/api/bang.ts',
    rule: 'no-non-null-assertion',
    text: 'export const first = (x: string[]): string => x[0]!;\n',
    clean: "export const first = (x: string[]): string => x[0] ?? '';\n",
  },
  { fault: 'a name that says nothing', path: 'src/api/utils.ts', rule: 'max-lines', text: 'export const one = 1;\n', clean: null },
  { fault: 'a default export', path: 'src/api/default.ts', rule: 'no-default-export', text: 'export default 1;\n', clean: 'export const one = 1;\n' },
  { fault: 'a file of 401 lines', path: 'src/api/long.ts', rule: 'max-lines', text: `export const one = 1;\n${'//\n'.repeat(400)}`, clean: 'export const one = 1;\n' },
  {
    fault: 'a circle of imports',
    path: 'src/api/circle-a.ts',
    rule: 'no-cycle',
    text: "import { b } from './circle-b.ts';\nexport const a = (): number => b();\n",
    clean: 'export const a = (): number => 1;\n',
  },
];
