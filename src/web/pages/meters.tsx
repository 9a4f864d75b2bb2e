// Meters: which are live, which ask for attention, what each did in the last 24 hours, and what is done with several at once.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { MeterLastDay } from '../../api/shapes-meter-days.ts';
import type { Company, Meter } from '../../api/shapes.ts';
import { formatMoment, formatNumber } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { Badge, type BadgeTone } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import type { Scope } from '../scope.ts';
import { checkWords } from '../state/check-words.ts';
import { connectionWords } from '../state/connection-words.ts';
import { api } from '../state/fetch.ts';
import { meterWords } from '../state/meter-words.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { Corrections } from './corrections.tsx';
import { PickedMeters } from './meters-picked.tsx';

const TONE: Record<Meter['state'], BadgeTone> = { live: 'goed', late: 'let', silent: 'fout', never: 'stil' };
const RANK: Record<Meter['state'], number> = { silent: 0, never: 1, late: 2, live: 3 };
/** Above this a clock is told to be wrong: quarter-hours then get another quarter's energy. */
const SKEW_TOLD_S = 60;

function skewText(skewS: number | null): string {
  const text = words.value.meters;
  if (skewS === null) return '–';
  if (Math.abs(skewS) < 2) return text.onTime;
  return `${text.seconds(formatNumber(lang.value, Math.abs(skewS)))} ${skewS > 0 ? text.skewAhead : text.skewBehind}`;
}

const MINUTE_S = 60;

/** How long the last message was on its way. */
function delayText(delayS: number | null): string {
  if (delayS === null) return '–';
  if (delayS < 2 * MINUTE_S) return words.value.meters.seconds(formatNumber(lang.value, delayS));
  return meterWords.value.minutes(formatNumber(lang.value, delayS / MINUTE_S));
}

const OUT: ReadonlySet<string> = new Set(['export', 'generation', 'discharge']);
const QUARTERS_PER_HOUR = 4;

/** Power of each quarter: what is taken above zero and what is given below, of a source the other way round. */
function powersOf({ flows }: MeterLastDay, role: Meter['role']): (number | null)[] {
  const source = role === 'generation' || role === 'heat-source';
  const length = flows[0]?.amounts.length ?? 0;
  return Array.from({ length }, (_, index) => {
    const known = flows.flatMap(({ flow, amounts }) => ((amounts[index] ?? null) === null ? [] : (amounts[index] ?? 0) * (OUT.has(flow) === source ? 1 : -1)));
    return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0) * QUARTERS_PER_HOUR;
  });
}

function LastDay({ day, role }: { day: MeterLastDay; role: Meter['role'] }) {
  const text = meterWords.value;
  const values = powersOf(day, role);
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return <span class="least">{text.dayEmpty}</span>;
  const unit = day.unit === 'm3' ? 'm³/h' : 'kW';
  const amount = (value: number): string => `${formatNumber(lang.value, value, Math.abs(value) < 10 ? 1 : 0)} ${unit}`;
  return <Sparkline values={values} label={text.dayOf(amount(Math.max(...known)), amount(Math.min(...known)))} />;
}

function Gaps({ day, meter }: { day: MeterLastDay; meter: Meter }) {
  const text = meterWords.value;
  const count = day.missing + day.estimated;
  if (count === 0) return <span class="least">{text.noGaps}</span>;
  const title = text.gapsTitle(formatNumber(lang.value, day.missing), formatNumber(lang.value, day.estimated));
  return (
    <a href={`/meters/${meter.id}`} title={title} aria-label={`${text.gapsOf(formatNumber(lang.value, count))}, ${meter.serial}. ${title}`}>
      {text.gapsOf(formatNumber(lang.value, count))}
    </a>
  );
}

interface TableWords {
  readonly companyName: (id: number) => string;
  readonly withCompany: boolean;
  readonly days: ReadonlyMap<number, MeterLastDay>;
}

function columnsFor({ companyName, withCompany, days }: TableWords): TableColumn<Meter>[] {
  return [...whoColumns({ companyName, withCompany, days }), ...healthColumns(days)];
}

