// A year of days as a calendar, or a month of quarter-hours as a carpet: one cell a day or quarter, darker is more. Pure.
import { textStyle, tooltipStyle } from './axes.ts';
import type { Drawn } from './figures.ts';
import { type Lang, formatClock, formatDay, formatMoment, formatScaled, formatShortMonth, scaleFor } from './formats.ts';
import type { Palette } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';

export interface CalendarCell {
  readonly startMs: number;
  /** The local date it lies in, as in 2026-11-26. */
  readonly date: string;
  /** Local quarter of the day, 0 to 95. */
  readonly quarter: number;
  /** In the hour that comes twice: the second time. */
  readonly isSecond: boolean;
  /** null: not measured, or still to come. */
  readonly value: number | null;
  readonly limit: number | null;
}
export interface CalendarFigures {
  readonly kind: 'days' | 'quarters';
  readonly cells: readonly CalendarCell[];
  readonly unit: 'kW' | 'kWh' | 'm3';
  readonly color: string;
  readonly lang: Lang;
  readonly palette: Palette;
  readonly words: {
    readonly weekdays: readonly string[];
    readonly day: string;
    readonly value: string;
    readonly limit: string;
    readonly none: string;
    readonly above: (count: string) => string;
    readonly highest: (value: string, when: string) => readonly [string, string, string];
  };
}

const DAY_MS = 86_400_000;
const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
/** Monday is 0. */
const weekdayOf = (day: number): number => (day + 3) % 7;
const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Where a period begins, and the first quarter of the hour that comes twice in it; null: none does. */
interface Frame {
  readonly first: string;
  readonly doubled: number | null;
}

const HOUR_QUARTERS = 4;
const DAY_QUARTERS = 96;

/** The hour that comes twice has rows for both times, so that neither hides the other. */
export function frameOf({ kind, cells }: Pick<CalendarFigures, 'kind' | 'cells'>): Frame {
  const second = kind === 'quarters' ? cells.find((cell) => cell.isSecond) : undefined;
  return { first: cells[0]?.date ?? '2000-01-01', doubled: second === undefined ? null : Math.floor(second.quarter / HOUR_QUARTERS) * HOUR_QUARTERS };
}

/** Column and row of a cell: weeks and weekdays of a year, or days and quarters of a month. */
export function placeOf(
  kind: CalendarFigures['kind'],
  cell: Pick<CalendarCell, 'date' | 'quarter' | 'isSecond'>,
  { first, doubled }: Frame,
): readonly [column: number, row: number] {
  const [day, start] = [dayNumber(cell.date), dayNumber(first)];
  if (kind === 'quarters') return [day - start, cell.quarter + (doubled !== null && (cell.isSecond || cell.quarter >= doubled + HOUR_QUARTERS) ? HOUR_QUARTERS : 0)];
  return [Math.floor((day - (start - weekdayOf(start))) / 7), weekdayOf(day)];
}

const isAbove = ({ value, limit }: CalendarCell): boolean => value !== null && limit !== null && value > limit + 1e-6;

