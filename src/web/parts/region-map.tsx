// The region as an own drawing: land, water, roads and one marker a park. The table beside it is its twin.
import { useEffect, useState } from 'preact/hooks';
import { type Frame, type Point, frameAround, spread } from '../map-projection.ts';
import { type MapDrawing, type MapLabel, type MapLine, readMap } from '../map-drawing.ts';
import { words } from '../state/settings.ts';
import { useWidth } from './use-width.ts';

export interface Marker {
  readonly id: string;
  readonly rank: number;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
  /** 0..1 of the largest. */
  readonly size: number;
  /** Self-sufficiency, null when not measured. */
  readonly share: number | null;
}

const files = import.meta.glob<unknown>('../assets/map.json', { import: 'default' });

/** The background of the region; null while it is not there yet. */
export function useDrawing(): MapDrawing | null {
  const [drawing, setDrawing] = useState<MapDrawing | null>(null);
  useEffect(() => {
    const load = files['../assets/map.json'];
    load?.().then(
      (json) => setDrawing(readMap(json)),
      () => setDrawing(null),
    );
  }, []);
  return drawing;
}

const path = (line: MapLine, frame: Frame): string =>
  line.points
    .map((place, index) => {
      const { x, y } = frame.project(place);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('') + (line.closed ? 'Z' : '');

const LINE = {
  forest: { fill: 'var(--bos)' },
  outline: { stroke: 'var(--lijn2)', 'stroke-width': 1.2, 'stroke-dasharray': '2 3' },
  river: { stroke: 'var(--kaartwater)', 'stroke-width': 7 },
  canal: { stroke: 'var(--kaartwater)', 'stroke-width': 3.5 },
  stream: { stroke: 'var(--kaartwater)', 'stroke-width': 2 },
  motorway: { stroke: 'var(--weg)', 'stroke-width': 4 },
  road: { stroke: 'var(--weg)', 'stroke-width': 2.5 },
} as const;

export function bandOf(share: number | null): 'low' | 'mid' | 'high' | 'none' {
  return share === null ? 'none' : share < 0.2 ? 'low' : share < 0.5 ? 'mid' : 'high';
}
export const BAND = {
  low: { fill: 'var(--d1)', text: 'var(--d1t)' },
  mid: { fill: 'var(--d2)', text: 'var(--d2t)' },
  high: { fill: 'var(--d3)', text: 'var(--d3t)' },
  none: { fill: 'var(--vlak2)', text: 'var(--inkt)' },
} as const;

function Label({ label, frame }: { label: MapLabel; frame: Frame }) {
  const { x, y } = frame.project(label);
  const half = label.text.length * 3.6 + 5;
  if (label.kind !== 'badge')
    return (
      <text class={`place ${label.kind}`} x={x} y={y} text-anchor="middle">
        {label.text}
      </text>
    );
  return (
    <>
      <rect x={x - half} y={y - 13} width={half * 2} height="18" rx="4" fill="var(--vlak)" />
      <text class="place badge-text" x={x} y={y} text-anchor="middle">
        {label.text}
      </text>
    </>
  );
}

export function Background({ drawing, frame }: { drawing: MapDrawing; frame: Frame }) {
  return (
    <g aria-hidden="true">
      <g fill="none" stroke-linecap="round" stroke-linejoin="round">
        {drawing.lines.map((line, index) => (
          <path key={index} d={path(line, frame)} {...LINE[line.kind]} />
        ))}
      </g>
      {drawing.labels.map((label) => (
        <Label key={label.text} label={label} frame={frame} />
      ))}
    </g>
  );
}

/** Something that goes from one marker to another. */
export interface MarkerLine {
  readonly from: string;
  readonly to: string;
  readonly widthPx: number;
  readonly told: string;
}

function Lines({ lines, at }: { lines: readonly MarkerLine[]; at: ReadonlyMap<string, Point> }) {
  return (
    <>
      {lines.map(({ from, to, widthPx, told }) => {
        const [begin, end] = [at.get(from), at.get(to)];
        if (begin === undefined || end === undefined || from === to) return null;
        const turn = (Math.atan2(end.y - begin.y, end.x - begin.x) * 180) / Math.PI;
        const size = 6 + widthPx / 2;
        return (
          <g key={`${from} ${to}`} role="img" aria-label={told}>
            <title>{told}</title>
            <path d={`M${begin.x} ${begin.y}L${end.x} ${end.y}`} stroke="var(--inkt2)" stroke-opacity="0.7" stroke-width={widthPx} />
            {/* Nearer to where it goes: there may be one back. */}
            <path
              d={`M${-size} ${-size}L${size} 0L${-size} ${size}Z`}
              transform={`translate(${begin.x + (end.x - begin.x) * 0.62} ${begin.y + (end.y - begin.y) * 0.62}) rotate(${turn})`}
              fill="var(--inkt2)"
              stroke="var(--land)"
            />
          </g>
        );
      })}
    </>
  );
}

interface RegionMapProps {
  readonly markers: readonly Marker[];
  readonly lines?: readonly MarkerLine[];
  readonly marked: string | null;
  readonly onMark: (id: string | null) => void;
  /** What it shows, and where its markers lead; by itself the parks at this moment. */
  readonly label?: string;
  readonly hrefOf?: (id: string) => string;
}

export function RegionMap({ markers, lines, marked, onMark, label, hrefOf }: RegionMapProps) {
  const { ref, widthPx } = useWidth();
  const drawing = useDrawing();
  const width = Math.max(280, widthPx);
  const towns = drawing?.labels.filter(({ kind }) => kind === 'place') ?? [];
  const frame = frameAround(markers.length > 0 ? [...markers, ...towns] : [{ lon: 6.1, lat: 52.2 }], width, { marginPx: 36 });
  const homes = markers.map((marker) => ({ ...frame.project(marker), radius: 11 + marker.size * 5 }));
  const places = spread(homes, 3);
  const scalePx = frame.pxPerKm * 10;
  return (
    <div ref={ref}>
      {widthPx > 0 ? (
        <svg
          class="map"
          viewBox={`0 0 ${width} ${frame.heightPx}`}
          width={width}
          height={frame.heightPx}
          role="group"
          aria-label={label ?? words.value.region.mapLabel(markers.length)}
        >
          {drawing ? <Background drawing={drawing} frame={frame} /> : null}
          {lines === undefined ? null : <Lines lines={lines} at={new Map(places.map((point, index) => [markers[index]?.id ?? '', point]))} />}
          {markers.map((marker, index) => {
            const at = places[index] ?? { x: 0, y: 0, radius: 11 };
            const home = homes[index] ?? at;
            const band = BAND[bandOf(marker.share)];
            return (
              <a
                key={marker.id}
                href={hrefOf?.(marker.id) ?? `/parks/${marker.id}`}
                class={marked === marker.id ? 'marker marked' : 'marker'}
                aria-label={`${marker.rank} ${marker.name}`}
                onPointerEnter={() => onMark(marker.id)}
                onPointerLeave={() => onMark(null)}
                onFocus={() => onMark(marker.id)}
                onBlur={() => onMark(null)}
              >
                <title>{marker.name}</title>
                {Math.hypot(at.x - home.x, at.y - home.y) > 4 ? (
                  <>
                    <path d={`M${home.x} ${home.y}L${at.x} ${at.y}`} stroke="var(--inkt)" stroke-width="1" fill="none" />
                    <circle cx={home.x} cy={home.y} r="2.5" style={{ fill: 'var(--inkt)', stroke: 'none' }} />
                  </>
                ) : null}
                <circle cx={at.x} cy={at.y} r={at.radius} style={{ fill: band.fill }} />
                <text x={at.x} y={at.y + 4} text-anchor="middle" style={{ fill: band.text }}>
                  {marker.rank}
                </text>
              </a>
            );
          })}
          <g aria-hidden="true">
            <path d={`M12 ${frame.heightPx - 22}v4h${scalePx}v-4`} fill="none" stroke="var(--inkt2)" />
            <text class="place" x="12" y={frame.heightPx - 6}>
              {words.value.region.scale}
            </text>
          </g>
        </svg>
      ) : null}
    </div>
  );
}
