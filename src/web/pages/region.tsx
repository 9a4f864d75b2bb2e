// Regio: every park at this moment, on the map and in a table, and what they come to together.
import { useState } from 'preact/hooks';
import type { Park, RegionNow } from '../../api/shapes.ts';
import { formatClock, formatLongDate, formatNumber, formatPercent, formatScaled, scaleFor } from '../../charts/formats.ts';
import { regionSentence, regionTotals } from '../../charts/region-sentence.ts';
import { CoverageBadge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { BAND, type Marker, RegionMap } from '../parts/region-map.tsx';
import { Lead } from '../parts/say.tsx';
import { ToldUntil } from '../parts/told-until.tsx';
import { WhyRegion } from '../parts/why-region.tsx';
import { RankedName } from '../parts/ranked-name.tsx';
import { api } from '../state/fetch.ts';
import { parks } from '../state/session.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

type Row = RegionNow['parks'][number] & { readonly rank: number };

const rank = (data: RegionNow): Row[] =>
  [...data.parks].sort((a, b) => (b.todayImportKwh ?? -1) - (a.todayImportKwh ?? -1) || a.name.localeCompare(b.name)).map((park, index) => ({ ...park, rank: index + 1 }));

function columnsFor(rows: readonly Row[]): TableColumn<Row>[] {
  const text = words.value.region;
  const language = lang.value;
  const totals = regionTotals(rows);
  const largest = Math.max(1, ...rows.map((row) => Math.max(row.drawnKw ?? 0, row.generationKw ?? 0)));
  const scale = scaleFor('kW', largest);
  const power = (value: number | null): string => (value === null ? '–' : formatScaled(language, value, scale));
  const bar = (value: number | null, own: boolean) => <span aria-hidden="true" class={own ? 'bar own' : 'bar'} style={{ width: `${((value ?? 0) / largest) * 56}px` }} />;
  const percent = (value: number | null): string => (value === null ? '–' : formatPercent(language, value));
  return [
    { id: 'park', head: text.park, cell: (row) => <RankedName rank={row.rank} href={`/parks/${row.park}`} name={row.name} />, sort: (row) => row.name, foot: text.total },
    { id: 'municipality', head: text.municipality, cell: (row) => row.municipality, sort: (row) => row.municipality, foot: '' },
    {
      id: 'import',
      head: `${text.import} (${scale.unit})`,
      key: true,
      numeric: true,
      cell: (row) => (
        <>
          {bar(row.drawnKw, false)} <strong>{power(row.drawnKw)}</strong>
        </>
      ),
      sort: (row) => row.drawnKw ?? -1,
      foot: power(totals.drawnKw),
    },
    {
      id: 'generation',
      head: `${text.generation} (${scale.unit})`,
      numeric: true,
      cell: (row) => (
        <>
          {bar(row.generationKw, true)} {power(row.generationKw)}
        </>
      ),
      sort: (row) => row.generationKw ?? -1,
      foot: power(totals.generationKw),
    },
    { id: 'self', head: text.self, key: true, numeric: true, cell: (row) => percent(row.selfSufficiency), sort: (row) => row.selfSufficiency ?? -1, foot: '' },
    { id: 'metered', head: text.metered, numeric: true, cell: (row) => percent(row.coverage), sort: (row) => row.coverage, foot: '' },
    {
      id: 'companies',
      head: text.companies,
      numeric: true,
      cell: (row) => formatNumber(language, row.companies),
      sort: (row) => row.companies,
      foot: formatNumber(language, totals.companies),
    },
    {
      id: 'meters',
      head: text.meters,
      numeric: true,
      cell: (row) => (
        <span class={row.metersLive < row.metersTotal ? 'tone-let' : ''}>
          {row.metersLive} / {row.metersTotal}
        </span>
      ),
      sort: (row) => row.metersTotal - row.metersLive,
      foot: `${totals.metersLive} / ${totals.metersTotal}`,
    },
  ];
}

function markersOf(rows: readonly Row[], places: readonly Park[]): Marker[] {
  const largest = Math.max(1, ...rows.map((row) => row.todayImportKwh ?? 0));
  return rows.flatMap((row) => {
    const park = places.find((each) => each.id === row.park);
    return park
      ? [{ id: row.park, rank: row.rank, name: row.name, lat: park.lat, lon: park.lon, size: Math.sqrt((row.todayImportKwh ?? 0) / largest), share: row.selfSufficiency }]
      : [];
  });
}

function MapLegend() {
  const { mapLegend, size } = words.value.region;
  const bands = ['low', 'mid', 'high', 'none'] as const;
  return (
    <div class="legend" style={{ marginTop: '10px' }}>
      {bands.map((band) => (
        <span key={band}>
          <i class="chip" style={{ background: BAND[band].fill, border: '1px solid var(--lijn2)' }} />
          {mapLegend[band]}
        </span>
      ))}
      <span>{size}</span>
    </div>
  );
}

function Today({ data }: { data: RegionNow }) {
  const text = words.value.region;
  const totals = regionTotals(data.parks);
  const scale = scaleFor('kWh', Math.max(totals.todayGenerationKwh ?? 0, totals.todayImportKwh ?? 0));
  const amount = (value: number | null): string => (value === null ? '–' : formatScaled(lang.value, value, scale));
  return (
    <dl class="equation">
      <div>
        <dt>{text.todayImport}</dt>
        <dd class="amount">
          {amount(totals.todayImportKwh)}
          <small>{scale.unit}</small>
        </dd>
        <dd>
          <WhyRegion name={text.todayImport} field="todayImportKwh" />
        </dd>
      </div>
      <div>
        <dt>{text.todayGeneration}</dt>
        <dd class="amount">
          {amount(totals.todayGenerationKwh)}
          <small>{scale.unit}</small>
        </dd>
        <dd>
          <WhyRegion name={text.todayGeneration} field="todayGenerationKwh" />
        </dd>
      </div>
      <div>
        <dt>{text.selfToday}</dt>
        <dd class="amount">{data.selfSufficiencyToday === null ? '–' : formatPercent(lang.value, data.selfSufficiencyToday)}</dd>
        <dd>
          <WhyRegion name={text.selfToday} field="selfSufficiencyToday" />
        </dd>
      </div>
      <div>
        <dt>{text.meters}</dt>
        <dd class="amount">
          {totals.metersLive}
          <small>/ {totals.metersTotal}</small>
        </dd>
      </div>
    </dl>
  );
}

export function RegionPage() {
  const [marked, setMarked] = useState<string | null>(null);
  const resource = useResource<RegionNow>(api('/region/now'), { concerns: (event) => event.type === 'changed', everyMs: 5_000 });
  const text = words.value.region;
  const data = resource.data;
  const atMs = data === null ? nowMs.value : Date.parse(data.at);
  const rows = data === null ? [] : rank(data);
  const measured = rows.filter((row) => row.drawnKw !== null).length;
  return (
    <>
      <Lead
        over={
          <>
            <span>
              {text.over} · {formatLongDate(lang.value, atMs)}, {formatClock(lang.value, atMs)}
            </span>
            {data ? <CoverageBadge coverage={data.coverage} /> : null}
          </>
        }
        sentence={data === null ? [text.title] : regionSentence(data.parks, lang.value)}
        under={data === null ? null : text.parksMeasured(measured, rows.length)}
      />
      <div class="grid">
        <Panel class="w4 top" title={text.mapTitle} resource={resource} minHeight={420}>
          {() => (
            <>
              <p class="says">{text.mapNote}</p>
              <div style={{ height: '8px' }} />
              <RegionMap markers={markersOf(rows, parks.value ?? [])} marked={marked} onMark={setMarked} />
              <MapLegend />
            </>
          )}
        </Panel>
        <div class="w8 stack">
          {data ? (
            <section class="panel" aria-label={text.total}>
              <Today data={data} />
              <ToldUntil told={data.toldUntil} />
            </section>
          ) : null}
          <Panel title={text.tableTitle} resource={resource} shape="rows" minHeight={360} asOf={(now) => now.asOf}>
            {() => (
              <DataTable
                linked
                caption={text.tableTitle}
                columns={columnsFor(rows)}
                rows={rows}
                rowId={(row) => row.park}
                rowName={(row) => row.name}
                marked={marked}
                onMark={setMarked}
              />
            )}
          </Panel>
        </div>
      </div>
    </>
  );
}
