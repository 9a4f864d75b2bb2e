// Electricity at this moment: sources on the left, uses on the right, widths in proportion, closing in the hub.
import { formatAmount, formatNumber } from '../../charts/formats.ts';
import { HUB_SHARE, flowHeightPx, layoutFlow } from '../../charts/flow-layout.ts';
import type { FlowNow } from '../now-figures.ts';
import { lang, words } from '../state/settings.ts';
import { Icon, type IconName } from './icon.tsx';
import { useWidth } from './use-width.ts';

const COLOR: Readonly<Record<string, string>> = {
  grid: 'var(--stroom)',
  sun: 'var(--stroom3)',
  solar: 'var(--stroom3)',
  wind: 'var(--stroom2)',
  chp: 'var(--stroom0)',
  discharge: 'var(--opslag)',
  charge: 'var(--opslag)',
  companies: 'var(--stroom)',
  company: 'var(--stroom)',
  export: 'var(--infoz)',
  residual: 'var(--as)',
};
const ICON: Readonly<Record<string, IconName>> = {
  grid: 'grid',
  sun: 'sun',
  solar: 'sun',
  wind: 'wind',
  chp: 'chp',
  discharge: 'battery',
  charge: 'battery',
  companies: 'building',
  company: 'building',
  export: 'out',
  residual: 'unknown',
};

export function flowName(id: string): string {
  const known = Object.entries(words.value.nodes).find(([name]) => name === id);
  return known?.[1] ?? id;
}

function bandStyle(id: string) {
  if (id === 'residual') return { fill: 'none', stroke: 'var(--as)', 'stroke-width': 1.5, 'stroke-dasharray': '3 3' };
  if (id === 'sun' || id === 'solar') return { fill: 'var(--stroom3)', stroke: 'var(--stroom2)', 'stroke-width': 0.75 };
  if (id === 'export') return { fill: 'var(--infoz)', stroke: 'var(--stroom)', 'stroke-width': 1.25 };
  return { fill: COLOR[id] ?? 'var(--stroom2)' };
}

interface SideProps {
  readonly ends: FlowNow['sources'];
  readonly side: 'left' | 'right';
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hubHalfPx: number;
  readonly totalKw: number;
  readonly stale: boolean;
}

function Side({ stale, ends, side, widthPx, heightPx, hubHalfPx, totalKw }: SideProps) {
  const wide = widthPx >= 520;
  const labelPx = wide ? Math.min(220, widthPx * 0.3) : 86;
  const left = side === 'left';
  const outerX = left ? labelPx : widthPx - labelPx;
  const bands = layoutFlow(ends, { heightPx, outerX: left ? outerX + 8 : outerX - 8, hubX: widthPx / 2 + (left ? -hubHalfPx : hubHalfPx), totalKw });
  const textX = left ? outerX - (wide ? 34 : 0) : outerX + (wide ? 34 : 0);
  const anchor = left ? 'end' : 'start';
  return (
    <>
      {bands.map((band, index) => {
        const kw = ends[index]?.kw ?? 0;
        return (
          <g key={band.id}>
            {band.path === '' ? null : <path d={band.path} {...(stale ? { fill: 'var(--as)' } : bandStyle(band.id))} />}
            {wide ? (
              <g transform={`translate(${left ? outerX - 26 : outerX + 4} ${band.labelY - 10})`} style={{ color: 'var(--inkt2)' }}>
                <Icon name={ICON[band.id] ?? 'plug'} size={20} />
              </g>
            ) : null}
            <text class="flow-label" x={textX} y={band.labelY - 4} text-anchor={anchor}>
              {flowName(band.id)}
            </text>
            <text class="flow-value" x={textX} y={band.labelY + 13} text-anchor={anchor}>
              {formatNumber(lang.value, kw)}
              <tspan class="flow-unit"> kW</tspan>
            </text>
          </g>
        );
      })}
    </>
  );
}

/** The sum stands in words above it; the drawing repeats it, so the image's name is that sentence. */
export function FlowDiagram({ flow, hub, stale }: { flow: FlowNow; hub: string; stale: boolean }) {
  const { ref, widthPx } = useWidth();
  const heightPx = flowHeightPx(Math.max(flow.sources.length, flow.uses.length));
  const hubHalfPx = widthPx >= 520 ? 42 : 30;
  const hubPx = heightPx * HUB_SHARE;
  const list = (ends: FlowNow['sources']): string => ends.map((end) => `${flowName(end.id)} ${formatAmount(lang.value, end.kw, 'kW')}`).join(', ');
  return (
    <div ref={ref}>
      {widthPx > 0 ? (
        <svg class="flow" width={widthPx} height={heightPx} viewBox={`0 0 ${widthPx} ${heightPx}`} role="img" aria-label={`${hub}: ${list(flow.sources)} → ${list(flow.uses)}`}>
          <Side ends={flow.sources} side="left" widthPx={widthPx} heightPx={heightPx} hubHalfPx={hubHalfPx} totalKw={flow.totalKw} stale={stale} />
          <Side ends={flow.uses} side="right" widthPx={widthPx} heightPx={heightPx} hubHalfPx={hubHalfPx} totalKw={flow.totalKw} stale={stale} />
          <rect x={widthPx / 2 - hubHalfPx} y={(heightPx - hubPx) / 2} width={hubHalfPx * 2} height={hubPx} rx="10" fill="var(--knoop)" />
          <HubName name={hub} x={widthPx / 2} y={heightPx / 2 - 14} />
          <text class="hub-value" x={widthPx / 2} y={heightPx / 2 + 11} text-anchor="middle">
            {formatNumber(lang.value, flow.totalKw)}
          </text>
          <text class="hub-name" x={widthPx / 2} y={heightPx / 2 + 30} text-anchor="middle">
            kW
          </text>
        </svg>
      ) : null}
    </div>
  );
}

/** A long name takes two lines; what does not fit in them is cut at a word. */
function HubName({ name, x, y }: { name: string; x: number; y: number }) {
  const lines: string[] = [];
  for (const word of name.split(/[\s–-]+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 11) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const shown = lines.slice(0, 2).map((line) => (line.length > 12 ? `${line.slice(0, 11)}…` : line));
  return (
    <>
      {shown.map((line, index) => (
        <text key={line} class="hub-name" x={x} y={y - (shown.length - 1 - index) * 16} text-anchor="middle">
          {line}
        </text>
      ))}
    </>
  );
}
