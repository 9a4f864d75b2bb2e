// From source to use for one carrier, as bands. Pure; sums close because what is unmeasured is a node too.
import { textStyle, tooltipStyle } from './axes.ts';
import { type Cell, type Column, type Drawn, type Flow } from './figures.ts';
import { type Lang, type Scale, formatAmount, formatScaled, roundParts, scaleFor } from './formats.ts';
import { CARRIER_TOKEN, type ChartCarrier, type Palette } from './palette.ts';
import { type Sentence, stress } from './sentence.ts';
import { type ChartWords, chartWords } from './words.ts';

export interface SankeyFigures {
  readonly flows: readonly Flow[];
  readonly unit: 'kWh' | 'm3';
  readonly carrier: ChartCarrier;
  /** The name of company:<id>; null when the reader may not know it. */
  readonly companyName: (id: number) => string | null;
  /** Names of companies on the left as well: they need as much room as on the right. */
  readonly namesLeft?: boolean;
  /** Names and colours of nodes that are no node of a balance. */
  readonly nodes?: ReadonlyMap<string, { readonly name: string; readonly color: string }>;
  /** A phone: labels take less room. */
  readonly narrow: boolean;
  readonly lang: Lang;
  readonly palette: Palette;
}

const MERGE_BELOW = 0.005;
const NEVER_MERGED: ReadonlySet<string> = new Set(['residual', 'loss']);

/** Flows below half a percent go to "Overig", except what is not metered; one alone keeps its name. */
export function mergeSmall(flows: readonly Flow[]): Flow[] {
  const total = flows.reduce((sum, flow) => sum + flow.amount, 0);
  const into = new Map<string, number>();
  for (const flow of flows) into.set(flow.to, (into.get(flow.to) ?? 0) + flow.amount);
  const sources = new Set(flows.map((flow) => flow.from));
  const isSmall = ([to, amount]: [string, number]): boolean => amount > 0 && amount < total * MERGE_BELOW && to.startsWith('company:') && !NEVER_MERGED.has(to) && !sources.has(to);
  const small = new Set([...into].filter(isSmall).map(([to]) => to));
  const merged = new Map<string, Flow>();
  for (const flow of flows) {
    if (flow.amount <= 0) continue;
    const to = small.size > 1 && small.has(flow.to) ? 'other' : flow.to;
    const name = `${flow.from}>${to}`;
    merged.set(name, { from: flow.from, to, amount: (merged.get(name)?.amount ?? 0) + flow.amount });
  }
  return [...merged.values()];
}

/** A negative amount is the same flow the other way: meters that count more use than supply. */
export const forwards = (flows: readonly Flow[]): Flow[] => flows.map((flow) => (flow.amount < 0 ? { from: flow.to, to: flow.from, amount: -flow.amount } : flow));

/** A node that both gives and takes would close a ring, which cannot be drawn: then givers and takers part. */
export function withoutRings(flows: readonly Flow[]): Flow[] {
  const next = new Map<string, string[]>();
  for (const flow of flows) next.set(flow.from, [...(next.get(flow.from) ?? []), flow.to]);
  const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
    (next.get(from) ?? []).some((to) => to === goal || (!seen.has(to) && reaches(to, goal, seen.add(to))));
  const ring = [...next.keys()].some((node) => reaches(node, node, new Set()));
  return ring ? flows.map((flow) => ({ ...flow, from: `${flow.from}/out` })) : [...flows];
}

const idOf = (node: string): string => node.replace(/(\/out)+$/, '');

export function nodeName(node: string, words: ChartWords, { carrier, companyName, nodes }: Pick<SankeyFigures, 'carrier' | 'companyName' | 'nodes'>): string {
  const id = idOf(node);
  const own = nodes?.get(id);
  if (own !== undefined) return own.name;
  if (id === 'carrier') return words.carriers[carrier];
  if (id === 'grid' && carrier !== 'electricity') return words.supply;
  if (id.startsWith('company:')) return companyName(Number(id.slice(8))) ?? words.nodes.companies;
  const known = Object.entries(words.nodes).find(([name]) => name === id);
  return known?.[1] ?? id;
}