function whoColumns({ companyName, withCompany }: TableWords): TableColumn<Meter>[] {
  const text = words.value.meters;
  const company: TableColumn<Meter> = { id: 'company', head: text.company, cell: (meter) => companyName(meter.company), sort: (meter) => companyName(meter.company) };
  return [
    { id: 'meter', head: text.meter, cell: (meter) => <a href={`/meters/${meter.id}`}>{meter.serial}</a>, sort: (meter) => meter.serial },
    ...(withCompany ? [company] : []),
    { id: 'carrier', head: text.carrier, cell: (meter) => words.value.carriers[meter.carrier], sort: (meter) => words.value.carriers[meter.carrier] },
    { id: 'role', head: text.role, cell: (meter) => text.roles[meter.role], sort: (meter) => text.roles[meter.role] },
  ];
}

function healthColumns(days: TableWords['days']): TableColumn<Meter>[] {
  const text = words.value.meters;
  const moment = (at: string | null): string => (at === null ? text.never : formatMoment(lang.value, Date.parse(at), nowMs.value));
  const ofDay = (meter: Meter, cell: (day: MeterLastDay) => ComponentChildren): ComponentChildren => {
    const day = days.get(meter.id);
    return day === undefined ? '–' : cell(day);
  };
  const gapsOf = (meter: Meter): number => (days.get(meter.id)?.missing ?? 0) + (days.get(meter.id)?.estimated ?? 0);
  return [
    {
      id: 'state',
      head: text.state,
      key: true,
      cell: (meter) => (
        <Badge tone={TONE[meter.state]} {...(meter.state === 'late' ? { icon: 'clock' as const } : {})}>
          {text.states[meter.state]}
        </Badge>
      ),
      sort: (meter) => RANK[meter.state],
    },
    { id: 'day', head: meterWords.value.day, cell: (meter) => ofDay(meter, (day) => <LastDay day={day} role={meter.role} />) },
    { id: 'gaps', head: meterWords.value.gaps, cell: (meter) => ofDay(meter, (day) => <Gaps day={day} meter={meter} />), sort: gapsOf, numeric: true },
    {
      id: 'event',
      head: words.value.meterEvents.last,
      cell: (meter) => (meter.lastEvent === null ? words.value.meterEvents.none : `${words.value.meterEvents.kinds[meter.lastEvent.kind]}, ${moment(meter.lastEvent.at)}`),
      sort: (meter) => meter.lastEvent?.at ?? '',
    },
    { id: 'last', head: text.last, cell: (meter) => moment(meter.lastAt), sort: (meter) => meter.lastAt ?? '', numeric: true },
    { id: 'delay', head: meterWords.value.delay, cell: (meter) => delayText(meter.delayS), sort: (meter) => meter.delayS ?? -1, numeric: true },
    {
      id: 'skew',
      head: text.skew,
      cell: (meter) => <span class={Math.abs(meter.clockSkewS ?? 0) > SKEW_TOLD_S ? 'tone-let' : ''}>{skewText(meter.clockSkewS)}</span>,
      sort: (meter) => Math.abs(meter.clockSkewS ?? 0),
      numeric: true,
    },
    { id: 'profile', head: text.profile, cell: (meter) => meter.profile ?? <span class="least">{text.unknownProfile}</span>, sort: (meter) => meter.profile ?? '' },
    {
      id: 'gateway',
      head: text.gateway,
      cell: (meter) => (meter.gateway === null ? '–' : <a href={`/gateways/${meter.gateway}`}>{meter.gateway}</a>),
      sort: (meter) => meter.gateway ?? 0,
      numeric: true,
    },
  ];
}

function sentenceOf(meters: readonly Meter[]): Sentence {
  const text = words.value.meters;
  const live = meters.filter((meter) => meter.state === 'live').length;
  const rest = meters.length - live;
  return [stress(text.says(live, meters.length), rest === 0 ? 'goed' : 'key'), rest === 0 ? text.allLive : text.notLive(rest)];
}

