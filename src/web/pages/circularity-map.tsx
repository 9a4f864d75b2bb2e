// The circularity of the region on the ground: its parks, and what they could exchange as far as no company can be read from it.
import { useState } from 'preact/hooks';
import type { Circularity, IndicatorName, MaterialFlows } from '../../api/shapes-circularity.ts';
import { formatNumber, formatPercent } from '../../charts/formats.ts';
import { widthPxOf } from '../material-map.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { BAND, type Marker, type MarkerLine, RegionMap } from '../parts/region-map.tsx';
import { api } from '../state/fetch.ts';
import { materialWords } from '../state/material-words.ts';
import { parks } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { Sign } from './circularity-panel.tsx';

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
  const shown = (row: Row, name: IndicatorName, told: (of: NonNullable<ReturnType<typeof figureOf>>) => string) => {
    const found = figureOf(row, name);
    if (found === undefined) return '–';
    return found.sign === null ? told(found) : <Sign sign={found.sign} reason={found.reason} />;
  };
  return [
    {
      id: 'park',
      head: text.park,
      cell: (row) => (
        <>
          <span class="least" style={{ display: 'inline-block', minWidth: '22px' }}>
            {row.rank}
          </span>
          <a href={`/parks/${row.park}/materialen`}>{row.name}</a>
        </>
      ),
      sort: (row) => row.name,
    },
    {
      id: 'offered',
      head: text.map.region.offered,
      key: true,
      numeric: true,
      cell: (row) => shown(row, 'localLoopRate', ({ whole }) => tonnes(whole ?? 0)),
      sort: (row) => offeredOf(row) ?? -1,
    },
    {
      id: 'recycled',
      head: text.indicators.recyclingShare,
      numeric: true,
      cell: (row) => shown(row, 'recyclingShare', ({ value }) => formatPercent(lang.value, value ?? 0)),
      sort: (row) => figureOf(row, 'recyclingShare')?.value ?? -1,
    },
  ];
}

function FlowsTable({ flows }: { flows: readonly Flow[] }) {
  const text = materialWords.value;
  const between = (row: Flow): string => (row.from === row.to ? `${nameOf(row.from)}, ${text.map.region.within}` : text.arrow(nameOf(row.from), nameOf(row.to)));
  return (
    <DataTable
      caption={text.map.region.flows}
      columns={[
        { id: 'between', head: text.map.between, cell: between, sort: between },
        { id: 'tonnes', head: text.tonnes, key: true, numeric: true, cell: (row) => tonnes(row.tonnesPerYear), sort: (row) => row.tonnesPerYear },
        { id: 'distance', head: text.distance, numeric: true, cell: kmOf, sort: (row) => row.distanceKm ?? 999 },
        { id: 'matches', head: text.map.matches, numeric: true, cell: (row) => formatNumber(lang.value, row.matches), sort: (row) => row.matches },
      ]}
      rows={flows}
      rowId={(row) => `${row.from} ${row.to}`}
      rowName={between}
    />
  );
}

export function CircularityMap({ resource }: { resource: Resource<Circularity> }) {
  const text = materialWords.value.map.region;
  const [marked, setMarked] = useState<string | null>(null);
  const found = useResource<MaterialFlows>(api('/region/material-flows'));
  const flows = found.data?.flows ?? [];
  return (
    <>
      <Panel class="w5 top" title={text.title} resource={resource} minHeight={420}>
        {(data) => {
          const rows = ranked(data.parks);
          return (
            <>
              <p class="says">{text.says}</p>
              <RegionMap
                markers={markersOf(rows)}
                lines={linesOf(flows)}
                marked={marked}
                onMark={setMarked}
                label={text.label(rows.length, flows.length)}
                hrefOf={(id) => `/parks/${id}/materialen`}
              />
              <Legend />
            </>
          );
        }}
      </Panel>
      <div class="w7 stack">
        <Panel title={text.offeredTitle} resource={resource} shape="rows" minHeight={240}>
          {(data) => (
            <DataTable
              linked
              caption={text.offeredTitle}
              columns={parkColumns()}
              rows={ranked(data.parks)}
              rowId={(row) => row.park}
              rowName={(row) => row.name}
              marked={marked}
              onMark={setMarked}
            />
          )}
        </Panel>
        <Panel
          title={text.flows}
          resource={found}
          shape="rows"
          minHeight={120}
          empty={({ signs }) =>
            flows.length > 0 ? null : { title: signs.length > 0 ? materialWords.value.keptTitle : text.flows, text: signs.length > 0 ? text.kept : text.none }
          }
        >
          {() => <FlowsTable flows={flows} />}
        </Panel>
      </div>
    </>
  );
}
