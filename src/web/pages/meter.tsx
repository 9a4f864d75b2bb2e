// One meter: how it counts, and what happened to it in the last month.
import type { MeterEventRow } from '../../api/shapes-meter-events.ts';
import type { Meter } from '../../api/shapes.ts';
import { formatMoment, formatNumber } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { Badge, type BadgeTone } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel, ProblemState } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { api } from '../state/fetch.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { Corrections } from './corrections.tsx';
import { MeterGaps } from './meter-gaps.tsx';

/** What asks for somebody to look at the meter; the rest was dealt with. */
const TONES: Record<MeterEventRow['kind'], BadgeTone> = {
  rollover: 'info',
  swap: 'info',
  glitch: 'info',
  reset: 'let',
  step: 'let',
  'clock-ahead': 'let',
  'clock-behind': 'let',
  'total-mismatch': 'let',
  'unit-slip': 'fout',
  'unit-suspect': 'fout',
  frozen: 'fout',
  reversed: 'fout',
};

const moment = (at: string): string => formatMoment(lang.value, Date.parse(at), nowMs.value);

function amount(value: number | null, unit: string): string {
  if (value === null) return '–';
  const digits = Number.isInteger(value) ? 0 : 3;
  return `${formatNumber(lang.value, value, digits)} ${unit.replace('m3', 'm³').replace('degC', '°C')}`;
}

function columns(): TableColumn<MeterEventRow>[] {
  const text = words.value.meterEvents;
  return [
    { id: 'when', head: text.when, cell: (event) => (event.until === null ? moment(event.at) : text.until(moment(event.at), moment(event.until))), sort: (event) => event.at },
    {
      id: 'what',
      head: text.what,
      key: true,
      cell: (event) => (
        <>
          <Badge tone={TONES[event.kind]}>{text.kinds[event.kind]}</Badge>
          <p class="small second" style={{ maxWidth: 'min(46ch, 54vw)', whiteSpace: 'normal' }}>
            {text.means[event.kind]}
          </p>
        </>
      ),
      sort: (event) => text.kinds[event.kind],
    },
    { id: 'from', head: text.from, cell: (event) => amount(event.from, event.unit), sort: (event) => event.from ?? 0, numeric: true },
    { id: 'to', head: text.to, cell: (event) => amount(event.to, event.unit), sort: (event) => event.to ?? 0, numeric: true },
    { id: 'count', head: text.count, cell: (event) => formatNumber(lang.value, event.readings), sort: (event) => event.readings, numeric: true },
    { id: 'register', head: text.register, cell: (event) => event.registerName, sort: (event) => event.registerName },
  ];
}

function sentenceOf(meter: Meter, events: readonly MeterEventRow[] | null): Sentence {
  const text = words.value.meterEvents;
  if (events === null) return [text.saysOf(meter.serial)];
  const worst = events.some((event) => TONES[event.kind] === 'fout') ? 'fout' : events.length > 0 ? 'key' : 'goed';
  return [text.saysOf(meter.serial), stress(text.says(events.length), worst), text.inDays];
}

export function MeterPage({ id }: { id: number }) {
  const meter = useResource<Meter>(api(`/meters/${id}`), { everyMs: 60_000 });
  const events = useResource<{ items: MeterEventRow[] }>(api(`/meters/${id}/events`), { everyMs: 60_000 });
  const text = words.value.meterEvents;
  const { data } = meter;
  if (data === null)
    return (
      <>
        <Lead over={<span>{text.back}</span>} sentence={[text.title]} />
        {meter.problem ? (
          <section class="panel">
            <ProblemState problem={meter.problem} retry={meter.refetch} />
          </section>
        ) : null}
      </>
    );
  const facts = [
    words.value.carriers[data.carrier],
    words.value.meters.roles[data.role],
    data.profile ?? words.value.meters.unknownProfile,
    data.fromPower ? text.fromPower : text.fromCounter,
    ...(data.carrier === 'electricity' ? [`${text.netting}: ${text.nettings[data.phaseNetting]}`] : []),
  ];
  return (
    <>
      <Lead over={<a href={`/companies/${data.company}/meters`}>{text.back}</a>} sentence={sentenceOf(data, events.data?.items ?? null)} under={<>{facts.join(' · ')}</>} />
      <Panel title={text.title} resource={events} shape="rows" minHeight={240} empty={(all) => (all.items.length > 0 ? null : { title: text.emptyTitle, text: text.emptyText })}>
        {(all) => (
          <DataTable
            caption={`${text.title}, ${data.serial}`}
            columns={columns()}
            rows={all.items}
            rowId={(event) => `${event.at} ${event.kind} ${event.register}`}
            rowName={(event) => text.kinds[event.kind]}
          />
        )}
      </Panel>
      <div style={{ marginTop: '14px' }}>
        <MeterGaps meter={data} />
      </div>
      <div style={{ marginTop: '14px' }}>
        <Corrections meters={[data]} swapsOf={{ meter: data, seenAt: events.data?.items.find((event) => event.kind === 'swap')?.at ?? null }} />
      </div>
    </>
  );
}
