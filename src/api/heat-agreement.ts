// What two companies agreed about their heat as it stands now: decisions that still count, contracts with their end, heat that was metered.
import { gasPerMwhM3 } from '../domain/heat/costs.ts';
import { type ContractEnd, holding, holdsAt, lapsedAt } from '../domain/heat/contract.ts';
import { type HeatValues, valuesOf } from '../domain/heat/parameters.ts';
import type { PairResult } from '../domain/heat/pair.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { HeatContractRow, HeatDecisionRow, HeatPairKey, HeatPortRow } from '../storage/heat.ts';
import type { Deps } from './deps.ts';

type Known = Pick<Deps, 'directory' | 'now' | 'heat'>;
const KWH_PER_MWH = 1000;

/** When a company stopped taking part in its park, from a moment on; null: it did not and is not going to. */
function leftAt({ directory }: Known, company: number, since: EpochMs): EpochMs | null {
  const consents = [...directory.consents.values()].filter((one) => one.company === company && one.audience === 'parkmanager');
  return lapsedAt(consents, since);
}

export function takesPart(deps: Known, company: number): boolean {
  // One moment: two that differ by a millisecond would let in whoever takes no part.
  const now = deps.now();
  return leftAt(deps, company, now) !== now;
}

/** The latest of each company; an agreement of one that left its park since does not count any more.
 *  @see docs/residual-heat.md#heat-contracts */
export function decisionsStanding(deps: Known, pair: HeatPairKey): HeatDecisionRow[] {
  const now = deps.now();
  return deps.heat.registry.decisionsOf(pair).filter(({ company, decision, at }) => {
    const left = decision === 'agree' ? leftAt(deps, company, at) : null;
    return left === null || left > now;
  });
}

export interface HeldContract extends HeatContractRow {
  /** What ended it, or will at `to`; null: no end is known. */
  readonly by: ContractEnd | null;
}

const earliest = (moments: readonly (EpochMs | null)[]): EpochMs | null => {
  const known = moments.flatMap((one) => one ?? []);
  return known.length === 0 ? null : epochMs(Math.min(...known));
};

/** Contracts of a pair in the order in which they were recorded, each for as long as it holds.
 *  @see docs/residual-heat.md#heat-contracts */
export function contractsHeld(deps: Known, pair: HeatPairKey): HeldContract[] {
  const { registry } = deps.heat;
  const companies = [registry.port(pair.source), registry.port(pair.sink)].flatMap((port) => port?.company ?? []);
  return registry.contractsOf(pair).map((row, index, all) => {
    const left = earliest(companies.map((company) => leftAt(deps, company, row.recordedAt)));
    return { ...row, ...holding(row, { replaced: all[index + 1]?.from ?? null, declined: registry.declinedAfter(pair, row.recordedAt), left }) };
  });
}

export const holdsNow = (deps: Pick<Deps, 'now'>, contract: HeldContract): boolean => holdsAt(contract, deps.now());

/** CO2 of a delivered kWh: gas that the buyer did not burn less what pumps and heat pump drew, as the match is worked out.
 *  @param pair undefined: the two match no more, and only the gas is known
 *  @see docs/residual-heat.md#residual-heat-co2 */
export function avoidedKgPerKwh(pair: Pick<PairResult, 'deliveredKwh' | 'co2AvoidedKg'> | undefined, source: Pick<HeatPortRow, 'residual'>, values: HeatValues): number {
  if (source.residual === 'no') return 0;
  if (pair !== undefined && pair.deliveredKwh > 0) return pair.co2AvoidedKg / pair.deliveredKwh;
  return (gasPerMwhM3(values) * values.gasKgPerM3) / KWH_PER_MWH;
}

export interface Delivered {
  readonly kwh: number;
  readonly co2AvoidedKg: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What meters counted in the last year while their contracts held; also under one that ended since.
 *  @returns null where no contract had a meter */
export async function deliveredOf(deps: Deps, key: HeatPairKey, pair: PairResult | undefined): Promise<Delivered | null> {
  const { registry, runs, parameters } = deps.heat;
  const [source, sink] = [registry.port(key.source), registry.port(key.sink)];
  if (source === null || sink === null) return null;
  let delivered: Delivered | null = null;
  for (const { meter, from, to } of contractsHeld(deps, key)) {
    if (meter === null || from === to) continue;
    const one = await runs.meteredKwh(sink, { meter, from, to });
    const co2AvoidedKg = one.kwh * avoidedKgPerKwh(pair, source, valuesOf(parameters));
    const before: Delivered = delivered ?? { kwh: 0, co2AvoidedKg: 0, from: one.from, to: one.to };
    delivered = {
      kwh: before.kwh + one.kwh,
      co2AvoidedKg: before.co2AvoidedKg + co2AvoidedKg,
      from: epochMs(Math.min(before.from, one.from)),
      to: epochMs(Math.max(before.to, one.to)),
    };
  }
  return delivered;
}
