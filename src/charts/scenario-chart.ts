// Base and scenario as two lines: how often at least so much is drawn, or the mean of each hour of the week; and the sentence above. Pure.
import { textStyle, tooltipStyle, valueAxis } from './axes.ts';
import { formatKg } from './co2-words.ts';
import type { Drawn } from './figures.ts';
import { type Lang, formatAmount, formatNumber, formatPercent, formatScaled, scaleFor } from './formats.ts';
import type { Palette } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';

export interface ScenarioLines {
  readonly kind: 'duration' | 'week';
  /** Share of the quarter-hours, or the hour of the week with Monday first. */
  readonly points: readonly { readonly x: number; readonly baseKw: number | null; readonly scenarioKw: number | null }[];
  readonly lang: Lang;
  readonly palette: Palette;
  readonly names: { readonly base: string; readonly scenario: string };
}
const WORDS = {
  nl: {
    share: 'Deel van de tijd',
    hour: 'Uur van de week',
    days: ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'],
    reached: (share: string, base: string, scenario: string): Sentence => [
      `In ${share} van de kwartieren wordt minstens `,
      stress(scenario),
      ` gevraagd; gemeten was dat ${base}.`,
    ],
    week: (at: string, base: string, scenario: string): Sentence => ['Gemiddeld is de drukste tijd ', stress(at), ` met ${scenario}; gemeten was dat dan ${base}.`],
    none: ['Nog te weinig metingen om dit te zeggen.'],
  },
  en: {
    share: 'Share of the time',
    hour: 'Hour of the week',
    days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    reached: (share: string, base: string, scenario: string): Sentence => [`In ${share} of the quarter-hours at least `, stress(scenario), ` is drawn; measured it was ${base}.`],
    week: (at: string, base: string, scenario: string): Sentence => ['On average the busiest time is ', stress(at), ` with ${scenario}; measured it was ${base} then.`],
    none: ['Too few measurements yet to say this.'],
  },
} as const;
const DAY_HOURS = 24;
/** Where the curve of a year is steep. */
const TOLD_SHARE = 0.01;

function hourName(lang: Lang, hour: number): string {
  return `${WORDS[lang].days[Math.floor(hour / DAY_HOURS)] ?? ''} ${String(hour % DAY_HOURS).padStart(2, '0')}:00`;
}

function sentenceOf({ kind, points, lang }: ScenarioLines): Sentence {
  const words = WORDS[lang];
  const known = points.filter((point) => point.baseKw !== null && point.scenarioKw !== null);
  const told =
    kind === 'duration'
      ? known.find((point) => point.x === TOLD_SHARE)
      : known.reduce((most, one) => ((one.scenarioKw ?? 0) > (most?.scenarioKw ?? -Infinity) ? one : most), known[0]);
  if (told === undefined) return [...words.none];
  const [base, scenario] = [formatAmount(lang, told.baseKw ?? 0, 'kW'), formatAmount(lang, told.scenarioKw ?? 0, 'kW')];
  return kind === 'duration' ? words.reached(formatPercent(lang, told.x), base, scenario) : words.week(hourName(lang, told.x), base, scenario);
}

