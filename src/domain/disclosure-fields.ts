// Which fields of a balance are kept back when a measure is secret: that one, and what it could be reckoned from. Pure.
import type { Disclosed } from './disclosure.ts';

/** Fields without their unit. */
const FIELDS = {
  export: ['export', 'gridImport', 'gridExport', 'localExchange', 'consumption', 'residual'],
  generation: ['generation', 'consumption', 'residual'],
  storage: ['charge', 'discharge', 'consumption', 'residual'],
} as const;
/** Ratios of any of these. */
const RATIOS = ['selfConsumption', 'selfSufficiency', 'peakImportKw', 'peakAt'];
const NOTHING = { individual: null, collective: null };

/** Fields that may not be shown, with the reason. Import + generation + discharge = export + use + charge + residual: one
 *  secret term takes another with it, or the rest would tell it.
 *  @see docs/methods.md#disclosure */
export function secretFields(judged: Readonly<Record<keyof typeof FIELDS, Disclosed>>): Map<string, string> {
  const secret = new Map<string, string>();
  for (const measure of ['export', 'generation', 'storage'] as const) {
    const one = judged[measure];
    if (one.sign === 'x') for (const field of [...FIELDS[measure], ...RATIOS]) secret.set(field, one.reason);
  }
  return secret;
}

const stemOf = (field: string): string => field.replace(/(Kwh|M3)$/, '');

/** Is this field of a balance kept back?
 *  @see docs/methods.md#disclosure */
export const keptBack = (field: string, secret: ReadonlyMap<string, string>): boolean => secret.has(stemOf(field)) || secret.has(field);

/** The same object with its secret fields null.
 *  @param secret null: all amounts
 *  @see docs/methods.md#disclosure */
export function withoutFields<T extends object>(of: T, secret: ReadonlyMap<string, string> | null): T {
  const entries = Object.entries(of).map(([field, value]: [string, unknown]): [string, unknown] => {
    const hidden = secret === null ? /(Kwh|M3)$/.test(field) : keptBack(field, secret);
    return [field, !hidden ? value : typeof value === 'object' && value !== null ? NOTHING : null];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same fields; those that can be secret may be null
  return Object.fromEntries(entries) as T;
}

/** Steps that are kept back. One alone would be the total less the others: then its neighbour goes with it.
 *  @returns their indexes
 *  @see docs/methods.md#disclosure */
export function keptSteps(judged: readonly Disclosed[]): Set<number> {
  const kept = new Set(judged.flatMap((one, index) => (one.sign === 'x' ? [index] : [])));
  const [only] = kept;
  if (kept.size === 1 && only !== undefined && judged.length > 1) kept.add(only === 0 ? 1 : only - 1);
  return kept;
}
