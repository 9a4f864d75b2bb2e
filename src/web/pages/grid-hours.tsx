// When electricity from the grid is cleanest, for a load that may wait. Not there where nobody tells it.
import { useMemo, useState } from 'preact/hooks';
import type { GridHoursAnswer } from '../../api/shapes-grid.ts';
import { formatMoment, formatNumber } from '../../charts/formats.ts';
import { gridHoursChart } from '../../charts/grid-hours-chart.ts';
import { Badge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { type Empty, Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { api } from '../state/fetch.ts';
import { gridWords } from '../state/grid-words.ts';
import { lang, nowMs } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { useResource } from '../state/use-resource.ts';

const LENGTHS = ['1', '3', '6', '8'] as const;
/** The source is asked every hour. */
const EVERY_MS = 10 * 60_000;

function Hours({ answer }: { answer: GridHoursAnswer }) {
  const palette = usePalette();
  const language = lang.value;
  const text = gridWords.value;
  const { items, advice } = answer;
  const drawn = useMemo(
    () =>
      gridHoursChart(
        {
          bars: items.map(({ start, kgPerKwh, forecast }) => ({ startMs: Date.parse(start), kgPerKwh, forecast })),
          advised: advice === null ? null : { startMs: Date.parse(advice.start), endMs: Date.parse(advice.end), kgPerKwh: advice.kgPerKwh, atOnceKgPerKwh: advice.atOnceKgPerKwh },
          lang: language,
          palette,
        },
        text.title,
      ),
    [items, advice, language, palette, text.title],
  );
  return (
    <>
      <Chart title={text.title} drawn={drawn} fileName={`co2-net-${answer.asOf.slice(0, 10)}`} heightPx={200} />
      {answer.state === 'stale' ? <Badge tone="let">{text.stale}</Badge> : null}
      <p class="small second">{text.source(answer.source, formatMoment(language, Date.parse(answer.asOf), nowMs.value))}</p>
      {answer.yearly === null ? null : <p class="small second">{text.yearly(formatNumber(language, answer.yearly.kgPerKwh * 1000), answer.yearly.list)}</p>}
    </>
  );
}

export function GridHoursPanel() {
  const [length, setLength] = useState<(typeof LENGTHS)[number]>('3');
  const text = gridWords.value;
  const resource = useResource<GridHoursAnswer>(api(`/grid-hours?hours=${length}`), { everyMs: EVERY_MS });
  const { data } = resource;
  if (data?.state === 'off') return null;
  const empty = (answer: GridHoursAnswer): Empty | null => (answer.items.length === 0 ? { title: text.waitingTitle, text: text.waiting } : null);
  if (data === null || empty(data) !== null)
    return (
      <Panel title={text.title} resource={resource} minHeight={200} empty={empty}>
        {() => null}
      </Panel>
    );
  return (
    <section class="panel">
      <div class="actions" style={{ marginBottom: '8px' }}>
        <Segments label={text.hoursLabel} value={length} options={LENGTHS.map((value) => ({ value, label: text.hours(Number(value)) }))} onPick={setLength} />
      </div>
      <Hours answer={data} />
    </section>
  );
}
