// The power of each quarter of one day against its limit. Pure: figures in, drawing, sentence and table out.
import { everyHours, missingBand, missingRuns, slotAxis, slotFrame, textStyle, valueAxis } from './axes.ts';
import { type Cell, type ChartTable, type Column, type Drawn, type Step, isEstimated, isMissing, sumRow } from './figures.ts';
import { type Lang, formatAmount, formatClock, formatClockPair, scaleFor } from './formats.ts';
import { type Palette, hatch } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';
import { chartWords } from './words.ts';

const QUARTER_MS = 15 * 60 * 1000;
export const QUARTERS_PER_HOUR = 4;

export interface QuarterDay {
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  readonly steps: readonly Step[];
  readonly limitKw: number | null;
  readonly running: { readonly startMs: number; readonly usedKwh: number | null; readonly projectedKw: number | null };
  /** Nothing came in for a while: drawn in grey. */
  readonly stale: boolean;
  readonly lang: Lang;
  readonly palette: Palette;
}

interface Slot {
  readonly startMs: number;
  readonly kw: number | null;
  readonly state: 'measured' | 'estimated' | 'missing' | 'running' | 'future';
}

export function slotsOfDay(day: QuarterDay): Slot[] {
  const known = new Map(day.steps.map((step) => [step.startMs, step]));
  const slots: Slot[] = [];
  for (let startMs = day.fromMs; startMs < day.toMs; startMs += QUARTER_MS) {
    const step = known.get(startMs);
    if (startMs === day.running.startMs) slots.push({ startMs, kw: day.running.usedKwh === null ? null : Math.max(day.running.usedKwh, 0) * QUARTERS_PER_HOUR, state: 'running' });
    else if (startMs >= day.nowMs) slots.push({ startMs, kw: null, state: 'future' });
    else if (!step || isMissing(step)) slots.push({ startMs, kw: null, state: 'missing' });
    else slots.push({ startMs, kw: step.gridIn * QUARTERS_PER_HOUR, state: isEstimated(step) ? 'estimated' : 'measured' });
  }
  return slots;
}

/** The highest measured quarter; estimated quarters never set a peak. */
export function peakOf(slots: readonly Slot[]): { kw: number; startMs: number } | null {
  let peak: { kw: number; startMs: number } | null = null;
  for (const slot of slots) {
    if (slot.state === 'measured' && slot.kw !== null && slot.kw > (peak?.kw ?? -1)) peak = { kw: slot.kw, startMs: slot.startMs };
  }
  return peak;
}

function sentenceOf(slots: readonly Slot[], day: QuarterDay): Sentence {
  const { lang } = day;
  const count = (state: Slot['state']): number => slots.filter((slot) => slot.state === state).length;
  const peak = peakOf(slots);
  const past = count('measured') + count('estimated') + count('missing');
  if (!peak) {
    return lang === 'nl' ? [`Nog geen gemeten kwartier (0 van ${past}).`] : [`No metered quarter-hour yet (0 of ${past}).`];
  }
  const kw = stress(formatAmount(lang, peak.kw, 'kW'), day.limitKw !== null && peak.kw > day.limitKw ? 'fout' : 'key');
  const at = formatClock(lang, peak.startMs);
  const limit = day.limitKw === null ? '' : `; ${lang === 'nl' ? 'grens' : 'limit'} ${formatAmount(lang, day.limitKw, 'kW')}`;
  const doubts = [
    count('estimated') > 0 ? `${count('estimated')} ${lang === 'nl' ? 'geschat' : 'estimated'}` : '',
    count('missing') > 0 ? `${count('missing')} ${lang === 'nl' ? 'ontbreken' : 'missing'}` : '',
  ].filter((each) => each !== '');
  const tail = doubts.length > 0 ? `; ${doubts.join(', ')}.` : '.';
  return lang === 'nl' ? ['Hoogste ', kw, ` om ${at}${limit}${tail}`] : ['Highest ', kw, ` at ${at}${limit}${tail}`];
}

function tableOf(slots: readonly Slot[], { lang }: QuarterDay, title: string): ChartTable {
  const words = chartWords(lang);
  const columns: Column[] = [{ head: words.time }, { head: words.power, unit: 'kW', digits: 0 }, { head: words.fromGrid, unit: 'kWh', digits: 1 }, { head: words.quality }];
  const label = { measured: words.measured, estimated: words.estimated, missing: words.missing, running: words.running, future: '' };
  const rows: Cell[][] = slots
    .filter((slot) => slot.state !== 'future')
    .map((slot) => [formatClock(lang, slot.startMs), slot.kw, slot.kw === null ? null : slot.kw / QUARTERS_PER_HOUR, label[slot.state]]);
  const foot = sumRow(words.total, rows, columns);
  foot[1] = null;
  return { caption: title, columns, rows, foot };
}

