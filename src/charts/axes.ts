// Axes, grid and tooltip that every chart of the house shares.
import { formatNumber, type Lang, type Scale } from './formats.ts';
import type { Palette } from './palette.ts';

const FONT = 'Hanken Grotesk Variable, system-ui, sans-serif';

export const textStyle = (palette: Palette) => ({ fontFamily: FONT, fontSize: 12, color: palette.inkt2 });

/** Plain text drawn in the SVG itself: no HTML, so a company's name can never become markup. */
export const tooltipStyle = (palette: Palette) => ({
  renderMode: 'richText' as const,
  confine: true,
  backgroundColor: palette.vlak,
  borderColor: palette.as,
  borderWidth: 1,
  padding: [8, 10],
  transitionDuration: 0,
  textStyle: { ...textStyle(palette), color: palette.inkt, lineHeight: 18 },
});

/** A round top value and interval for an axis from zero: at most five lines. */
export function niceAxis(lowest: number, highest: number): { min: number; max: number; interval: number } {
  const span = Math.max(highest, 0) - Math.min(lowest, 0);
  if (span <= 0) return { min: 0, max: 1, interval: 1 };
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = [1, 1.5, 2, 2.5, 3, 4, 5, 10].map((step) => step * power).find((step) => step >= rough) ?? rough;
  return {
    min: Math.floor(Math.min(lowest, 0) / interval) * interval,
    max: Math.max(Math.ceil(Math.max(highest, 0) / interval), lowest < 0 ? 0 : 1) * interval,
    interval,
  };
}

interface ValueAxis {
  readonly palette: Palette;
  readonly lang: Lang;
  readonly scale: Scale;
  readonly lowest: number;
  readonly highest: number;
}

/** The unit stands once, at the top label. */
export function valueAxis({ palette, lang, scale, lowest, highest }: ValueAxis) {
  const bounds = niceAxis(lowest / scale.divisor, highest / scale.divisor);
  const digits = Number.isInteger(bounds.interval) ? 0 : bounds.interval < 0.1 ? 2 : 1;
  return {
    type: 'value' as const,
    min: bounds.min,
    max: bounds.max,
    interval: bounds.interval,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.raster, width: 1 } },
    axisLabel: {
      ...textStyle(palette),
      formatter: (value: number): string => formatNumber(lang, value, digits) + (Math.abs(value - bounds.max) < bounds.interval / 2 ? ` ${scale.unit}` : ''),
    },
  };
}

/** What every chart of slots beside each other has: its frame, and a tooltip of the slot that is pointed at.
 *  @param tip what it says of slot index; -1 is none */
export const slotFrame = (palette: Palette, tip: (index: number) => string) => ({
  animation: false,
  textStyle: textStyle(palette),
  grid: { left: 4, right: 8, top: 14, bottom: 4, containLabel: true },
  tooltip: {
    ...tooltipStyle(palette),
    trigger: 'axis' as const,
    axisPointer: { type: 'shadow' as const, shadowStyle: { color: palette.vlak2, opacity: 0.6 } },
    formatter: (params: Pointed | readonly Pointed[]): string => tip(isList(params) ? (params[0]?.dataIndex ?? -1) : params.dataIndex),
  },
});
interface Pointed {
  readonly dataIndex: number;
}
const isList = (params: Pointed | readonly Pointed[]): params is readonly Pointed[] => Array.isArray(params);

interface SlotAxis {
  readonly palette: Palette;
  readonly labels: readonly string[];
  /** Whether a slot has its label and tick. */
  readonly labelled: (index: number) => boolean;
}

export function slotAxis({ palette, labels, labelled }: SlotAxis) {
  return {
    type: 'category' as const,
    // Labels repeat (a day's name, the doubled hour), so the slot's own number is its category.
    data: labels.map((_, index) => String(index)),
    axisLine: { onZero: false, lineStyle: { color: palette.as, width: 1 } },
    axisTick: { show: true, alignWithLabel: true, length: 4, lineStyle: { color: palette.as }, interval: labelled },
    axisLabel: {
      ...textStyle(palette),
      interval: labelled,
      formatter: (_: string, index: number): string => labels[index] ?? '',
      hideOverlap: true,
      alignMinLabel: 'left' as const,
      alignMaxLabel: 'right' as const,
    },
  };
}

interface MissingBand {
  readonly palette: Palette;
  readonly word: string;
  /** Runs of slots without a measurement, first and last included. */
  readonly runs: readonly (readonly [number, number])[];
  readonly count: number;
  readonly top: number;
  /** Runs at least this long carry the word. */
  readonly wordFrom: number;
}

/** What is missing is an empty band with the word, never a zero. */
export function missingBand({ palette, word, runs, count, top, wordFrom }: MissingBand) {
  const label = (index: number): boolean => runs.some(([from, to]) => to - from + 1 >= wordFrom && index === Math.floor((from + to) / 2));
  const inside = (index: number): boolean => runs.some(([from, to]) => from <= index && index <= to);
  return {
    type: 'bar' as const,
    stack: 'missing',
    silent: true,
    z: 1,
    barGap: '-100%',
    barCategoryGap: '14%', // The edge closes the gaps between the slots: one band.
    itemStyle: { color: palette.vlak2, borderColor: palette.vlak2, borderWidth: 2 },
    data: Array.from({ length: count }, (_, index) => ({
      value: inside(index) ? top : ('-' as const),
      ...(label(index)
        ? { label: { ...textStyle(palette), show: true, position: 'inside' as const, rotate: 90, color: palette.let, fontWeight: 600 as const, formatter: word } }
        : {}),
    })),
  };
}

/** Runs of slots that are past and not measured. */
export function missingRuns(slots: readonly { readonly state: string }[]): [number, number][] {
  const runs: [number, number][] = [];
  slots.forEach((slot, index) => {
    const last = runs.at(-1);
    if (slot.state !== 'missing') return;
    if (last && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  });
  return runs;
}

/** Whole hours of the wall clock, every so many; the doubled hour keeps its first only. */
export const everyHours =
  (labels: readonly string[], hours: number) =>
  (index: number): boolean => {
    const label = labels[index] ?? '';
    return label.slice(2, 5) === ':00' && Number(label.slice(0, 2)) % hours === 0 && !/2e|2nd/.test(label);
  };
