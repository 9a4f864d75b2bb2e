// The heat of a park on the ground: sources, consumers and the opportunities between them. The list is its twin.
import type { HeatMap, TrenchStretch } from '../../api/shapes-heat-map.ts';
import { linesShown } from '../heat-ground.ts';
import { type Frame, type Point, spread } from '../map-projection.ts';
import { Panel } from '../parts/panel.tsx';
import { ParkMap, PortMark, pathOf } from '../parts/park-map.tsx';
import { heatMapWords } from '../state/heat-map-words.ts';
import type { Resource } from '../state/use-resource.ts';
import { metres } from './heat-texts.tsx';
import { TrenchLabels, TrenchLayer } from './heat-trench.tsx';

type Line = HeatMap['lines'][number];
const MARK_PX = 7;

interface LinesProps {
  readonly data: HeatMap;
  readonly lines: readonly Line[];
  readonly together: ReadonlySet<string>;
  readonly trench: readonly TrenchStretch[];
  readonly frame: Frame;
}

function Lines({ data, lines, together, trench, frame }: LinesProps) {
  const text = heatMapWords.value;
  const homes = data.ports.map((port) => ({ ...frame.project(port), radius: MARK_PX }));
  const at = new Map(spread(homes, 3).map((point, index): [number, Point] => [data.ports[index]?.port ?? 0, point]));
  const nameOf = (port: number): string => data.ports.find((one) => one.port === port)?.name ?? '';
  const straight = (line: Line): string => {
    const [from, to] = [at.get(line.source), at.get(line.sink)];
    return from === undefined || to === undefined ? pathOf(line.points, frame) : `M${from.x} ${from.y}L${to.x} ${to.y}`;
  };
  const ditch = { stretches: trench, at, nameOf, frame };
  return (
    <>
      <TrenchLayer {...ditch} />
      {lines.map((line) => {
        const pays = together.has(line.id);
        const drawn = line.points.length > 2;
        const told = text.line({ rank: line.rank, from: nameOf(line.source), to: nameOf(line.sink), metres: metres(line.lengthM) });
        return (
          <a key={line.id} href={`/warmte/${line.id}`} class="link" aria-label={told}>
            <title>{told}</title>
            <path d={drawn ? pathOf(line.points, frame) : straight(line)} class="hit" />
            <path
              d={drawn ? pathOf(line.points, frame) : straight(line)}
              fill="none"
              stroke={pays ? 'var(--merk)' : 'var(--inkt2)'}
              stroke-width={pays ? 3.5 : 1.5}
              stroke-linejoin="round"
              {...(line.route === 'drawn' ? {} : { 'stroke-dasharray': pays ? '9 4' : '5 4' })}
            />
          </a>
        );
      })}
      {data.ports.map((port) => {
        const { x, y } = at.get(port.port) ?? frame.project(port);
        return <PortMark key={port.port} x={x} y={y} role={port.role} mine={port.mine} title={port.name} />;
      })}
      <TrenchLabels {...ditch} />
    </>
  );
}

export function MapLegend({ together, trench }: { together: boolean; trench: boolean }) {
  const text = heatMapWords.value.legend;
  const line = (dash: string): string => `repeating-linear-gradient(90deg, var(--inkt2) 0 ${dash}, transparent ${dash} 8px)`;
  return (
    <div class="legend" style={{ margin: '8px 0' }}>
      <span>
        <span style={{ width: '11px', height: '11px', borderRadius: '50%', background: 'var(--warmte)' }} /> {text.source}
      </span>
      <span>
        <span style={{ width: '11px', height: '11px', borderRadius: '2px', background: 'var(--koude)' }} /> {text.sink}
      </span>
      <span>
        <span class="line" style={{ width: '22px', background: line('5px') }} /> {text.straight}
      </span>
      <span>
        <span class="line" style={{ width: '22px', background: 'var(--inkt2)' }} /> {text.drawn}
      </span>
      {together ? (
        <span>
          <span class="line" style={{ width: '22px', height: '4px', background: 'var(--merk)' }} /> {text.together}
        </span>
      ) : null}
      {trench ? (
        <span>
          <span style={{ width: '22px', height: '9px', background: 'var(--vlak2)', border: '2px solid var(--inkt)', borderWidth: '2px 0' }} /> {text.trench}
        </span>
      ) : null}
    </div>
  );
}

interface HeatMapPanelProps {
  readonly resource: Resource<HeatMap>;
  /** Matches that the filter of the list lets through. */
  readonly wanted: ReadonlySet<string>;
  /** Matches that pay together. */
  readonly together: ReadonlySet<string>;
  /** Of the trench that those share; empty: none, or not for this reader. */
  readonly trench: readonly TrenchStretch[];
}

export function HeatMapPanel({ resource, wanted, together, trench }: HeatMapPanelProps) {
  const text = heatMapWords.value;
  return (
    <Panel
      title={text.title}
      resource={resource}
      shape="rows"
      minHeight={240}
      empty={(data) => (data.ports.length > 0 ? null : { title: text.emptyTitle, text: data.unnamed > 0 ? `${text.emptyText} ${text.unnamed(data.unnamed)}` : text.emptyText })}
    >
      {(data) => {
        const all = data.lines.filter((line) => wanted.has(line.id));
        const lines = linesShown(data.lines, { wanted, together });
        return (
          <>
            <p class="says">
              {text.says(data.ports.length, lines.length, all.length)} {data.unplaced === 0 ? '' : text.unplaced(data.unplaced)}{' '}
              {data.unnamed === 0 ? '' : text.unnamed(data.unnamed)}
            </p>
            <MapLegend together={lines.some((line) => together.has(line.id))} trench={trench.length > 0} />
            <ParkMap
              label={text.label(data.ports.length, lines.length)}
              circle={data.circle}
              places={[...data.ports, ...lines.flatMap((line) => line.points), ...trench.flatMap((stretch) => stretch.points)]}
            >
              {(frame) => <Lines data={data} lines={lines} together={together} trench={trench} frame={frame} />}
            </ParkMap>
            <p class="small second">
              {text.circleNote} {trench.length === 0 ? '' : text.trenchNote}
            </p>
          </>
        );
      }}
    </Panel>
  );
}