function nodeColor(node: string, { carrier, palette, nodes }: SankeyFigures): string {
  const given = nodes?.get(idOf(node));
  if (given !== undefined) return given.color;
  const own = palette[CARRIER_TOKEN[carrier]];
  switch (idOf(node)) {
    case 'residual':
      return palette.as;
    case 'discharge':
    case 'charge':
      return palette.opslag;
    case 'sun':
      return carrier === 'electricity' ? palette.stroom3 : own;
    case 'wind':
      return carrier === 'electricity' ? palette.stroom2 : own;
    case 'chp':
      return carrier === 'electricity' ? palette.stroom0 : own;
    case 'carrier':
    case 'grid':
    case 'export':
    case 'local':
    case 'other-generation':
      return own;
    default:
      return palette.inkt2;
  }
}

interface Node {
  readonly id: string;
  readonly incoming: number;
  readonly outgoing: number;
}

function nodesOf(flows: readonly Flow[]): Node[] {
  const nodes = new Map<string, { id: string; incoming: number; outgoing: number }>();
  const at = (id: string) => {
    const known = nodes.get(id) ?? { id, incoming: 0, outgoing: 0 };
    nodes.set(id, known);
    return known;
  };
  for (const flow of flows) {
    at(flow.from).outgoing += flow.amount;
    at(flow.to).incoming += flow.amount;
  }
  return [...nodes.values()];
}

/** Names as far as there is room; where two would then be the same, the end tells them apart. */
export function fittedNames(names: readonly string[], room: number): string[] {
  const cut = names.map((name) => (name.length > room ? `${name.slice(0, room - 1)}…` : name));
  const tail = Math.floor(room / 2);
  return names.map((name, index) => {
    const isTwice = name.length > room && names.some((other, at) => other !== name && cut[at] === cut[index]);
    return isTwice ? `${name.slice(0, room - 1 - tail)}…${name.slice(-tail)}` : (cut[index] ?? name);
  });
}

/** From 10 GWh on in whole MWh: in GWh with one decimal a small source beside a large one would be nothing. */
export function flowScale(unit: SankeyFigures['unit'], largest: number): Scale {
  const scale = scaleFor(unit, largest);
  return scale.unit === 'GWh' ? { unit: 'MWh', divisor: 1000, digits: 0 } : scale;
}

/** Displayed parts add up to the displayed total: the rounding rest goes to what is not metered. */
function shownAmounts(nodes: readonly Node[], scale: Scale): Map<string, number> {
  const shown = new Map<string, number>();
  for (const side of [nodes.filter((node) => node.incoming === 0), nodes.filter((node) => node.outgoing === 0)]) {
    const rest = side.findIndex((node) => node.id === 'residual');
    const biggest = side.reduce((best, node, index) => (node.incoming + node.outgoing > (side[best]?.incoming ?? 0) + (side[best]?.outgoing ?? 0) ? index : best), 0);
    const rounded = roundParts(
      side.map((node) => Math.max(node.incoming, node.outgoing)),
      rest === -1 ? biggest : rest,
      scale,
    );
    side.forEach((node, index) => shown.set(node.id, rounded[index] ?? 0));
  }
  return shown;
}

const companyOf = (node: string): number | null => (idOf(node).startsWith('company:') ? Number(idOf(node).slice(8)) : null);

/** Whose the bands of a drawing are, by the row of its table (the company that it goes to, else the one it comes from), and whose its
 *  nodes are; null: of no single company. */
export function sankeyCompanies(told: readonly Flow[]): { readonly rows: readonly (number | null)[]; readonly nodes: readonly (number | null)[] } {
  const flows = withoutRings(mergeSmall(forwards(told)));
  return { rows: flows.map(({ from, to }) => companyOf(to) ?? companyOf(from)), nodes: nodesOf(flows).map(({ id }) => companyOf(id)) };
}

/** Room for the labels on both sides; on a phone they take two lines. */
const WIDE = { left: 130, right: 270, top: 20, bottom: 8, nodeGap: 15 };
const PHONE = { left: 66, right: 112, top: 40, bottom: 20, nodeGap: 30 };

