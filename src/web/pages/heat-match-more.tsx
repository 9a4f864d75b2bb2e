// More of a heat match: the profiles over each other, what matters most, and every assumption with its source.
import { useMemo, useState } from 'preact/hooks';
import type { HeatMatchView } from '../../api/shapes-heat.ts';
import { formatAmount, formatNumber } from '../../charts/formats.ts';
import { overlapChart } from '../../charts/overlap-chart.ts';
import { tornadoChart } from '../../charts/tornado-chart.ts';
import { Chart } from '../parts/chart.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Segments } from '../parts/segments.tsx';
import { heatParametersWords } from '../state/heat-parameters-words.ts';
import { heatWords } from '../state/heat-words.ts';
import { lang, narrow } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import type { Reasoning } from './heat-texts.tsx';

const VIEWS = ['week', 'year'] as const;
type View = (typeof VIEWS)[number];

export function OverlapPanel({ match }: { match: HeatMatchView }) {
  const text = heatWords.value.match;
  const [view, setView] = useState<View>('week');
  const palette = usePalette();
  const language = lang.value;
  const drawn = useMemo(() => {
    const points =
      view === 'week'
        ? match.week.map((hour) => ({ startMs: Date.parse(hour.start), source: hour.sourceKw, demand: hour.demandKw, served: hour.servedKw }))
        : match.days.map((day) => ({ startMs: Date.parse(day.start), source: day.sourceKwh, demand: day.demandKwh, served: day.servedKwh }));
    const served = formatAmount(
      language,
      points.reduce((sum, point) => sum + (point.served ?? 0), 0),
      'kWh',
    );
    const names = { time: text.time, supply: text.supply, demand: text.demand, served: text.served };
    const sentence = [view === 'week' ? text.weekSays(served) : text.yearSays(served)];
    return overlapChart({ points, unit: view === 'week' ? 'kW' : 'kWh', lang: language, palette, sentence, names }, text.chartTitle);
  }, [match, view, language, palette, text]);
  return (
    <section class="panel w8">
      <Chart
        title={text.chartTitle}
        drawn={drawn}
        fileName={`warmte-${match.id}-${view}`}
        heightPx={300}
        between={
          <>
            <Segments label={text.chartTitle} value={view} options={VIEWS.map((value) => ({ value, label: text[value] }))} onPick={setView} />
            <div class="legend" style={{ marginTop: '8px' }}>
              <span>
                <span class="line" style={{ background: 'var(--warmte)' }} /> {text.supply}
              </span>
              <span>
                <span class="line" style={{ background: 'repeating-linear-gradient(90deg, var(--inkt) 0 4px, transparent 4px 7px)' }} /> {text.demand}
              </span>
              <span>
                <span class="line" style={{ height: '9px', background: 'color-mix(in srgb, var(--warmte) 25%, transparent)' }} /> {text.served}
              </span>
            </div>
          </>
        }
      />
    </section>
  );
}

const nameOf = (code: string): string => Object.entries(heatParametersWords.value.codes).find(([name]) => name === code)?.[1] ?? code;
const plain = (value: number): string => formatNumber(lang.value, value, Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 3 : 2);

const MEASURES = ['npv', 'floor'] as const;
type Measure = (typeof MEASURES)[number];

/** Which assumption moves the net value, or the cost of a MWh, most. */
export function SensitivityPanel({ match, reasoning }: { match: HeatMatchView; reasoning: Reasoning }) {
  const text = heatWords.value.match;
  const [measure, setMeasure] = useState<Measure>('npv');
  const palette = usePalette();
  const language = lang.value;
  const phone = narrow.value;
  const { money } = reasoning;
  const drawn = useMemo(() => {
    if (money === null) return null;
    const floor = money.sellerEurPerMwh + money.company.transportEurPerMwh;
    const base = measure === 'npv' ? money.company.npvEur : floor;
    const bars = money.sensitivity
      .map((one) => ({
        name: nameOf(one.code),
        low: plain(one.low),
        high: plain(one.high),
        atLow: measure === 'npv' ? one.npvLowEur : one.floorLowEurPerMwh,
        atHigh: measure === 'npv' ? one.npvHighEur : one.floorHighEurPerMwh,
      }))
      .filter((bar) => bar.atLow !== bar.atHigh)
      .sort((one, other) => reachOf(other) - reachOf(one));
    const [most] = bars;
    const digits = measure === 'npv' ? 0 : 1;
    const shown = (value: number | null): string => (value === null ? text.impossible : `€\u00a0${formatNumber(language, value, digits)}`);
    const sentence = [most === undefined ? text.sensitivityNone : text.sensitivitySays({ base: shown(base), name: most.name, low: shown(most.atLow), high: shown(most.atHigh) })];
    const names = { assumption: text.assumption, low: text.low, high: text.high, none: text.impossible };
    const unit = measure === 'npv' ? '€' : '€/MWh';
    return tornadoChart({ bars, base, unit, digits, lang: language, palette, sentence, names, narrow: phone }, text.sensitivityTitle);
  }, [money, measure, language, palette, text, phone]);
  if (drawn === null) return null;
  return (
    <section class="panel w6">
      <Chart
        title={text.sensitivityTitle}
        drawn={drawn}
        fileName={`warmte-${match.id}-${measure}`}
        heightPx={340}
        between={
          <>
            <Segments label={text.sensitivityTitle} value={measure} options={MEASURES.map((value) => ({ value, label: text.measures[value] }))} onPick={setMeasure} />
            <div class="legend" style={{ marginTop: '8px' }}>
              <span>
                <span class="line" style={{ height: '9px', background: 'var(--as)' }} /> {text.low}
              </span>
              <span>
                <span class="line" style={{ height: '9px', background: 'var(--warmte)' }} /> {text.high}
              </span>
            </div>
          </>
        }
      />
    </section>
  );
}

/** What cannot be at one of its bounds moves it furthest. */
const reachOf = ({ atLow, atHigh }: { atLow: number | null; atHigh: number | null }): number => (atLow === null || atHigh === null ? Infinity : Math.abs(atHigh - atLow));

export function AssumptionsPanel({ reasoning }: { reasoning: Reasoning }) {
  const text = heatWords.value.match;
  return (
    <section class="panel">
      <details>
        <summary>
          <h2 style={{ display: 'inline' }}>{text.assumptions}</h2>
        </summary>
        <DataTable
          caption={text.assumptions}
          rows={reasoning.parameters}
          rowId={(row) => row.code}
          rowName={(row) => nameOf(row.code)}
          columns={[
            { id: 'code', head: text.assumption, cell: (row) => nameOf(row.code) },
            { id: 'value', head: text.value, numeric: true, key: true, cell: (row) => `${plain(row.value)} ${row.unit === '1' ? '' : row.unit}` },
            { id: 'band', head: text.band2, numeric: true, cell: (row) => heatWords.value.between(plain(row.low), plain(row.high)) },
            { id: 'source', head: text.sourceHead, cell: (row) => <span lang="nl">{row.source}</span> },
          ]}
        />
      </details>
    </section>
  );
}
