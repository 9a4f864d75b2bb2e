// Which readings the power on a connection or area is made of in one quarter. Pure.
import { NO_VALUE } from '../balance.ts';
import type { ConnectionPart, Term } from '../explain.ts';
import type { Direction } from './limits.ts';

/** The registers of the connections that count, each as often as it does.
 *  @param connections those that the loads name for this quarter
 *  @returns terms whose amounts x 4 add up to the usage, in millionths
 *  @see docs/methods.md#room-on-the-grid */
export function loadTerms(connections: readonly ConnectionPart[], direction: Direction): Term[] {
  const sign = direction === 'import' ? 1 : -1;
  return connections.flatMap(({ registers }) =>
    registers.flatMap(({ register, flow, flag, amountMicro }): Term[] => {
      if (flag === NO_VALUE || (flow !== 'import' && flow !== 'export')) return [];
      return [{ register, amountMicro, weight: flow === 'import' ? sign : -sign }];
    }),
  );
}
