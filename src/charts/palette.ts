// The colours a chart may use, by the names of the design tokens. Values come from the style sheet.

export const TOKENS = [
  'papier',
  'vlak',
  'vlak2',
  'inkt',
  'inkt2',
  'inkt3',
  'raster',
  'as',
  'infoz',
  'let',
  'fout',
  'opslag',
  'stroom',
  'stroom0',
  'stroom2',
  'stroom3',
  'gas',
  'warmte',
  'biogas',
  'waterstof',
  'water',
  'stoom',
  'koude',
] as const;
export type Token = (typeof TOKENS)[number];
export type Palette = Readonly<Record<Token, string>>;

export const CARRIER_TOKEN = {
  electricity: 'stroom',
  gas: 'gas',
  heat: 'warmte',
  cold: 'koude',
  steam: 'stoom',
  hydrogen: 'waterstof',
  biogas: 'biogas',
  water: 'water',
} as const;
export type ChartCarrier = keyof typeof CARRIER_TOKEN;

/** @param resolve the value of a custom property, as the style sheet has it now */
export function paletteFrom(resolve: (token: Token) => string): Palette {
  const at = resolve;
  return {
    papier: at('papier'),
    vlak: at('vlak'),
    vlak2: at('vlak2'),
    inkt: at('inkt'),
    inkt2: at('inkt2'),
    inkt3: at('inkt3'),
    raster: at('raster'),
    as: at('as'),
    infoz: at('infoz'),
    let: at('let'),
    fout: at('fout'),
    opslag: at('opslag'),
    stroom: at('stroom'),
    stroom0: at('stroom0'),
    stroom2: at('stroom2'),
    stroom3: at('stroom3'),
    gas: at('gas'),
    warmte: at('warmte'),
    biogas: at('biogas'),
    waterstof: at('waterstof'),
    water: at('water'),
    stoom: at('stoom'),
    koude: at('koude'),
  };
}

/** Hatching means: not measured. Stripes of the series' colour on the panel. */
export const hatch = (color: string, palette: Palette) => ({
  color: palette.vlak,
  borderColor: color,
  borderWidth: 0.5,
  decal: { symbol: 'rect', color, dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4 },
});
