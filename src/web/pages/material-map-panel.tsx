// The materials of a park or company on the ground: who offers, who needs and what flows between them. The table beside it is its twin.
import { useMemo, useState } from 'preact/hooks';
import type { BookView, Matches } from '../../api/shapes-materials.ts';
import { formatNumber } from '../../charts/formats.ts';
import { type MapFlow, type MapSpot, type MaterialMap, materialMapOf, widthPxOf } from '../material-map.ts';
import { className } from '../material-names.ts';
import { type Frame, type Point, spread } from '../map-projection.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel, PanelState } from '../parts/panel.tsx';
import { ParkMap } from '../parts/park-map.tsx';
import { materialWords } from '../state/material-words.ts';
import { parks } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import type { Resource } from '../state/use-resource.ts';
import { STATUS_TONES } from './material-matches.tsx';

const MARK_PX = 8;
/** Lines at once; the smaller ones are in the list of matches. */
const LINES_MAX = 20;
const CLASSES_SHOWN = 2;
const ARROW_PX = 7;
const LOOP = { wide: 38, high: 58 };
const BEGUN: ReadonlySet<MapFlow['status']> = new Set(['contract', 'metered']);

const tonnesText = ({ tonnes, about }: Pick<MapFlow, 'tonnes' | 'about'>): string => {
  const text = formatNumber(lang.value, tonnes);
  return about ? materialWords.value.about(text) : text;
};
const kmText = ({ distanceKm }: Pick<MapFlow, 'distanceKm'>): string => (distanceKm === null ? '–' : formatNumber(lang.value, distanceKm, distanceKm < 10 ? 1 : 0));
const parkName = (id: string): string => parks.value?.find((park) => park.id === id)?.name ?? id;

function spotName({ own, name, park }: MapSpot): string {
  const text = materialWords.value;
  return own ? text.own : (name ?? text.map.unnamedOn(parkName(park)));
}

function whatOf({ classes }: MapFlow, book: BookView | null): string {
  const text = materialWords.value;
  const names = classes.slice(0, CLASSES_SHOWN).map(([offered, needed]) => text.arrow(className(book, offered, lang.value), className(book, needed, lang.value)));
  return [...names, ...(classes.length > CLASSES_SHOWN ? [text.map.more(classes.length - CLASSES_SHOWN)] : [])].join('; ');
}

