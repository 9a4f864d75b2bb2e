// The trench that several links share, on the map: each stretch with the diameter of its pipe and its length.
import type { TrenchStretch } from '../../api/shapes-heat-map.ts';
import { lengthPxOf, placed, pointAlong } from '../heat-ground.ts';
import type { Frame, Point } from '../map-projection.ts';
import { heatMapWords } from '../state/heat-map-words.ts';
import { metres } from './heat-texts.tsx';

const MARK_PX = 16;
/** The ditch is wider for a thicker pipe, as far as a map can show it. */
const ditchPx = (dn: number): number => 6 + Math.min(8, dn / 25);
const LABEL = { pxPerLetter: 6.6, marginPx: 10, heightPx: 32, along: [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8] };

interface TrenchLayerProps {
  readonly stretches: readonly TrenchStretch[];
  /** Where the marks of ports were put. */
  readonly at: ReadonlyMap<number, Point>;
  readonly nameOf: (port: number) => string;
  readonly frame: Frame;
}

interface Drawn {
  readonly stretch: TrenchStretch;
  readonly points: readonly Point[];
  readonly told: string;
}

/** A straight stretch goes from mark to mark; a drawn one as somebody drew it. */
function drawnOf({ stretches, at, nameOf, frame }: TrenchLayerProps): Drawn[] {
  return stretches.flatMap((stretch) => {
    const [from, to] = [at.get(stretch.from), at.get(stretch.to)];
    const ends = from === undefined || to === undefined ? [] : [from, to];
    const points = stretch.points.length > 2 || ends.length < 2 ? stretch.points.map(frame.project) : ends;
    if (stretch.lengthM === 0 || points.length < 2) return [];
    const told = heatMapWords.value.stretch({ from: nameOf(stretch.from), to: nameOf(stretch.to), dn: stretch.dn, metres: metres(stretch.lengthM) });
    return [{ stretch, points, told }];
  });
}

/** Two banks with the ground between them, so that it is told from the lines of matches by its shape. */
export function TrenchLayer(props: TrenchLayerProps) {
  return (
    <>
      {drawnOf(props).map(({ stretch, points, told }) => {
        const d = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
        const line = { d, fill: 'none', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;
        return (
          <g key={told} role="img" aria-label={told}>
            <title>{told}</title>
            <path {...line} stroke="var(--inkt)" stroke-width={ditchPx(stretch.dn) + 3} />
            <path {...line} stroke="var(--vlak2)" stroke-width={ditchPx(stretch.dn)} />
          </g>
        );
      })}
    </>
  );
}

/** Diameter and length on each stretch that has room for it, the longest first. */
export function TrenchLabels(props: TrenchLayerProps) {
  const labels = drawnOf(props).map(({ stretch, points }) => {
    const lines = [`DN ${stretch.dn}`, metres(stretch.lengthM)] as const;
    const widthPx = Math.max(...lines.map((one) => one.length)) * LABEL.pxPerLetter + LABEL.marginPx;
    return { lines, widthPx, heightPx: LABEL.heightPx, lengthPx: lengthPxOf(points), spots: LABEL.along.map((share) => pointAlong(points, share)) };
  });
  const shown = placed(
    labels.sort((a, b) => b.lengthPx - a.lengthPx),
    [...props.at.values()],
    MARK_PX,
  );
  return (
    <g aria-hidden="true">
      {shown.map(({ x, y, lines, widthPx, heightPx }) => (
        <g key={`${x} ${y}`} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
          <rect x={-widthPx / 2} y={-heightPx / 2} width={widthPx} height={heightPx} rx="4" fill="var(--vlak)" stroke="var(--as)" />
          {lines.map((line, index) => (
            <text key={line} text-anchor="middle" y={index * 13 - 2} fill="var(--inkt)">
              {line}
            </text>
          ))}
        </g>
      ))}
    </g>
  );
}