/** Two lines over one axis; the measured one thin and grey. */
export function scenarioChart(lines: ScenarioLines, title: string): Drawn {
  const { kind, points, lang, palette, names } = lines;
  const values = points.flatMap((point) => [point.baseKw ?? 0, point.scenarioKw ?? 0]);
  const scale = scaleFor('kW', Math.max(1, ...values));
  const nameOf = (x: number): string => (kind === 'duration' ? formatPercent(lang, x) : hourName(lang, x));
  const line = (name: string, of: (point: (typeof points)[number]) => number | null, style: { color: string; width: number }) => ({
    type: 'line' as const,
    name,
    symbol: 'none',
    lineStyle: style,
    itemStyle: { color: style.color },
    data: points.map((point) => {
      const kw = of(point);
      return [kind === 'duration' ? point.x * 100 : point.x, kw === null ? '-' : kw / scale.divisor];
    }),
  });
  const option: Drawn['option'] = {
    animation: false,
    textStyle: textStyle(palette),
    grid: { left: 4, right: 12, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      formatter: (params) => {
        const point = points[(Array.isArray(params) ? params[0] : params)?.dataIndex ?? -1];
        if (point === undefined) return '';
        const told = (name: string, kw: number | null): string => `${name} ${kw === null ? '–' : `${formatScaled(lang, kw, scale)} ${scale.unit}`}`;
        return [nameOf(point.x), told(names.base, point.baseKw), told(names.scenario, point.scenarioKw)].join('\n');
      },
    },
    xAxis: {
      type: 'value',
      min: 0,
      max: kind === 'duration' ? 100 : 168,
      interval: kind === 'duration' ? 20 : DAY_HOURS,
      axisLine: { lineStyle: { color: palette.as, width: 1 } },
      splitLine: { show: kind === 'week', lineStyle: { color: palette.raster, width: 1 } },
      axisLabel: {
        ...textStyle(palette),
        hideOverlap: true,
        alignMaxLabel: 'right',
        alignMinLabel: 'left',
        formatter: (value: number): string => (kind === 'duration' ? `${formatNumber(lang, value)} %` : (WORDS[lang].days[Math.round(value / DAY_HOURS)] ?? '')),
      },
    },
    yAxis: valueAxis({ palette, lang, scale, lowest: Math.min(0, ...values), highest: Math.max(1, ...values) }),
    series: [line(names.base, (point) => point.baseKw, { color: palette.as, width: 2 }), line(names.scenario, (point) => point.scenarioKw, { color: palette.stroom, width: 2 })],
  };
  return {
    option,
    sentence: sentenceOf(lines),
    table: {
      caption: title,
      columns: [{ head: kind === 'duration' ? WORDS[lang].share : WORDS[lang].hour }, { head: names.base, unit: 'kW', digits: 0 }, { head: names.scenario, unit: 'kW', digits: 0 }],
      rows: points.map((point) => [nameOf(point.x), point.baseKw, point.scenarioKw]),
      foot: null,
    },
  };
}

export interface ScenarioSaid {
  readonly importKwh: number;
  readonly gasM3: number;
  readonly peakKw: number | null;
  readonly co2Kg: number;
}

/** What a scenario changes, in one sentence: what is drawn, the peak, CO2 and how soon it is paid back.
 *  @param difference scenario minus base */
export function scenarioSentence(lang: Lang, over: { difference: ScenarioSaid; paybackYears: number | null; told: boolean }): Sentence {
  const { difference, paybackYears, told } = over;
  const nl = lang === 'nl';
  const change = (value: number, text: string): string => `${text} ${nl ? (value <= 0 ? 'minder' : 'meer') : value <= 0 ? 'less' : 'more'}`;
  const peak = (value: number, text: string): string => `${text} ${nl ? (value <= 0 ? 'lagere piek' : 'hogere piek') : value <= 0 ? 'lower peak' : 'higher peak'}`;
  const parts: (string | ReturnType<typeof stress>)[] = [
    stress(change(difference.importKwh, formatAmount(lang, Math.abs(difference.importKwh), 'kWh')), 'key'),
    nl ? ' afgenomen' : ' drawn',
  ];
  if (difference.peakKw !== null) parts.push(', ', stress(peak(difference.peakKw, formatAmount(lang, Math.abs(difference.peakKw), 'kW')), difference.peakKw > 0.5 ? 'let' : 'key'));
  parts.push(', ', change(difference.co2Kg, formatKg(lang, Math.abs(difference.co2Kg))), ' CO₂');
  if (told) {
    const years = paybackYears === null ? null : formatNumber(lang, paybackYears, 1);
    parts.push(years === null ? (nl ? '; het verdient zich niet terug' : '; it is not paid back') : nl ? `; terugverdiend in ${years} jaar` : `; paid back in ${years} years`);
  }
  return [...parts, '.'];
}
