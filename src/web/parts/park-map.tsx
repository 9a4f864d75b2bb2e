// A park as an own drawing: its circle, what lies around it, a scale; what it is about is drawn over it.
import type { ComponentChildren } from 'preact';
import type { HeatGround } from '../../api/shapes-heat-map.ts';
import { formatNumber } from '../../charts/formats.ts';
import { endsOf, scaleOf } from '../heat-ground.ts';
import { type Frame, type Place, frameAround } from '../map-projection.ts';
import { lang } from '../state/settings.ts';
import { Background, useDrawing } from './region-map.tsx';
import { useWidth } from './use-width.ts';

const MARGIN_PX = 34;
const LEAST_KM = 0.3;
const HEIGHT_SHARE = 0.5;
/** Beside other panels, a strip of it is enough. */
const STRIP_SHARE = 0.3;
/** A phone is taller than wide. */
const NARROW = { belowPx: 520, heightShare: 1.1 };

interface ParkMapProps {
  readonly label: string;
  readonly circle: HeatGround['circle'];
  /** What must be in sight besides the circle. */
  readonly places: readonly Place[];
  readonly children: (frame: Frame) => ComponentChildren;
  /** No higher than a strip. */
  readonly strip?: boolean;
  /** Somebody pointed at a place. */
  readonly onPoint?: (place: Place) => void;
}

export function ParkMap({ label, circle, places, children, strip = false, onPoint }: ParkMapProps) {
  const { ref, widthPx } = useWidth();
  const drawing = useDrawing();
  const width = Math.max(260, widthPx);
  const held = [...places, ...(circle === null ? [] : endsOf(circle))];
  const isNarrow = width < NARROW.belowPx;
  const heightShare = strip ? (isNarrow ? HEIGHT_SHARE : STRIP_SHARE) : isNarrow ? NARROW.heightShare : HEIGHT_SHARE;
  const frame = frameAround(held.length > 0 ? held : [{ lon: 6.1, lat: 52.2 }], width, { marginPx: MARGIN_PX, leastKm: LEAST_KM, heightShare });
  const scale = scaleOf(frame.pxPerKm, width);
  const point = (event: MouseEvent): void => {
    const box = ref.current?.querySelector('svg')?.getBoundingClientRect();
    if (box === undefined || onPoint === undefined) return;
    onPoint(frame.placeAt({ x: ((event.clientX - box.left) / box.width) * width, y: ((event.clientY - box.top) / box.height) * frame.heightPx }));
  };
  const middle = circle === null ? null : frame.project(circle);
  return (
    <div ref={ref}>
      {widthPx > 0 ? (
        <svg
          class="map"
          viewBox={`0 0 ${width} ${frame.heightPx}`}
          width={width}
          height={frame.heightPx}
          role="group"
          aria-label={label}
          style={onPoint === undefined ? {} : { cursor: 'crosshair' }}
          {...(onPoint && { onClick: point })}
        >
          {drawing ? <Background drawing={drawing} frame={frame} /> : null}
          {circle === null || middle === null ? null : (
            <circle
              aria-hidden="true"
              cx={middle.x}
              cy={middle.y}
              r={(circle.radiusM / 1000) * frame.pxPerKm}
              fill="var(--vlak)"
              fill-opacity="0.55"
              stroke="var(--as)"
              stroke-dasharray="5 4"
            />
          )}
          {children(frame)}
          <g aria-hidden="true">
            <path d={`M12 ${frame.heightPx - 22}v4h${scale.px}v-4`} fill="none" stroke="var(--inkt2)" />
            <text class="place" x="12" y={frame.heightPx - 6}>
              {formatNumber(lang.value, scale.metres)} m
            </text>
          </g>
        </svg>
      ) : null}
    </div>
  );
}

export const pathOf = (points: readonly Place[], frame: Frame): string =>
  points
    .map(frame.project)
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('');

/** A source is round, a consumer square: not by colour alone. */
export function PortMark({ x, y, role, mine, title }: { x: number; y: number; role: 'source' | 'sink'; mine: boolean; title: string }) {
  const stroke = { stroke: mine ? 'var(--inkt)' : 'var(--vlak)', 'stroke-width': mine ? 3 : 2 };
  return (
    <g aria-hidden="true">
      <title>{title}</title>
      {role === 'source' ? (
        <circle cx={x} cy={y} r="7" fill="var(--warmte)" {...stroke} />
      ) : (
        <rect x={x - 6.5} y={y - 6.5} width="13" height="13" rx="2" fill="var(--koude)" {...stroke} />
      )}
    </g>
  );
}
