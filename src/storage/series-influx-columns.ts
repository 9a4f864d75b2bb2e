// Quarters as columns that grow while an answer comes in, without a JavaScript object for each.
import { type QuarterColumns, emptyColumns } from './series.ts';

export class ColumnList {
  #columns = emptyColumns(1024);
  #rows = 0;

  push(row: { register: number; quarter: number; amount: number; flag: number; source: number }): void {
    if (this.#rows === this.#columns.registers.length) this.#columns = copyInto(emptyColumns(this.#rows * 2), this.#columns);
    const { registers, quarters, amounts, flags, sources } = this.#columns;
    const at = this.#rows++;
    registers[at] = row.register;
    quarters[at] = row.quarter;
    amounts[at] = row.amount;
    flags[at] = row.flag;
    sources[at] = row.source;
  }

  columns(): QuarterColumns {
    const { registers, quarters, amounts, flags, sources } = this.#columns;
    const rows = this.#rows;
    const held = {
      registers: registers.subarray(0, rows),
      quarters: quarters.subarray(0, rows),
      amounts: amounts.subarray(0, rows),
      flags: flags.subarray(0, rows),
      sources: sources.subarray(0, rows),
    };
    // Of their own: a buffer that is transferred goes as a whole.
    return copyInto(emptyColumns(rows), held);
  }
}

function copyInto(target: QuarterColumns, source: QuarterColumns): QuarterColumns {
  target.registers.set(source.registers);
  target.quarters.set(source.quarters);
  target.amounts.set(source.amounts);
  target.flags.set(source.flags);
  target.sources.set(source.sources);
  return target;
}
