// Materials from who offers them to who takes them, as bands by tonnes. Pure.
import { textStyle, tooltipStyle } from './axes.ts';
import type { Drawn } from './figures.ts';
import { type Lang, formatNumber } from './formats.ts';
import type { Palette } from './palette.ts';
import type { Sentence } from './sentence.ts';

export interface ChainFigures {
  readonly flows: readonly { readonly from: string; readonly to: string; readonly tonnes: number }[];
  /** What a node is called, and its stage from 0. */
  readonly name: (node: string) => string;
  readonly stage: (node: string) => number;
  /** Those who give and take: in the colour of ink. */
  readonly isParty: (node: string) => boolean;
  readonly lang: Lang;
  readonly palette: Palette;
  readonly sentence: Sentence;
  readonly names: { readonly from: string; readonly to: string; readonly tonnes: string };
  readonly narrow: boolean;
}
const ROOM = { wide: 26, narrow: 13 };

export function chainChart({ flows, name, stage, isParty, lang, palette, sentence, names, narrow }: ChainFigures, title: string): Drawn {
  const nodes = [...new Set(flows.flatMap((flow) => [flow.from, flow.to]))];
  const through = (node: string): number => {
    const [into, out] = (['to', 'from'] as const).map((end) => flows.filter((flow) => flow[end] === node).reduce((sum, flow) => sum + flow.tonnes, 0));
    return Math.max(into ?? 0, out ?? 0);
  };
  const tonnes = (value: number): string => formatNumber(lang, value, value < 10 ? 1 : 0);
  const room = narrow ? ROOM.narrow : ROOM.wide;
  const fitted = (text: string): string => (text.length > room ? `${text.slice(0, room - 1)}…` : text);
  const label = (node: string): string => `${fitted(name(node))}${narrow ? '\n' : '  '}{v|${tonnes(through(node))}}`;
  const option: Drawn['option'] = {
    animation: false,
    textStyle: textStyle(palette),
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'item',
      formatter: (params) => {
        const one = Array.isArray(params) ? params[0] : params;
        const flow = one?.dataType === 'edge' ? flows[one.dataIndex] : undefined;
        if (flow !== undefined) return `${name(flow.from)} – ${name(flow.to)}\n${tonnes(flow.tonnes)} t`;
        return one?.name === undefined ? '' : `${name(one.name)}\n${tonnes(through(one.name))} t`;
      },
    },
    series: [
      {
        type: 'sankey',
        ...(narrow ? { left: 4, right: 92, top: 16, bottom: 16, nodeGap: 30 } : { left: 4, right: 220, top: 16, bottom: 10, nodeGap: 16 }),
        nodeWidth: 10,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        lineStyle: { opacity: 0.38, curveness: 0.5, color: palette.biogas },
        label: {
          ...textStyle(palette),
          color: palette.inkt,
          fontSize: narrow ? 12 : 13,
          lineHeight: 15,
          position: 'right',
          formatter: ({ name: node }) => label(node),
          rich: { v: { fontWeight: 700, fontSize: narrow ? 12 : 13, lineHeight: 15, color: palette.inkt, fontFamily: textStyle(palette).fontFamily } },
        },
        data: nodes.map((node) => ({
          name: node,
          depth: stage(node),
          itemStyle: { color: isParty(node) ? palette.inkt2 : palette.biogas, borderWidth: 0 },
        })),
        links: flows.map((flow) => ({ source: flow.from, target: flow.to, value: flow.tonnes })),
      },
    ],
  };
  return {
    option,
    sentence,
    table: {
      caption: title,
      columns: [{ head: names.from }, { head: names.to }, { head: names.tonnes, unit: 't', digits: 0 }],
      rows: flows.map((flow) => [name(flow.from), name(flow.to), flow.tonnes]),
      foot: null,
    },
  };
}
