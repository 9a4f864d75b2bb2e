// Which fields of a balance are kept back when a measure is secret: that one, and what it could be reckoned from. Pure.
import type { Contribution, Disclosed } from './disclosure.ts';
import { keptBackParts } from './kept-back-parts.ts';

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

/** Fields by the figure of which quarters they are told. */
const FIELDS_TOLD = {
  export: ['export'],
  exchange: ['gridImport', 'gridExport', 'localExchange', 'peakImportKw', 'peakAt'],
  generation: ['generation'],
  storage: ['charge', 'discharge'],
  use: ['consumption', 'residual'],
  all: ['selfConsumption', 'selfSufficiency'],
} as const;
export const SOME_QUARTERS = 'some-quarters';

/** Quarters of which each figure is kept back. */
type Untold = Readonly<Record<keyof typeof FIELDS_TOLD | 'import', number>>;

/** Is a figure kept back in every quarter in which anything was measured? A sum of none would be a 0 that nobody measured.
 *  @param sums of the quarters of which the import is told
 *  @see docs/methods.md#disclosure */
export const isAllUntold = (untold: Untold, figure: keyof Untold, sums: { readonly quartersPresent: number }): boolean =>
  untold[figure] > 0 && untold[figure] >= sums.quartersPresent + untold.import;

/** Fields of a step of which no quarter may be told.
 *  @param untold null: nothing is kept back
 *  @see docs/methods.md#disclosure */
export function untoldFields(untold: Untold | null, sums: { readonly quartersPresent: number }): Map<string, string> {
  const figures = ['export', 'exchange', 'generation', 'storage', 'use', 'all'] as const;
  return new Map(figures.flatMap((figure) => (untold !== null && isAllUntold(untold, figure, sums) ? FIELDS_TOLD[figure].map((field) => [field, SOME_QUARTERS] as const) : [])));
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

/** Steps that are kept back: those that one or two make up, and as many more as it takes that the total less the shown steps is
 *  no secret either.
 *  @param steps what each company puts into each
 *  @param also steps that are kept back for another reason
 *  @returns their indexes
 *  @see docs/methods.md#disclosure */
export function keptSteps(steps: readonly (readonly Contribution[])[], also: ReadonlySet<number> = new Set()): Set<number> {
  // Written so that of two of one size the earlier comes first.
  const idOf = (index: number): string => String(index).padStart(9, '0');
  const parts = steps.map((contributions, index) => ({ id: idOf(index), contributions }));
  return new Set([...keptBackParts(parts, new Set([...also].map(idOf))).keys()].map(Number));
}

/** Steps of a region that are kept back. A step beside the same step of its parks would tell the one that is kept back there, also one
 *  that is kept back only to hide another: it goes with it.
 *  @param steps what each company puts into each, with its park
 *  @see docs/methods.md#disclosure */
export function keptRegionSteps(steps: readonly (readonly (Contribution & { readonly park: string })[])[]): Set<number> {
  const byPark = new Map<string, Contribution[][]>();
  steps.forEach((step, index) => {
    for (const one of step) {
      const mine = byPark.get(one.park) ?? steps.map((): Contribution[] => []);
      byPark.set(one.park, mine);
      mine[index]?.push(one);
    }
  });
  return keptSteps(steps, new Set([...byPark.values()].flatMap((mine) => [...keptSteps(mine)])));
}