/** Cells by weight of colour; above the limit framed in the colour of trouble. */
export function calendarChart(figures: CalendarFigures, title: string): Drawn {
  const { kind, cells, unit, color, lang, palette, words } = figures;
  const frame = frameOf(figures);
  const known = cells.filter((cell) => cell.value !== null);
  const highest = known.reduce<CalendarCell | null>((most, cell) => (most === null || (cell.value ?? 0) > (most.value ?? 0) ? cell : most), null);
  const scale = scaleFor(unit, highest?.value ?? 0);
  const shown = (value: number | null): string => (value === null ? '–' : `${formatScaled(lang, value, scale)}\u00a0${scale.unit}`);
  const when = (cell: CalendarCell): string => (kind === 'days' ? formatDay(lang, cell.startMs) : formatMoment(lang, cell.startMs, 0));
  const columns = Math.max(0, ...cells.map((cell) => placeOf(kind, cell, frame)[0])) + 1;
  const top = Math.max(1, highest?.value ?? 0);
  const option: Drawn['option'] = {
    animation: false,
    textStyle: textStyle(palette),
    grid: { left: 4, right: 8, top: 8, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'item',
      formatter: (params) => {
        const cell = known[Array.isArray(params) ? (params[0]?.dataIndex ?? -1) : params.dataIndex];
        if (cell === undefined) return '';
        return [when(cell), `${words.value} ${shown(cell.value)}`, ...(cell.limit === null ? [] : [`${words.limit} ${shown(cell.limit)}`])].join('\n');
      },
    },
    xAxis: { type: 'category', data: columnLabels(figures, { frame, columns }), ...bare(palette) },
    yAxis: { type: 'category', inverse: true, data: rowLabels(figures, frame), ...bare(palette) },
    visualMap: { show: false, min: 0, max: top, dimension: 2, inRange: { color: [palette.infoz, color] } },
    series: [
      {
        type: 'heatmap',
        progressive: 0,
        itemStyle: { borderColor: palette.vlak, borderWidth: kind === 'days' ? 1 : 0 },
        emphasis: { itemStyle: { borderColor: palette.inkt, borderWidth: 1 } },
        data: known.map((cell) => ({
          value: [...placeOf(kind, cell, frame), cell.value ?? 0],
          ...(isAbove(cell) && { itemStyle: { borderColor: palette.fout, borderWidth: kind === 'days' ? 2 : 1 } }),
        })),
      },
    ],
  };
  const table: Drawn['table'] = {
    caption: title,
    columns: [{ head: words.day }, { head: words.value, unit, digits: 0 }, { head: words.limit, unit: unit === 'kW' ? 'kW' : '', digits: 0 }],
    rows: known.map((cell) => [when(cell), cell.value, cell.limit]),
    foot: null,
  };
  return { option, sentence: sentenceOf(figures, { highest, shown, when }), table };
}

function sentenceOf(
  { cells, words, lang }: CalendarFigures,
  { highest, shown, when }: { highest: CalendarCell | null; shown: (value: number | null) => string; when: (cell: CalendarCell) => string },
): Sentence {
  if (highest === null) return [words.none];
  const above = cells.filter(isAbove).length;
  const [before, between, after] = words.highest(shown(highest.value), when(highest));
  return [before, stress(between), after, ...(above > 0 ? [' ', stress(words.above(formatScaled(lang, above, { unit: '', divisor: 1, digits: 0 })), 'fout')] : [])];
}

const bare = (palette: Palette) => ({
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { show: false },
  // On a phone one month in two has room; the padding keeps names from touching.
  axisLabel: { ...textStyle(palette), interval: 0, hideOverlap: true, padding: [0, 2] },
});

/** The month over its first week; days of a month by their number, one in two. */
function columnLabels({ kind, lang, cells }: CalendarFigures, { frame, columns }: { frame: Frame; columns: number }): string[] {
  if (kind === 'quarters') return Array.from({ length: columns }, (_, index) => (index % 2 === 0 ? String(index + 1) : ''));
  const labels = Array.from({ length: columns }, () => '');
  for (const cell of cells) if (cell.date.endsWith('-01')) labels[placeOf(kind, cell, frame)[0]] = formatShortMonth(lang, cell.startMs);
  return labels;
}

/** One in two weekdays; one in four hours, and where the second time of the doubled hour begins. */
function rowLabels({ kind, words, cells, lang }: CalendarFigures, { doubled }: Frame): string[] {
  if (kind === 'days') return words.weekdays.map((name, index) => (index % 2 === 0 ? name : ''));
  const labels = Array.from({ length: DAY_QUARTERS }, (_, quarter) => (quarter % (4 * HOUR_QUARTERS) === 0 ? `${twoDigits(quarter / HOUR_QUARTERS)}:00` : ''));
  const second = cells.find((cell) => cell.isSecond);
  return doubled === null || second === undefined ? labels : labels.toSpliced(doubled + HOUR_QUARTERS, 0, formatClock(lang, second.startMs), '', '', '');
}

/** The cell that a row of the table, and of the drawing, is about. */
export const knownCells = (cells: readonly CalendarCell[]): CalendarCell[] => cells.filter((cell) => cell.value !== null);