type Layer = 'within' | 'expected' | 'over';

/** A bar in layers: used up to the limit, expected up to the limit, and what lies beyond it in red. */
function layerKw(slot: Slot, day: QuarterDay, layer: Layer): number {
  const used = slot.kw ?? 0;
  const expected = slot.state === 'running' ? Math.max(used, day.running.projectedKw ?? 0) : used;
  const limit = day.limitKw ?? Infinity;
  switch (layer) {
    case 'within':
      return Math.min(used, limit);
    case 'expected':
      return Math.max(0, Math.min(expected, limit) - Math.min(used, limit));
    case 'over':
      return Math.max(0, expected - limit);
  }
}

function barsOf(slots: readonly Slot[], day: QuarterDay, drawn: { readonly layer: Layer; readonly divisor: number }) {
  const { palette } = day;
  return slots.map((slot) => {
    const kw = layerKw(slot, day, drawn.layer);
    if (slot.kw === null || kw <= 0) return { value: '-' as const };
    const color = drawn.layer === 'over' ? palette.fout : day.stale ? palette.as : slot.state === 'running' ? palette.stroom : palette.stroom2;
    const guessed = slot.state === 'estimated' || drawn.layer === 'expected' || (drawn.layer === 'over' && slot.state === 'running');
    return { value: kw / drawn.divisor, itemStyle: guessed ? hatch(color, palette) : { color } };
  });
}

export function quarterDayChart(day: QuarterDay, title: string): Drawn {
  const { lang, palette } = day;
  const words = chartWords(lang);
  const slots = slotsOfDay(day);
  const expectedKw = day.running.projectedKw ?? 0;
  const highest = Math.max(day.limitKw ?? 0, expectedKw, ...slots.map((slot) => slot.kw ?? 0)) * 1.08;
  const scale = scaleFor('kW', highest);
  const yAxis = valueAxis({ palette, lang, scale, lowest: 0, highest });
  const labels = slots.map((slot) => formatClock(lang, slot.startMs));
  const limitLabel = `${words.limit} ${formatAmount(lang, day.limitKw ?? 0, 'kW')}`;
  const states = { measured: words.measured, estimated: words.estimated, missing: words.missing, running: words.running, future: '' };
  const tip = (index: number): string => {
    const slot = slots[index];
    if (!slot) return '';
    const value = slot.kw === null ? '–' : formatAmount(lang, slot.kw, 'kW');
    return `${formatClockPair(lang, slot.startMs, slot.startMs + QUARTER_MS)}\n${value} ${states[slot.state]}`;
  };
  const option: Drawn['option'] = {
    ...slotFrame(palette, tip),
    xAxis: slotAxis({ palette, labels, labelled: everyHours(labels, 4) }),
    yAxis,
    series: [
      missingBand({ palette, word: words.missing, runs: missingRuns(slots), count: slots.length, top: yAxis.max, wordFrom: 4 }),
      {
        type: 'bar',
        stack: 'day',
        name: words.fromGrid,
        barGap: '-100%',
        barCategoryGap: '14%',
        data: barsOf(slots, day, { layer: 'within', divisor: scale.divisor }),
        ...(day.limitKw === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                lineStyle: { type: 'solid', width: 2, color: palette.inkt },
                label: {
                  ...textStyle(palette),
                  position: 'insideStartTop',
                  fontWeight: 600,
                  color: palette.inkt,
                  backgroundColor: palette.vlak,
                  borderRadius: 3,
                  padding: [1, 4],
                  formatter: limitLabel,
                },
                data: [{ yAxis: day.limitKw / scale.divisor }],
              },
            }),
      },
      { type: 'bar', stack: 'day', name: words.running, data: barsOf(slots, day, { layer: 'expected', divisor: scale.divisor }) },
      { type: 'bar', stack: 'day', name: words.limit, data: barsOf(slots, day, { layer: 'over', divisor: scale.divisor }) },
    ],
  };
  return { option, sentence: sentenceOf(slots, day), table: tableOf(slots, day, title) };
}