export function sankeyChart(figures: SankeyFigures, title: string): Drawn {
  const { lang, palette, unit } = figures;
  const words = chartWords(lang);
  const flows = withoutRings(mergeSmall(forwards(figures.flows)));
  const nodes = nodesOf(flows);
  const incoming = nodes.filter((node) => node.incoming === 0).reduce((sum, node) => sum + node.outgoing, 0);
  const outgoing = nodes.filter((node) => node.outgoing === 0).reduce((sum, node) => sum + node.incoming, 0);
  const scale = flowScale(unit, incoming);
  const shown = shownAmounts(nodes, scale);
  const name = (node: string): string => nodeName(node, words, figures);
  const room = figures.narrow ? 16 : 30;
  const amount = (node: Node): string => formatScaled(lang, shown.get(node.id) ?? Math.max(node.incoming, node.outgoing), scale);
  const fitted = fittedNames(
    nodes.map(({ id }) => name(id)),
    room,
  );
  const labels = new Map(nodes.map(({ id }, index) => [id, fitted[index] ?? '']));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const option: Drawn['option'] = {
    animation: false,
    textStyle: textStyle(palette),
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'item',
      formatter: (params) => {
        const one = Array.isArray(params) ? params[0] : params;
        const flow = one?.dataType === 'edge' ? flows[one.dataIndex] : undefined;
        if (flow) return `${name(flow.from)} – ${name(flow.to)}\n${formatAmount(lang, flow.amount, unit)}`;
        const node = byId.get(one?.name ?? '');
        return node ? `${name(node.id)}\n${amount(node)} ${scale.unit}` : '';
      },
    },
    series: [
      {
        type: 'sankey',
        ...(figures.narrow ? PHONE : WIDE),
        ...(figures.namesLeft === true && { left: figures.narrow ? PHONE.right : WIDE.right }),
        nodeWidth: 10,
        draggable: false,
        layoutIterations: 32,
        emphasis: { focus: 'adjacency' },
        lineStyle: { opacity: 0.38, curveness: 0.5 },
        label: {
          ...textStyle(palette),
          color: palette.inkt,
          fontSize: 13,
          formatter: ({ name: id }) => {
            const node = byId.get(id);
            return node ? `${labels.get(id) ?? ''}${figures.narrow ? '\n' : '  '}{v|${amount(node)}}` : '';
          },
          lineHeight: 16,
          rich: { v: { fontWeight: 700, fontSize: 13, lineHeight: 16, color: palette.inkt, fontFamily: textStyle(palette).fontFamily } },
        },
        data: nodes.map((node) => ({
          name: node.id,
          itemStyle: { color: nodeColor(node.id, figures), borderWidth: idOf(node.id) === 'sun' ? 1 : 0, borderColor: palette.stroom2 },
          label: { position: node.incoming === 0 ? 'left' : node.outgoing === 0 ? 'right' : 'top' },
        })),
        links: linksOf(flows, figures),
      },
    ],
  };
  const columns: Column[] = [{ head: words.from }, { head: words.to }, { head: words.amount, unit: unit === 'm3' ? 'm³' : 'kWh', digits: 0 }];
  const rows: Cell[][] = flows.map((flow) => [name(flow.from), name(flow.to), flow.amount]);
  // What passes a node in the middle stands in two rows; the total counts it once, where it came in.
  return { option, sentence: sentenceOf({ incoming, outgoing }, scale, lang), table: { caption: title, columns, rows, foot: [words.total, null, incoming] } };
}

const linksOf = (flows: readonly Flow[], { carrier, palette, nodes }: SankeyFigures) =>
  flows.map((flow) => ({
    source: flow.from,
    target: flow.to,
    value: flow.amount,
    lineStyle: { color: nodes?.get(idOf(flow.from))?.color ?? ([flow.from, flow.to].some((end) => idOf(end) === 'residual') ? palette.as : palette[CARRIER_TOKEN[carrier]]) },
  }));

function sentenceOf({ incoming, outgoing }: { incoming: number; outgoing: number }, scale: Scale, lang: Lang): Sentence {
  const total = (value: number) => stress(`${formatScaled(lang, value, scale)}\u00a0${scale.unit}`);
  const closes = Math.abs(incoming - outgoing) <= Math.max(1, incoming * 0.001);
  const out = lang === 'nl' ? 'uit' : 'out';
  return ['In ', total(incoming), closes ? ` = ${out} ` : `, ${out} `, total(outgoing), '.'];
}
