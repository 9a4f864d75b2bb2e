// What is done with several meters at once: their quarter-hours as one file.
import { useState } from 'preact/hooks';
import type { Meter, QuarterRow } from '../../api/shapes.ts';
import { formatNumber, localDay } from '../../charts/formats.ts';
import { EXPORT_METER_DAYS_MAX, EXPORT_PERIODS, type ExportPeriod, type MeterQuarters, exportDays, exportTable, fitsOneFile } from '../meter-quarters.ts';
import { download } from '../parts/chart.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { api, ask } from '../state/fetch.ts';
import { meterWords } from '../state/meter-words.ts';
import { lang, nowMs } from '../state/settings.ts';

interface PickedProps {
  readonly meters: readonly Meter[];
  readonly companyName: (id: number) => string;
  readonly onClear: () => void;
}

type Told =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly done: number }
  | { readonly kind: 'ready'; readonly rows: number }
  | { readonly kind: 'failed'; readonly meter: string };

/** One meter after the other: what is asked for is the meter's own answer, with its own access. */
async function fetchAll(
  meters: readonly Meter[],
  over: { from: string; to: string; companyName: PickedProps['companyName']; onDone: (done: number) => void },
): Promise<MeterQuarters[] | Meter> {
  const all: MeterQuarters[] = [];
  for (const meter of meters) {
    const answer = await ask<{ items: QuarterRow[] }>(api(`/meters/${meter.id}/quarters?from=${over.from}&to=${over.to}`));
    if (!answer.ok) return meter;
    all.push({ meter, company: over.companyName(meter.company), rows: answer.data.items });
    over.onDone(all.length);
  }
  return all;
}

export function PickedMeters({ meters, companyName, onClear }: PickedProps) {
  const text = meterWords.value.pick;
  const [period, setPeriod] = useState<ExportPeriod>('yesterday');
  const [told, setTold] = useState<Told>({ kind: 'idle' });
  const fits = fitsOneFile(meters.length, period);
  const toFile = async (): Promise<void> => {
    setTold({ kind: 'busy', done: 0 });
    const days = exportDays(period, localDay(nowMs.value));
    const all = await fetchAll(meters, { ...days, companyName, onDone: (done) => setTold({ kind: 'busy', done }) });
    if (!Array.isArray(all)) {
      setTold({ kind: 'failed', meter: all.serial });
      return;
    }
    const table = exportTable(all, meterWords.value);
    download(table, `meters-${days.from}`, lang.value);
    setTold({ kind: 'ready', rows: table.rows.length });
  };
  return (
    <div class="picked" role="group" aria-label={text.bar}>
      <strong>{text.count(meters.length)}</strong>
      <SelectField
        id="picked-period"
        label={text.period}
        value={period}
        options={EXPORT_PERIODS.map((one) => [one, text.periods[one]])}
        onPick={(value) => setPeriod(EXPORT_PERIODS.find((one) => one === value) ?? 'yesterday')}
      />
      <button type="button" class="button primary" disabled={!fits || told.kind === 'busy'} onClick={() => void toFile()}>
        {text.csv}
      </button>
      <button type="button" class="button" onClick={onClear}>
        {text.clear}
      </button>
      <p class="says" role="status">
        {fits ? saysOf(told, meters.length) : text.tooMany(formatNumber(lang.value, EXPORT_METER_DAYS_MAX))}
      </p>
    </div>
  );
}

function saysOf(told: Told, all: number): string {
  const text = meterWords.value.pick;
  switch (told.kind) {
    case 'idle':
      return '';
    case 'busy':
      return text.busy(told.done, all);
    case 'ready':
      return text.ready(formatNumber(lang.value, told.rows));
    case 'failed':
      return text.failed(told.meter);
  }
}
