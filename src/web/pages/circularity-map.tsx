// The circularity of the region on the ground: its parks, and what they could exchange as far as no company can be read from it.
import { useState } from 'preact/hooks';
import type { Circularity, IndicatorName, MaterialFlows } from '../../api/shapes-circularity.ts';
import { formatNumber, formatPercent } from '../../charts/formats.ts';
import { widthPxOf } from '../material-map.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { WhyMaterials } from '../parts/why-materials.tsx';
import { Panel, PanelState } from '../parts/panel.tsx';
import { BAND, type Marker, type MarkerLine, RegionMap } from '../parts/region-map.tsx';
import { RankedName } from '../parts/ranked-name.tsx';
import { api } from '../state/fetch.ts';
import { materialWords } from '../state/material-words.ts';
import { parks } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { Sign } from './circularity-panel.tsx';

const SHARES = ['recyclingShare', 'secondaryInputShare', 'localLoopRate', 'waterReuseShare'] as const;
/** Lines on the map at once, and rows of the table before somebody asks for all. */
const LINES_MAX = 20;
const ROWS_SHOWN = 10;

type Flow = MaterialFlows['flows'][number];
type Row = Circularity['parks'][number] & { readonly rank: number };

const figureOf = (row: Pick<Row, 'indicators'>, name: IndicatorName): Row['indicators'][number] | undefined => row.indicators.find((one) => one.name === name);
/** What companies of a park have to be rid of, as far as it may be told. */
const offeredOf = (row: Pick<Row, 'indicators'>): number | null => figureOf(row, 'localLoopRate')?.whole ?? null;
const nameOf = (park: string): string => parks.value?.find(({ id }) => id === park)?.name ?? park;
const tonnes = (value: number): string => formatNumber(lang.value, value);

const ranked = (rows: Circularity['parks']): Row[] =>
  [...rows].sort((a, b) => (offeredOf(b) ?? -1) - (offeredOf(a) ?? -1) || a.name.localeCompare(b.name)).map((row, index) => ({ ...row, rank: index + 1 }));

function markersOf(rows: readonly Row[]): Marker[] {
  const most = Math.max(1, ...rows.map((row) => offeredOf(row) ?? 0));
  return rows.flatMap((row) => {
    const park = parks.value?.find(({ id }) => id === row.park);
    if (park === undefined) return [];
    const share = figureOf(row, 'recyclingShare')?.value ?? null;
    return [{ id: row.park, rank: row.rank, name: row.name, lat: park.lat, lon: park.lon, size: Math.sqrt((offeredOf(row) ?? 0) / most), share }];
  });
}

function linesOf(flows: readonly Flow[]): MarkerLine[] {
  const most = Math.max(0, ...flows.map((flow) => flow.tonnesPerYear));
  const told = (flow: Flow): string => materialWords.value.map.line({ from: nameOf(flow.from), to: nameOf(flow.to), tonnes: tonnes(flow.tonnesPerYear), km: kmOf(flow) });
  return flows.map((flow) => ({ from: flow.from, to: flow.to, widthPx: widthPxOf(flow.tonnesPerYear, most), told: told(flow) }));
}
const kmOf = ({ distanceKm }: Flow): string => (distanceKm === null ? '–' : formatNumber(lang.value, distanceKm, distanceKm < 10 ? 1 : 0));

function Legend() {
  const { bands } = materialWords.value.map.region;
  return (
    <div class="legend" style={{ marginTop: '10px' }}>
      {(['low', 'mid', 'high', 'none'] as const).map((band) => (
        <span key={band}>
          <i class="chip" style={{ background: BAND[band].fill, border: '1px solid var(--lijn2)' }} />
          {bands[band]}
        </span>
      ))}
    </div>
  );
}

function parkColumns(): TableColumn<Row>[] {
  const text = materialWords.value;
  type Figure = NonNullable<ReturnType<typeof figureOf>>;
  const shown = (row: Row, name: IndicatorName, told: (of: Figure) => string) => {
    const found = figureOf(row, name);
    if (found === undefined) return '–';
    return found.sign === null ? told(found) : <Sign sign={found.sign} reason={found.reason} />;
  };
  return [
    {
      id: 'park',
      head: text.park,
      cell: (row) => <RankedName rank={row.rank} href={`/parks/${row.park}/materialen`} name={row.name} />,
      sort: (row) => row.name,
    },
    {
      id: 'offered',
      head: text.map.region.offered,
      numeric: true,
      cell: (row) => shown(row, 'localLoopRate', ({ whole }) => tonnes(whole ?? 0)),
      sort: (row) => offeredOf(row) ?? -1,
    },
    ...SHARES.map((name, at): TableColumn<Row> => ({
      id: name,
      head: text.indicators[name],
      key: at === 0,
      numeric: true,
      cell: (row) => shown(row, name, ({ value }) => formatPercent(lang.value, value ?? 0)),
      sort: (row) => figureOf(row, name)?.value ?? -1,
    })),
  ];
}

