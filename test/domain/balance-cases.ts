// Small builders for balance tests: registers from lists of numbers, null where there is no value.
import { type BalanceFlow, type BalanceQuarters, BalanceSum, type ConnectionQuarters, FLAGS, GENERATION_FLOWS, NO_VALUE, type RegisterQuarters } from '../../src/domain/balance.ts';
import type { QualityFlag } from '../../src/domain/ledger.ts';

/** Amounts of one register; null = no value. `flags` is one letter a quarter, M where it is left out. */
export function register(flow: BalanceFlow, amounts: readonly (number | null)[], flags = ''): RegisterQuarters {
  const flagOf = (index: number): number => FLAGS.findIndex((flag: QualityFlag) => flag === (flags[index] ?? 'M'));
  return { flow, amounts: Float64Array.from(amounts, (one) => one ?? 0), flags: Uint8Array.from(amounts, (one, index) => (one === null ? NO_VALUE : flagOf(index))) };
}

export function connection(id: number, registers: readonly RegisterQuarters[], over: Partial<ConnectionQuarters> = {}): ConnectionQuarters {
  return { id, company: id, behind: null, passesOn: false, registers, ...over };
}

export function balanceOf(quarters: number, connections: readonly ConnectionQuarters[]): BalanceQuarters {
  const sum = new BalanceSum(quarters);
  for (const one of connections) sum.add(one);
  return sum.finish();
}

export const list = (values: Float64Array | Uint32Array | Uint8Array | undefined): number[] => [...(values ?? [])];

/** import + generation + discharge - export - consumption - charge - residual, which is 0 in every quarter. */
export function openEnds(balance: BalanceQuarters): number[] {
  return list(balance.import).map((imported, t) => {
    const generated = GENERATION_FLOWS.reduce((sum, kind) => sum + (balance.generation[kind][t] ?? 0), 0);
    const [exported, used] = [balance.export[t] ?? 0, balance.consumption[t] ?? 0];
    return imported + generated + (balance.discharge[t] ?? 0) - exported - used - (balance.charge[t] ?? 0) - (balance.residual[t] ?? 0);
  });
}