/** Straight from mark to mark, with an arrow halfway; between those of one park who are not known yet a loop at its middle. */
function Line({ from, to, flow, most, marked }: { from: Point; to: Point; flow: MapFlow; most: number; marked: boolean }) {
  const text = materialWords.value;
  const told = text.map.line({ from: spotName(flow.from), to: spotName(flow.to), tonnes: tonnesText(flow), km: kmText(flow) });
  const isLoop = flow.from.id === flow.to.id;
  const d = isLoop
    ? `M${from.x} ${from.y}c${-LOOP.wide * 1.6} ${-LOOP.high * 1.4} ${LOOP.wide * 1.6} ${-LOOP.high * 1.4} 0 0`
    : `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
  const color = marked ? 'var(--inkt)' : BEGUN.has(flow.status) ? 'var(--merk)' : 'var(--inkt2)';
  const width = widthPxOf(flow.tonnes, most);
  const middle = isLoop ? { x: from.x, y: from.y - LOOP.high * 1.05 } : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const turn = isLoop ? 0 : (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  const size = ARROW_PX + width / 2;
  return (
    <g role="img" aria-label={told}>
      <title>{told}</title>
      <path d={d} class="hit" />
      <path
        d={d}
        fill="none"
        stroke={color}
        stroke-opacity="0.8"
        stroke-width={width}
        {...(BEGUN.has(flow.status) ? {} : { 'stroke-dasharray': `${width + 4} ${width / 2 + 3}` })}
      />
      <path d={`M${-size} ${-size}L${size} 0L${-size} ${size}Z`} transform={`translate(${middle.x} ${middle.y}) rotate(${turn})`} fill={color} stroke="var(--vlak)" />
    </g>
  );
}

/** Who offers is round, who needs square, and those without a name a diamond: not by colour alone. */
function SpotMark({ spot, at: { x, y } }: { spot: MapSpot; at: Point }) {
  const stroke = { stroke: spot.own ? 'var(--inkt)' : 'var(--vlak)', 'stroke-width': spot.own ? 3 : 2 };
  return (
    <g aria-hidden="true">
      <title>{spotName(spot)}</title>
      {spot.kind === 'offer' ? (
        <circle cx={x} cy={y} r="7" fill="var(--biogas)" {...stroke} />
      ) : spot.kind === 'need' ? (
        <rect x={x - 6.5} y={y - 6.5} width="13" height="13" rx="2" fill="var(--koude)" {...stroke} />
      ) : (
        <rect x={x - 7} y={y - 7} width="14" height="14" transform={`rotate(45 ${x} ${y})`} fill="var(--vlak)" stroke="var(--inkt)" stroke-width="2" />
      )}
    </g>
  );
}

function Drawing({ map, flows, frame, marked }: { map: MaterialMap; flows: readonly MapFlow[]; frame: Frame; marked: string | null }) {
  const homes = map.spots.map((spot) => ({ ...frame.project(spot), radius: MARK_PX }));
  const at = new Map(spread(homes, 3).map((point, index): [string, Point] => [map.spots[index]?.id ?? '', point]));
  const pointOf = (spot: MapSpot): Point => at.get(spot.id) ?? frame.project(spot);
  const most = Math.max(0, ...flows.map((flow) => flow.tonnes));
  return (
    <>
      {flows.map((flow) => (
        <Line key={flow.id} from={pointOf(flow.from)} to={pointOf(flow.to)} flow={flow} most={most} marked={marked === flow.id} />
      ))}
      {map.spots.map((spot) => (
        <SpotMark key={spot.id} spot={spot} at={pointOf(spot)} />
      ))}
    </>
  );
}

function Legend() {
  const { legend } = materialWords.value.map;
  const dashes = 'repeating-linear-gradient(90deg, var(--inkt2) 0 5px, transparent 5px 8px)';
  const mark = { width: '11px', height: '11px' };
  return (
    <div class="legend" style={{ margin: '8px 0' }}>
      <span>
        <span style={{ ...mark, borderRadius: '50%', background: 'var(--biogas)' }} /> {legend.offer}
      </span>
      <span>
        <span style={{ ...mark, borderRadius: '2px', background: 'var(--koude)' }} /> {legend.need}
      </span>
      <span>
        <span style={{ width: '9px', height: '9px', margin: '0 1px', transform: 'rotate(45deg)', border: '2px solid var(--inkt)' }} /> {legend.unnamed}
      </span>
      <span>
        <span class="line" style={{ width: '22px', height: '3px', background: dashes }} /> {legend.possible}
      </span>
      <span>
        <span class="line" style={{ width: '22px', height: '3px', background: 'var(--merk)' }} /> {legend.begun}
      </span>
    </div>
  );
}

function columnsFor(book: BookView | null): TableColumn<MapFlow>[] {
  const text = materialWords.value;
  const what = (row: MapFlow): string => whatOf(row, book);
  const between = (row: MapFlow): string => (row.from.id === row.to.id ? spotName(row.from) : text.arrow(spotName(row.from), spotName(row.to)));
  return [
    { id: 'between', head: text.map.between, cell: between, sort: between },
    { id: 'what', head: text.what, cell: what, sort: what },
    { id: 'tonnes', head: text.tonnes, key: true, numeric: true, cell: tonnesText, sort: (row) => row.tonnes },
    { id: 'distance', head: text.distance, numeric: true, cell: kmText, sort: (row) => row.distanceKm ?? 999 },
    { id: 'matches', head: text.map.matches, numeric: true, cell: (row) => formatNumber(lang.value, row.matches), sort: (row) => row.matches },
    { id: 'status', head: text.status, cell: (row) => <Badge tone={STATUS_TONES[row.status]}>{text.statuses[row.status]}</Badge>, sort: (row) => row.status },
  ];
}

/** @param park whose circle is drawn; null: not known yet */
export function MaterialMapPanel({ resource, book, park }: { resource: Resource<Matches>; book: BookView | null; park: string | null }) {
  const text = materialWords.value;
  const [marked, setMarked] = useState<string | null>(null);
  const places = parks.value;
  const { data } = resource;
  const map = useMemo(() => materialMapOf(data?.items ?? [], places ?? []), [data, places]);
  const flows = map.flows.slice(0, LINES_MAX);
  const home = places?.find(({ id }) => id === park);
  const elsewhere = map.elsewhere === 0 ? '' : text.map.elsewhere(map.elsewhere);
  return (
    <Panel
      title={text.map.title}
      resource={resource}
      shape="rows"
      minHeight={240}
      empty={({ signs }) => (signs.length > 0 || flows.length > 0 ? null : { title: text.map.emptyTitle, text: elsewhere === '' ? text.map.empty : elsewhere })}
    >
      {({ signs }) =>
        signs.length > 0 ? (
          <PanelState icon="lock" title={text.keptTitle} text={text.keptText} />
        ) : (
          <>
            <p class="says">
              {text.map.says} {map.flows.length > flows.length ? text.map.largest(flows.length, map.flows.length) : ''} {elsewhere}
            </p>
            <Legend />
            <div class="two">
              <ParkMap label={text.map.label(map.spots.length, flows.length)} circle={home === undefined ? null : { ...home, radiusM: home.outline.radiusM }} places={map.spots}>
                {(frame) => <Drawing map={map} flows={flows} frame={frame} marked={marked} />}
              </ParkMap>
              <DataTable
                caption={text.map.title}
                columns={columnsFor(book)}
                rows={flows}
                rowId={(row) => row.id}
                rowName={(row) => whatOf(row, book)}
                marked={marked}
                onMark={setMarked}
              />
            </div>
          </>
        )
      }
    </Panel>
  );
}
