// Explains how many of the companies of an area stated a material stream.
import type { Principal } from '../domain/access.ts';
import type { Stream } from '../domain/circular/streams.ts';
import type { CompanyRow } from '../storage/registry.ts';
import type { Deps } from './deps.ts';
import { type Explained, type OwnedPart, TOGETHER, partAs, seenParts } from './material-explain-parts.ts';
import { statedShare } from './material-ground.ts';
import type { MaterialExplanation } from './shapes-materials-explained.ts';

export interface CoverageOf {
  readonly companies: readonly CompanyRow[];
  readonly streams: readonly Stream[];
  /** This reader sees the members. */
  readonly open: boolean;
}

/** Companies that stated one / all of them. */
export function coverageParts({ companies, streams }: Pick<CoverageOf, 'companies' | 'streams'>): OwnedPart[] {
  const stated = new Set(streams.map((one) => one.company));
  const one = (role: OwnedPart['role'], field: string, { id }: CompanyRow): OwnedPart => ({ ...partAs(role, { field, value: 1 }), company: id });
  return [...companies.filter(({ id }) => stated.has(id)).map((row) => one('numerator', 'stated', row)), ...companies.map((row) => one('denominator', 'companies', row))];
}

/** Unrounded, as matches and flows tell it. */
export function coverageMade(deps: Deps, principal: Principal, of: CoverageOf): Explained & Pick<MaterialExplanation, 'value'> {
  const value = statedShare(of.companies, of.streams);
  const words = { unit: 'share', formula: 'companies that stated a stream / companies', value, decimals: null } as const;
  if (!of.open || of.companies.length === 0) return { ...words, level: 'sum', parts: [partAs('term', { field: TOGETHER, value })] };
  return { ...words, level: 'ratio', parts: seenParts(deps, principal, coverageParts(of)) };
}
