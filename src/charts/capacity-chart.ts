// The load of a connection or park against its limit, step by step. Pure; what is not measured makes no peak.
import { everyHours, missingBand, missingRuns, slotAxis, slotFrame, valueAxis } from './axes.ts';
import type { PeriodKind } from './balance-chart.ts';
import type { Cell, ChartTable, Drawn } from './figures.ts';
import { type Lang, formatAmount, formatClock, formatDay, formatScaled, formatShortMonth, formatWeekday, scaleFor } from './formats.ts';
import { type Palette, hatch } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';
import { chartWords } from './words.ts';

/** One step; of a longer one than a quarter, its quarter with the least room. */
export interface CapacityStep {
  readonly startMs: number;
  readonly endMs: number;
  readonly atMs: number | null;
  readonly usageKw: number | null;
  readonly limitKw: number | null;
  readonly measured: boolean;
}
export interface CapacityFigures {
  readonly kind: PeriodKind;
  readonly steps: readonly CapacityStep[];
  readonly nowMs: number;
  readonly lang: Lang;
  readonly palette: Palette;
}

const isAbove = ({ usageKw, limitKw, measured }: CapacityStep): boolean => measured && usageKw !== null && limitKw !== null && usageKw > limitKw + 1e-6;

function axisLabel(lang: Lang, kind: PeriodKind, startMs: number): string {
  switch (kind) {
    case 'day':
      return formatClock(lang, startMs);
    case 'week':
      return formatWeekday(lang, startMs);
    case 'month':
      return formatDay(lang, startMs);
    case 'year':
      return formatShortMonth(lang, startMs);
  }
}

const whenOf = ({ lang, kind }: Pick<CapacityFigures, 'lang' | 'kind'>, { startMs, atMs }: CapacityStep): string =>
  kind === 'day' ? formatClock(lang, startMs) : `${formatDay(lang, atMs ?? startMs)} ${formatClock(lang, atMs ?? startMs)}`;

function sentenceOf(figures: CapacityFigures, past: readonly CapacityStep[]): Sentence {
  const { lang } = figures;
  const nl = lang === 'nl';
  const top = past.filter((step) => step.measured).reduce<CapacityStep | null>((best, step) => ((step.usageKw ?? -Infinity) > (best?.usageKw ?? -Infinity) ? step : best), null);
  if (top === null || top.usageKw === null) return [nl ? 'Nog te weinig metingen om dit te zeggen.' : 'Too few measurements yet to say this.'];
  const over = past.filter(isAbove).length;
  const peak = stress(formatAmount(lang, top.usageKw, 'kW'), isAbove(top) ? 'fout' : 'key');
  const limit = top.limitKw === null ? '' : nl ? ` van ${formatAmount(lang, top.limitKw, 'kW')}` : ` of ${formatAmount(lang, top.limitKw, 'kW')}`;
  const head: Sentence = [nl ? 'Hoogste kwartier ' : 'Highest quarter-hour ', peak, `${limit}, ${whenOf(figures, top)}`];
  if (over === 0) return [...head, '.'];
  return [...head, nl ? `; ${over} van ${past.length} boven de grens.` : `; ${over} of ${past.length} above the limit.`];
}

function tableOf(figures: CapacityFigures, past: readonly CapacityStep[], caption: string): ChartTable {
  const words = chartWords(figures.lang);
  const rows: Cell[][] = past.map((step) => [
    whenOf(figures, step),
    step.usageKw,
    step.limitKw,
    step.usageKw === null || step.limitKw === null ? null : step.limitKw - step.usageKw,
    step.usageKw === null ? words.missing : step.measured ? words.measured : words.estimated,
  ]);
  const column = (head: string) => ({ head, unit: 'kW', digits: 0 });
  return { caption, columns: [{ head: words.time }, column(words.power), column(words.limit), column(words.room), { head: words.quality }], rows, foot: null };
}

/** The steps that a row of the table is about: those that are over, or known already. */
export const toldSteps = (steps: readonly CapacityStep[], nowMs: number): CapacityStep[] => steps.filter((step) => step.endMs <= nowMs || step.usageKw !== null);

/** Draws the steps as bars and the limit as a stepped line over them. */
export function capacityChart(figures: CapacityFigures, title: string): Drawn {
  const { steps, kind, lang, palette, nowMs } = figures;
  const words = chartWords(lang);
  const past = toldSteps(steps, nowMs);
  const values = steps.flatMap((step) => [step.usageKw ?? 0, step.limitKw ?? 0]);
  const [highest, lowest] = [Math.max(1, ...values), Math.min(0, ...values)];
  const scale = scaleFor('kW', highest);
  const labels = steps.map((step) => axisLabel(lang, kind, step.startMs));
  const labelled =
    kind === 'day' ? everyHours(labels, 2) : kind === 'week' ? (at: number) => labels[at] !== labels[at - 1] : kind === 'month' ? (at: number) => at % 3 === 0 : () => true;
  const yAxis = valueAxis({ palette, lang, scale, lowest, highest });
  const gaps = steps.map((step) => ({ state: step.usageKw === null && step.endMs <= nowMs ? 'missing' : 'known' }));
  const tip = (index: number): string => {
    const step = steps[index];
    if (step === undefined) return '';
    if (step.usageKw === null) return `${labels[index]}\n${words.missing}`;
    const line = (name: string, kw: number): string => `${name} ${formatScaled(lang, kw, scale)} ${scale.unit}`;
    return [
      whenOf(figures, step),
      line(words.power, step.usageKw),
      ...(step.limitKw === null ? [] : [line(words.limit, step.limitKw)]),
      step.measured ? words.measured : words.estimated,
    ].join('\n');
  };
  const option: Drawn['option'] = {
    ...slotFrame(palette, tip),
    xAxis: slotAxis({ palette, labels, labelled }),
    yAxis,
    series: [
      missingBand({ palette, word: words.missing, runs: missingRuns(gaps), count: steps.length, top: yAxis.max, wordFrom: kind === 'year' ? 1 : 3 }),
      {
        type: 'bar',
        name: words.power,
        barGap: '-100%',
        barCategoryGap: '14%',
        data: steps.map((step) => {
          if (step.usageKw === null) return { value: '-' };
          const color = isAbove(step) ? palette.fout : palette.stroom;
          return { value: step.usageKw / scale.divisor, itemStyle: step.measured ? { color } : hatch(color, palette) };
        }),
      },
      {
        type: 'line',
        name: words.limit,
        step: 'middle',
        symbol: 'none',
        z: 5,
        lineStyle: { width: 2, color: palette.inkt },
        itemStyle: { color: palette.inkt },
        data: steps.map((step) => (step.limitKw === null ? '-' : step.limitKw / scale.divisor)),
      },
    ],
  };
  return { option, sentence: sentenceOf(figures, past), table: tableOf(figures, past, title) };
}