function FlowsTable({ flows }: { flows: readonly Flow[] }) {
  const text = materialWords.value;
  const [all, setAll] = useState(false);
  const between = (row: Flow): string => (row.from === row.to ? `${nameOf(row.from)}, ${text.map.region.within}` : text.arrow(nameOf(row.from), nameOf(row.to)));
  return (
    <>
      <DataTable
        caption={text.map.region.flows}
        columns={[
          { id: 'between', head: text.map.between, cell: between, sort: between },
          { id: 'tonnes', head: text.tonnes, key: true, numeric: true, cell: (row) => tonnes(row.tonnesPerYear), sort: (row) => row.tonnesPerYear },
          { id: 'distance', head: text.distance, numeric: true, cell: kmOf, sort: (row) => row.distanceKm ?? 999 },
          { id: 'matches', head: text.map.matches, numeric: true, cell: (row) => formatNumber(lang.value, row.matches), sort: (row) => row.matches },
        ]}
        rows={all ? flows : flows.slice(0, ROWS_SHOWN)}
        rowId={(row) => `${row.from} ${row.to}`}
        rowName={between}
      />
      <WhyMaterials
        name={text.map.region.flows}
        choices={(all ? flows : flows.slice(0, ROWS_SHOWN)).flatMap((row) => {
          const path = (field: string): string => `/region/material-flows/explain?${new URLSearchParams({ field, from: row.from, to: row.to })}`;
          const tonnesOf = { name: `${between(row)}: ${text.tonnes}`, path: path('tonnesPerYear') };
          return row.distanceKm === null ? [tonnesOf] : [tonnesOf, { name: `${between(row)}: ${text.distance}`, path: path('distanceKm') }];
        })}
      />
      {flows.length > ROWS_SHOWN ? (
        <button type="button" class="text-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? text.fewer : text.all(formatNumber(lang.value, flows.length))}
        </button>
      ) : null}
    </>
  );
}

function FlowsPanel({ found }: { found: Resource<MaterialFlows> }) {
  const text = materialWords.value;
  return (
    <Panel
      title={text.map.region.flows}
      resource={found}
      shape="rows"
      minHeight={120}
      empty={({ flows, signs }) => (flows.length > 0 || signs.length > 0 ? null : { title: text.map.emptyTitle, text: text.map.region.none })}
    >
      {({ flows, signs }) => (signs.length > 0 ? <PanelState icon="lock" title={text.keptTitle} text={text.map.region.kept} /> : <FlowsTable flows={flows} />)}
    </Panel>
  );
}

export function CircularityMap({ resource }: { resource: Resource<Circularity> }) {
  const text = materialWords.value;
  const [marked, setMarked] = useState<string | null>(null);
  const found = useResource<MaterialFlows>(api('/region/material-flows'));
  const between = (found.data?.flows ?? []).filter((flow) => flow.from !== flow.to);
  const drawn = between.slice(0, LINES_MAX);
  return (
    <>
      <div class="w5 stack">
        <Panel title={text.map.region.title} resource={resource} minHeight={420}>
          {(data) => {
            const rows = ranked(data.parks);
            return (
              <>
                <p class="says">
                  {text.map.region.says} {between.length > drawn.length ? text.map.largest(drawn.length, between.length) : ''}
                </p>
                <RegionMap
                  markers={markersOf(rows)}
                  lines={linesOf(drawn)}
                  marked={marked}
                  onMark={setMarked}
                  label={text.map.region.label(rows.length, drawn.length)}
                  hrefOf={(id) => `/parks/${id}/materialen`}
                />
                <Legend />
              </>
            );
          }}
        </Panel>
        <FlowsPanel found={found} />
      </div>
      <Panel class="w7 top" title={text.parksTitle} resource={resource} shape="rows" minHeight={420}>
        {(data) => (
          <>
            <DataTable
              linked
              caption={text.parksTitle}
              columns={parkColumns()}
              rows={ranked(data.parks)}
              rowId={(row) => row.park}
              rowName={(row) => row.name}
              marked={marked}
              onMark={setMarked}
            />
            <p class="says">{text.factors(data.parameters.edition)}</p>
          </>
        )}
      </Panel>
    </>
  );
}