interface MeterTableProps extends TableWords {
  readonly meters: readonly Meter[];
  readonly caption: string;
}

function MeterTable({ meters, caption, ...over }: MeterTableProps) {
  const text = words.value.meters;
  const { companyName } = over;
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const chosen = meters.filter((meter) => picked.has(String(meter.id)));
  const ordered = [...meters].sort((a, b) => RANK[a.state] - RANK[b.state] || a.serial.localeCompare(b.serial));
  const searched = (meter: Meter): string => `${meter.serial} ${companyName(meter.company)} ${words.value.carriers[meter.carrier]} ${meter.profile ?? ''}`;
  return (
    <>
      {chosen.length === 0 ? null : <PickedMeters meters={chosen} companyName={companyName} onClear={() => setPicked(new Set())} />}
      <DataTable
        caption={caption}
        columns={columnsFor(over)}
        rows={ordered}
        rowId={(meter) => String(meter.id)}
        rowName={(meter) => meter.serial}
        pick={{ picked, onPick: setPicked, all: meterWords.value.pick.all, one: meterWords.value.pick.one }}
        search={{ label: text.filter, none: text.noMatch, text: searched }}
      />
    </>
  );
}

const NO_DAYS: ReadonlyMap<number, MeterLastDay> = new Map();
const QUARTER_MS = 900_000;
/** A quarter is whole a moment after its end: the last reading of it is on its way. */
const SETTLE_MS = 60_000;

/** All of a place in one answer, once a quarter: in between only the running quarter changes. */
function useLastDays(path: string): { readonly days: ReadonlyMap<number, MeterLastDay>; readonly failed: boolean } {
  const resource = useResource<{ items: MeterLastDay[] }>(api(`${path}/meters/last-day`));
  const quarter = Math.floor((nowMs.value - SETTLE_MS) / QUARTER_MS);
  const { data, problem, refetch } = resource;
  useEffect(refetch, [quarter, refetch]);
  const days = useMemo(() => (data === null ? NO_DAYS : new Map(data.items.map((day) => [day.meter, day]))), [data]);
  return { days, failed: problem !== null };
}

export function MetersPage({ scope, companies }: { scope: Scope; companies: readonly Company[] }) {
  const resource = useResource<{ items: Meter[] }>(api(`${scope.api}/meters`), { concerns: scope.concerns, everyMs: 15_000 });
  const { days, failed } = useLastDays(scope.api);
  const text = words.value;
  const names = new Map(companies.map((company) => [company.id, company.name]));
  const companyName = (id: number): string => names.get(id) ?? `${text.meters.company} ${id}`;
  const meters = resource.data?.items ?? null;
  return (
    <>
      <Lead
        over={<span>{scope.name}</span>}
        sentence={meters === null || meters.length === 0 ? [text.meters.title] : sentenceOf(meters)}
        actions={
          <>
            {scope.kind === 'company' ? (
              <a class="button" href={`${scope.href}/aansluitingen`}>
                {connectionWords.value.toConnections}
              </a>
            ) : null}
            <a class="button" href={`${scope.href}/controle`}>
              {checkWords.value.toChecks}
            </a>
          </>
        }
      />
      <Panel
        title={text.meters.title}
        resource={resource}
        shape="rows"
        minHeight={240}
        empty={(data) =>
          data.items.length > 0 ? null : { title: text.states.noMetersTitle, text: text.states.noMetersText, action: { label: text.states.connectMeter, href: '/gateways' } }
        }
      >
        {(data) => (
          <>
            {failed ? (
              <p class="says tone-let" role="status">
                {meterWords.value.dayTrouble}
              </p>
            ) : null}
            <MeterTable meters={data.items} companyName={companyName} withCompany={scope.kind === 'park'} days={days} caption={`${text.meters.title}, ${scope.name}`} />
          </>
        )}
      </Panel>
      {meters === null || meters.length === 0 ? null : (
        <div style={{ marginTop: '14px' }}>
          <Corrections meters={meters} />
        </div>
      )}
    </>
  );
}
