// How much of a demand is met by month and hour of the day, as steps of shade and as a table. Pure.
import type { Cell, ChartTable } from './figures.ts';
import { type Lang, formatPercent, formatShortMonth } from './formats.ts';

export interface HourCell {
  readonly month: number;
  readonly hour: number;
  readonly demandKw: number;
  readonly servedKw: number;
}
export const HOURS = 24;
const MONTHS = 12;
/** A share below each of these has the step of its place: none, up to a quarter, half, all but a little, all. */
const STEPS = [0.005, 0.25, 0.5, 0.9] as const;
/** Shares nearer than this read as the same. */
const ALIKE = 0.01;
export const STEP_COUNT = STEPS.length + 1;

/** null: nothing is asked then. */
export const shareOf = ({ demandKw, servedKw }: Pick<HourCell, 'demandKw' | 'servedKw'>): number | null => (demandKw > 0 ? Math.min(1, servedKw / demandKw) : null);

/** 0 to STEP_COUNT - 1. */
export function shadeOf(share: number): number {
  const below = STEPS.findIndex((step) => share < step);
  return below === -1 ? STEPS.length : below;
}

const middleOf = (month: number): number => Date.UTC(2026, month - 1, 15, 12);
export const monthName = (lang: Lang, month: number): string => formatShortMonth(lang, middleOf(month));

/** Months down, hours across; a month of which nothing is known is left out. */
export function hourTable(cells: readonly HourCell[], { lang, caption, monthHead }: { lang: Lang; caption: string; monthHead: string }): ChartTable {
  const known = new Map(cells.map((cell) => [cell.month * HOURS + cell.hour, cell]));
  const months = Array.from({ length: MONTHS }, (_, index) => index + 1).filter((month) => cells.some((cell) => cell.month === month));
  const rows = months.map((month): Cell[] => [
    monthName(lang, month),
    ...Array.from({ length: HOURS }, (_, hour): Cell => {
      const cell = known.get(month * HOURS + hour);
      const share = cell === undefined ? null : shareOf(cell);
      return share === null ? '–' : formatPercent(lang, share);
    }),
  ]);
  return { caption, columns: [{ head: monthHead }, ...Array.from({ length: HOURS }, (_, hour) => ({ head: String(hour) }))], rows, foot: null };
}

/** Hours of the day, over the year, in which most and least of the demand is met; alike: no hour is worth naming. null
 *  without any demand. */
export function bestAndWorst(cells: readonly HourCell[]): { best: number; worst: number; alike: boolean; share: number } | null {
  const sums = Array.from({ length: HOURS }, () => ({ demandKw: 0, servedKw: 0 }));
  for (const { hour, demandKw, servedKw } of cells) {
    const sum = sums[hour];
    if (sum === undefined) continue;
    sum.demandKw += demandKw;
    sum.servedKw += servedKw;
  }
  const shares = sums.flatMap((sum, hour) => {
    const share = shareOf(sum);
    return share === null ? [] : [{ hour, share }];
  });
  const [first] = shares;
  if (first === undefined) return null;
  const total = { demandKw: sums.reduce((sum, one) => sum + one.demandKw, 0), servedKw: sums.reduce((sum, one) => sum + one.servedKw, 0) };
  const best = shares.reduce((most, one) => (one.share > most.share ? one : most), first);
  const worst = shares.reduce((least, one) => (one.share < least.share ? one : least), first);
  return { best: best.hour, worst: worst.hour, alike: best.share - worst.share < ALIKE, share: shareOf(total) ?? 0 };
}
