// What charts take and what they give. Types only; figures carry their unit beside them.
import type { EChartsOption } from 'echarts';
import type { Sentence } from './sentence.ts';

/** One step of a balance of any carrier; every amount in the unit of the balance. */
export interface Step {
  readonly startMs: number;
  readonly endMs: number;
  readonly gridIn: number;
  readonly generation: number;
  readonly discharge: number;
  readonly charge: number;
  readonly gridOut: number;
  readonly consumption: number;
  readonly residual: number;
  readonly coverage: number;
  /** Share of the amount that is estimated or substituted, 0..1. */
  readonly estimatedShare: number;
  /** Between which two amounts the meters counted; absent where none is told. */
  readonly bands?: StepBands;
}
export interface StepBands {
  readonly gridIn: { readonly low: number; readonly high: number };
  readonly generation: { readonly low: number; readonly high: number };
  readonly consumption: { readonly low: number; readonly high: number };
}

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

export type Cell = string | number | null;
export interface Column {
  readonly head: string;
  /** Absent for words. */
  readonly unit?: string;
  readonly digits?: number;
}
export interface ChartTable {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly foot: readonly Cell[] | null;
}

export interface Drawn {
  readonly option: EChartsOption;
  readonly sentence: Sentence;
  readonly table: ChartTable;
}

/** A step counts as estimated when more than a twentieth of it is not measured. */
export const isEstimated = (step: Step): boolean => step.coverage > 0 && step.estimatedShare > 0.05;
/** Some connections say nothing: the figure is a lower bound. */
export const isPartial = (step: Step): boolean => step.coverage > 0 && step.coverage < 0.9995;
export const isMissing = (step: Step): boolean => step.coverage === 0;

/** Sum of each numeric column; words stay empty, the first cell says what the row is. */
export function sumRow(label: string, rows: readonly (readonly Cell[])[], columns: readonly Column[]): Cell[] {
  return columns.map((column, index) => {
    if (index === 0) return label;
    if (column.unit === undefined) return null;
    return rows.reduce((sum, row) => {
      const cell = row[index];
      return typeof cell === 'number' ? sum + cell : sum;
    }, 0);
  });
}
