// How sure the amounts of a report are: between which two the meters counted, as the balance of the same period tells it.
import type { Cell, ChartTable, Column } from './figures.ts';
import type { ReportWords } from './report-words.ts';

interface Band {
  readonly low: number;
  readonly high: number;
}
/** The figures that have a band. */
export const BANDED = ['import', 'export', 'generation', 'consumption'] as const;
export type Banded = (typeof BANDED)[number];
export type BandFigures = Readonly<Record<Banded, Band>>;

/** Something with bands around amounts of one unit. */
interface Sure {
  readonly name: string;
  readonly unit: string;
  readonly amounts: Readonly<Record<Banded, number | null>>;
  readonly bands: BandFigures | null;
}

const nameOf = (figure: Banded, words: ReportWords): string => ({ import: words.taken, export: words.fed, generation: words.made, consumption: words.used })[figure];

/** A row for each figure of each carrier that has a band: amount, lowest and highest, and the larger of both distances.
 *  @param rows what is nought and surely nought has no row */
export function bandTable(caption: string, words: ReportWords, rows: readonly Sure[]): ChartTable {
  const amount = (head: string): Column => ({ head, unit: '', digits: 0 });
  const columns = [
    { head: words.carrier },
    { head: words.figure },
    { head: words.unit },
    ...[words.amount, words.low, words.high].map(amount),
    { head: words.margin, unit: '± %', digits: 1 },
  ];
  return { caption, columns, rows: rows.flatMap((one) => rowsOf(one, words)), foot: null };
}

function rowsOf({ name, unit, amounts, bands }: Sure, words: ReportWords): Cell[][] {
  if (bands === null) return [];
  return BANDED.flatMap((figure): Cell[][] => {
    const [value, band] = [amounts[figure], bands[figure]];
    if (value === null || (value === 0 && band.high === 0)) return [];
    const share = value > 0 ? Math.max(band.high - value, value - band.low) / value : null;
    return [[name, nameOf(figure, words), unit, value, band.low, band.high, share === null ? null : Math.round(share * 1000) / 10]];
  });
}

/** Lowest and highest of import, generation and use of each step, one step a row; none where no step has a band. */
export function stepBandTable(caption: string, words: ReportWords, over: { head: string; steps: readonly { name: string; bands: BandFigures | null }[] }): ChartTable {
  const told = ['import', 'generation', 'consumption'] as const;
  const columns: Column[] = [
    { head: over.head },
    ...told.flatMap((figure): Column[] => [words.low, words.high].map((end) => ({ head: `${nameOf(figure, words)}, ${end.toLowerCase()}`, unit: 'kWh', digits: 0 }))),
  ];
  const rows = over.steps.map(({ name, bands }): Cell[] => [name, ...told.flatMap((figure): Cell[] => (bands === null ? [null, null] : [bands[figure].low, bands[figure].high]))]);
  return { caption, columns, rows: over.steps.every(({ bands }) => bands === null) ? [] : rows, foot: null };
}
