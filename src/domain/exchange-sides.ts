// What a connection takes and gives in an exchange, from its registers: as the balance counts it. Pure, on arrays.
import { oneFlagOf } from './balance-plain.ts';
import { type ConnectionQuarters, NO_VALUE } from './balance.ts';
import type { ExchangeSide } from './exchange.ts';

/** Import and export of a connection; 0 in quarters in which what it imports is not known. null: others lie behind it, so
 *  what passes through it is theirs.
 *  @see docs/methods.md#local-exchange */
export function sideOf(connection: ConnectionQuarters, quarters: number): ExchangeSide | null {
  if (connection.passesOn) return null;
  const [only, other] = connection.registers;
  // One counter each way, known throughout, is the side already.
  if (connection.registers.length <= 2 && only?.flow === 'import' && (other === undefined || other.flow === 'export')) {
    const flag = oneFlagOf(connection.registers);
    if (flag !== null && flag !== NO_VALUE) return { company: connection.company, import: only.amounts, export: other?.amounts ?? new Float64Array(quarters) };
  }
  const side = { company: connection.company, import: new Float64Array(quarters), export: new Float64Array(quarters) };
  const imports = connection.registers.filter((one) => one.flow === 'import');
  const needed = imports.length > 0 ? imports : connection.registers;
  if (needed.length === 0) return side;
  for (const { flow, amounts, flags } of connection.registers) {
    if (flow !== 'import' && flow !== 'export') continue;
    const target = side[flow];
    for (let t = 0; t < quarters; t++) if (flags[t] !== NO_VALUE) target[t] = (target[t] ?? 0) + (amounts[t] ?? 0);
  }
  for (const { flags } of needed)
    for (let t = 0; t < quarters; t++)
      if (flags[t] === NO_VALUE) {
        side.import[t] = 0;
        side.export[t] = 0;
      }
  return side;
}
