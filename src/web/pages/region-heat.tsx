// Warmte in de regio: what each park offers and wants of heat, as far as no company can be read from it.
import { useEffect, useState } from 'preact/hooks';
import type { Park } from '../../api/shapes.ts';
import type { RegionHeat } from '../../api/shapes-heat-map.ts';
import { type Scale, formatPercent, formatScaled, scaleFor } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { CoverageBadge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { BAND, type Marker, RegionMap } from '../parts/region-map.tsx';
import { Lead } from '../parts/say.tsx';
import { RankedName } from '../parts/ranked-name.tsx';
import { api } from '../state/fetch.ts';
import { heatMapWords } from '../state/heat-map-words.ts';
import { parks } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

/** Hours are read park by park; until they are all there an answer waits a while and says how many are left. */
const AGAIN_MS = 500;
const FIGURES = ['offered', 'wanted', 'sameHours'] as const;
type Figure = RegionHeat['totals']['offered'];
type Row = RegionHeat['parks'][number] & { readonly rank: number };

const rank = ({ parks: rows }: RegionHeat): Row[] =>
  [...rows].sort((a, b) => (b.wanted.kwh ?? -1) - (a.wanted.kwh ?? -1) || a.name.localeCompare(b.name)).map((row, index) => ({ ...row, rank: index + 1 }));

const shareOf = ({ wanted, sameHours }: Pick<Row, 'wanted' | 'sameHours'>): number | null =>
  wanted.kwh === null || wanted.kwh === 0 || sameHours.kwh === null ? null : sameHours.kwh / wanted.kwh;

function leadOf({ totals }: RegionHeat): Sentence {
  const text = heatMapWords.value.region;
  if (totals.wanted.kwh === null) return [text.title, '.'];
  const share = shareOf(totals);
  const [before = '', after = ''] = text.lead('#').split('#');
  const wanted = formatScaled(lang.value, totals.wanted.kwh, scaleFor('kWh', totals.wanted.kwh));
  return [before, stress(`${wanted} ${scaleFor('kWh', totals.wanted.kwh).unit}`), after, share === null ? '' : text.leadSame(formatPercent(lang.value, share)), '.'];
}

function cellOf(figure: Figure, scale: Scale) {
  const text = heatMapWords.value.region;
  if (figure.kwh !== null) return formatScaled(lang.value, figure.kwh, scale);
  // Plain text: in a column of figures on a phone a badge would push them out of sight.
  return <span class="small" style={{ whiteSpace: 'normal' }}>{`${text.secret}: ${text.reasons[figure.reason ?? 'too-few']}`}</span>;
}

/** One scale for parks that are a hundredfold apart. */
const MWH: Scale = { unit: 'MWh', divisor: 1000, digits: 0 };

function columnsFor(data: RegionHeat): TableColumn<Row>[] {
  const text = heatMapWords.value.region;
  return [
    {
      id: 'park',
      head: text.park,
      cell: (row) => <RankedName rank={row.rank} href={`/parks/${row.park}/warmte`} name={row.name} />,
      sort: (row) => row.name,
      foot: text.total,
    },
    ...FIGURES.map((id): TableColumn<Row> => ({
      id,
      head: `${text[id]} (${MWH.unit})`,
      key: id === 'wanted',
      numeric: true,
      cell: (row) => cellOf(row[id], MWH),
      sort: (row) => row[id].kwh ?? -1,
      foot: cellOf(data.totals[id], MWH),
    })),
  ];
}

function markersOf(rows: readonly Row[], places: readonly Park[]): Marker[] {
  const largest = Math.max(1, ...rows.map((row) => row.wanted.kwh ?? 0));
  return rows.flatMap((row) => {
    const park = places.find(({ id }) => id === row.park);
    return park === undefined
      ? []
      : [{ id: row.park, rank: row.rank, name: row.name, lat: park.lat, lon: park.lon, size: Math.sqrt((row.wanted.kwh ?? 0) / largest), share: shareOf(row) }];
  });
}

function Legend() {
  const { bands } = heatMapWords.value.region;
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

export function RegionHeatPage() {
  const text = heatMapWords.value.region;
  const [marked, setMarked] = useState<string | null>(null);
  const resource = useResource<RegionHeat>(api('/region/heat-map'));
  const { data, refetch } = resource;
  useEffect(() => {
    if (data === null || data.reading === 0) return undefined;
    const timer = setTimeout(refetch, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [data, refetch]);
  const rows = data === null ? [] : rank(data);
  const empty = (of: RegionHeat) => {
    if (of.reading > 0) return { title: text.title, text: text.reading(of.reading) };
    return of.parks.length > 0 ? null : { title: text.emptyTitle, text: text.empty };
  };
  return (
    <>
      <Lead
        over={
          <>
            <span>{text.title}</span>
            {data === null || data.reading > 0 ? null : <CoverageBadge coverage={data.coverage} />}
          </>
        }
        sentence={data === null || data.reading > 0 ? [text.title] : leadOf(data)}
      />
      <div class="grid">
        <Panel class="w5 top" title={text.mapTitle} resource={resource} minHeight={420} empty={empty}>
          {() => (
            <>
              <p class="says">{text.mapSays}</p>
              <RegionMap markers={markersOf(rows, parks.value ?? [])} marked={marked} onMark={setMarked} label={text.label(rows.length)} hrefOf={(id) => `/parks/${id}/warmte`} />
              <Legend />
            </>
          )}
        </Panel>
        <Panel class="w7 top" title={text.tableTitle} resource={resource} shape="rows" minHeight={420} empty={empty}>
          {(of) => (
            <>
              <p class="says">{text.tableSays}</p>
              <DataTable
                linked
                caption={text.tableTitle}
                columns={columnsFor(of)}
                rows={rows}
                rowId={(row) => row.park}
                rowName={(row) => row.name}
                marked={marked}
                onMark={setMarked}
              />
            </>
          )}
        </Panel>
      </div>
    </>
  );
}
