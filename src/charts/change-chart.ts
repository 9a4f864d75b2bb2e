// Why emissions changed, as steps from then to now. Pure; the steps add up to the change.
import { slotAxis, slotFrame, valueAxis } from './axes.ts';
import { type Co2Words, co2Words, formatKg, scaleKg } from './co2-words.ts';
import type { Cell, Drawn } from './figures.ts';
import { type Lang, formatDifference, formatPercent } from './formats.ts';
import type { Palette } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';

export interface ChangeFigures {
  /** kg */
  readonly base: number;
  readonly now: number;
  readonly activity: number;
  readonly weather: number;
  readonly fuel: number;
  readonly factor: number;
  readonly coverage: number;
  readonly lang: Lang;
  readonly palette: Palette;
  /** A phone: names lean, so that each step has its own. */
  readonly narrow: boolean;
}
const PARTS = ['activity', 'weather', 'fuel', 'factor', 'coverage'] as const;

function sentenceOf(figures: ChangeFigures, words: Co2Words): Sentence {
  const { lang, base, now } = figures;
  const nl = lang === 'nl';
  if (base === 0) return [nl ? 'In de vergeleken periode is niets gemeten dat uitstoot.' : 'Nothing that emits was measured in the period compared with.'];
  const change = now - base;
  const share = formatPercent(lang, Math.abs(change / base));
  const head = change <= 0 ? (nl ? `${share} minder uitstoot` : `${share} less emissions`) : nl ? `${share} meer uitstoot` : `${share} more emissions`;
  const largest = PARTS.reduce((best, part) => (Math.abs(figures[part]) > Math.abs(figures[best]) ? part : best));
  const signed = `${figures[largest] > 0 ? '+' : '−'}${formatKg(lang, Math.abs(figures[largest]))}`;
  return [stress(head, change <= 0 ? 'goed' : 'let'), nl ? '; het meest door ' : '; mostly by ', words[largest].toLowerCase(), ` (${signed}).`];
}

export function changeChart(figures: ChangeFigures, title: string): Drawn {
  const { base, now, lang, palette } = figures;
  const words = co2Words(lang);
  const bars: { name: string; from: number; to: number; color: string; kg: number }[] = [{ name: words.base, from: 0, to: base, color: palette.inkt2, kg: base }];
  let level = base;
  for (const part of PARTS) {
    const next = level + figures[part];
    bars.push({ name: words[part], from: level, to: next, color: figures[part] > 0 ? palette.let : palette.biogas, kg: figures[part] });
    level = next;
  }
  bars.push({ name: words.now, from: 0, to: now, color: palette.inkt2, kg: now });
  const highest = Math.max(1, ...bars.flatMap((bar) => [bar.from, bar.to]));
  const lowest = Math.min(0, ...bars.flatMap((bar) => [bar.from, bar.to]));
  const scale = scaleKg(highest);
  const axis = slotAxis({ palette, labels: bars.map((bar) => bar.name), labelled: () => true });
  const { alignMinLabel: _, alignMaxLabel: __, ...leaning } = axis.axisLabel;
  const option: Drawn['option'] = {
    ...slotFrame(palette, (index) => {
      const bar = bars[index];
      if (bar === undefined) return '';
      const whole = index === 0 || index === bars.length - 1;
      return `${bar.name}\n${whole ? formatKg(lang, bar.kg) : `${formatDifference(lang, bar.kg / scale.divisor, scale.digits)} ${scale.unit}`}`;
    }),
    xAxis: figures.narrow ? { ...axis, axisLabel: { ...leaning, rotate: 40, hideOverlap: false } } : axis,
    yAxis: valueAxis({ palette, lang, scale, lowest, highest }),
    series: [
      // Steps float: what carries them is not drawn.
      { type: 'bar', stack: 'change', silent: true, itemStyle: { color: 'transparent' }, data: bars.map((bar) => Math.max(0, Math.min(bar.from, bar.to)) / scale.divisor) },
      {
        type: 'bar',
        stack: 'change',
        barCategoryGap: '28%',
        barMaxWidth: 72,
        data: bars.map((bar) => ({ value: (Math.max(bar.from, bar.to, 0) - Math.max(0, Math.min(bar.from, bar.to))) / scale.divisor, itemStyle: { color: bar.color } })),
      },
      {
        type: 'bar',
        stack: 'change',
        data: bars.map((bar) => ({ value: Math.min(bar.from, bar.to) < 0 ? Math.min(bar.from, bar.to) / scale.divisor : ('-' as const), itemStyle: { color: bar.color } })),
      },
    ],
  };
  const rows: Cell[][] = bars.map((bar) => [bar.name, bar.kg]);
  return { option, sentence: sentenceOf(figures, words), table: { caption: title, columns: [{ head: words.part }, { head: 'CO₂', unit: 'kg', digits: 0 }], rows, foot: null } };
}
