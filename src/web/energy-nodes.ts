// Names and colours of the nodes of all carriers in one drawing. Pure.
import type { EnergyFlows } from '../api/shapes-energy-flows.ts';
import { CARRIER_TOKEN, type ChartCarrier, type Palette } from '../charts/palette.ts';
import type { ChartWords } from '../charts/words.ts';

export interface EnergyWords {
  readonly kinds: Readonly<Record<'boiler' | 'chp' | 'heat-pump' | 'electrolyser', string>>;
  readonly loss: string;
  readonly ambient: string;
  readonly all: {
    /** Of a carrier: what came from outside, and what went there. */
    readonly supplied: (carrier: string) => string;
    readonly delivered: (carrier: string) => string;
  };
}
interface Named {
  readonly name: string;
  readonly color: string;
}

const CARRIERS = Object.keys(CARRIER_TOKEN).filter((name): name is ChartCarrier => name in CARRIER_TOKEN);

/** Every node that may be in it but the companies, whose names are not everybody's. */
export function energyNodes({ words, chart, palette }: { words: EnergyWords; chart: ChartWords; palette: Palette }): Map<string, Named> {
  const nodes = new Map<string, Named>();
  for (const carrier of CARRIERS) {
    const name = chart.carriers[carrier];
    const color = palette[CARRIER_TOKEN[carrier]];
    nodes.set(`carrier:${carrier}`, { name, color });
    nodes.set(`grid:${carrier}`, { name: carrier === 'electricity' ? chart.nodes.grid : words.all.supplied(name), color });
    nodes.set(`export:${carrier}`, { name: carrier === 'electricity' ? chart.export : words.all.delivered(name), color });
  }
  for (const [kind, name] of Object.entries(words.kinds)) nodes.set(`conversion:${kind}`, { name: name[0]?.toUpperCase() + name.slice(1), color: palette.inkt2 });
  const made = {
    sun: palette.stroom3,
    wind: palette.stroom2,
    chp: palette.stroom0,
    'other-generation': palette.as,
    discharge: palette.opslag,
    charge: palette.opslag,
    residual: palette.as,
  } as const;
  for (const [node, color] of Object.entries(made)) nodes.set(node, { name: Object.entries(chart.nodes).find(([known]) => known === node)?.[1] ?? node, color });
  return nodes.set('loss', { name: words.loss, color: palette.as }).set('ambient', { name: words.ambient, color: palette.as });
}

/** The carrier whose balance tells a flow in full; null: of a conversion, or between several. */
export function carrierOf({ from, to }: EnergyFlows['flows'][number]): ChartCarrier | null {
  for (const node of [from, to]) {
    const [kind, name] = node.split(':');
    const carrier = kind === 'carrier' ? CARRIERS.find((one) => one === name) : undefined;
    if (carrier !== undefined) return carrier;
  }
  return null;
}

interface Owned {
  readonly id: number;
  readonly name: string;
  readonly companyName: string;
}

/** Of two conversions that are called the same, whose it is comes first: that is what tells them apart. */
export const conversionName = (item: Owned, items: readonly Owned[]): string =>
  items.some((other) => other.id !== item.id && other.name === item.name) ? `${item.companyName}, ${item.name}` : item.name;
