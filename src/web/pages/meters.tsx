// Meters: which are live, which ask for attention, and how their clocks run.
import type { Company, Meter } from '../../api/shapes.ts';
import { formatMoment, formatNumber } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { Badge, type BadgeTone } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import type { Scope } from '../scope.ts';
import { checkWords } from '../state/check-words.ts';
import { connectionWords } from '../state/connection-words.ts';
import { api } from '../state/fetch.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { Corrections } from './corrections.tsx';

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

function columnsFor(companyName: (id: number) => string, withCompany: boolean): TableColumn<Meter>[] {
  const text = words.value.meters;
  const moment = (at: string | null): string => (at === null ? text.never : formatMoment(lang.value, Date.parse(at), nowMs.value));
  const company: TableColumn<Meter> = { id: 'company', head: text.company, cell: (meter) => companyName(meter.company), sort: (meter) => companyName(meter.company) };
  return [
    { id: 'meter', head: text.meter, cell: (meter) => <a href={`/meters/${meter.id}`}>{meter.serial}</a>, sort: (meter) => meter.serial },
    ...(withCompany ? [company] : []),
    { id: 'carrier', head: text.carrier, cell: (meter) => words.value.carriers[meter.carrier], sort: (meter) => words.value.carriers[meter.carrier] },
    { id: 'role', head: text.role, cell: (meter) => text.roles[meter.role], sort: (meter) => text.roles[meter.role] },
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
    {
      id: 'event',
      head: words.value.meterEvents.last,
      cell: (meter) => (meter.lastEvent === null ? words.value.meterEvents.none : `${words.value.meterEvents.kinds[meter.lastEvent.kind]}, ${moment(meter.lastEvent.at)}`),
      sort: (meter) => meter.lastEvent?.at ?? '',
    },
    { id: 'last', head: text.last, cell: (meter) => moment(meter.lastAt), sort: (meter) => meter.lastAt ?? '', numeric: true },
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

interface MeterTableProps {
  readonly meters: readonly Meter[];
  readonly companyName: (id: number) => string;
  readonly withCompany: boolean;
  readonly caption: string;
}

function MeterTable({ meters, companyName, withCompany, caption }: MeterTableProps) {
  const text = words.value.meters;
  const ordered = [...meters].sort((a, b) => RANK[a.state] - RANK[b.state] || a.serial.localeCompare(b.serial));
  const searched = (meter: Meter): string => `${meter.serial} ${companyName(meter.company)} ${words.value.carriers[meter.carrier]} ${meter.profile ?? ''}`;
  return (
    <DataTable
      caption={caption}
      columns={columnsFor(companyName, withCompany)}
      rows={ordered}
      rowId={(meter) => String(meter.id)}
      rowName={(meter) => meter.serial}
      search={{ label: text.filter, none: text.noMatch, text: searched }}
    />
  );
}

export function MetersPage({ scope, companies }: { scope: Scope; companies: readonly Company[] }) {
  const resource = useResource<{ items: Meter[] }>(api(`${scope.api}/meters`), { concerns: scope.concerns, everyMs: 15_000 });
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
        {(data) => <MeterTable meters={data.items} companyName={companyName} withCompany={scope.kind === 'park'} caption={`${text.meters.title}, ${scope.name}`} />}
      </Panel>
      {meters === null || meters.length === 0 ? null : (
        <div style={{ marginTop: '14px' }}>
          <Corrections meters={meters} />
        </div>
      )}
    </>
  );
}
