// Kinds of simulated firms: what stands there and when it runs. Orders of magnitude only, no real company's figures.
import type { Shift } from './shifts.ts';

type Range = readonly [low: number, high: number];

/** One kind of firm; every number is drawn per firm from its range, absent means there is none. */
export interface Archetype {
  readonly id: string;
  /** Dutch noun behind 'Simulatie' in the name. */
  readonly noun: string;
  readonly sbi: string;
  /** small: at most 3x80 A with a P1 port; large: metered by a metering company, read over a gateway. */
  readonly scale: 'small' | 'large';
  readonly shift: Shift;
  readonly baseKw: Range;
  readonly processKw: Range;
  /** Electric cooling per kelvin above `coolingFromC`. */
  readonly coolingKwPerK?: Range;
  readonly coolingFromC?: number;
  readonly heatBy: 'gas' | 'network' | 'electricity' | 'none';
  /** Heat for rooms per kelvin below 16 degrees. */
  readonly roomHeatKwPerK?: Range;
  readonly processHeatKw?: Range;
  /** Heat that runs day and night: taps, circulation, losses. */
  readonly steadyHeatKw?: Range;
  readonly waterBaseM3h?: Range;
  readonly waterProcessM3h?: Range;
  /** Treated water that it passes on, day and night. */
  readonly waterReusedM3h?: Range;
  readonly pvKwp?: Range;
  readonly pvChance?: number;
  readonly windKw?: Range;
  readonly chpKw?: Range;
  readonly biogasM3h?: Range;
  readonly batteryKw?: Range;
  readonly chargers?: Range;
  readonly chargerKw?: number;
  /** Share of the process heat that leaves again as metered residual heat. */
  readonly residualShare?: number;
  /** Its process heat is metered, so that it can be matched as a demand. */
  readonly heatSink?: boolean;
}

const LARGE: readonly Archetype[] = [
  {
    id: 'board-mill',
    noun: 'Kartonfabriek',
    sbi: '17.12',
    scale: 'large',
    shift: 'continuous',
    baseKw: [450, 650],
    processKw: [3200, 4800],
    heatBy: 'gas',
    processHeatKw: [9000, 14_000],
    steadyHeatKw: [200, 300],
    waterBaseM3h: [4, 8],
    waterProcessM3h: [30, 60],
    chpKw: [2500, 3500],
    pvKwp: [300, 900],
    pvChance: 0.5,
    residualShare: 0.28,
  },
  {
    id: 'paper-mill',
    noun: 'Papierfabriek',
    sbi: '17.12',
    scale: 'large',
    shift: 'continuous',
    baseKw: [250, 400],
    processKw: [1800, 2800],
    heatBy: 'gas',
    processHeatKw: [5000, 8000],
    steadyHeatKw: [120, 200],
    waterBaseM3h: [3, 6],
    waterProcessM3h: [18, 35],
    chpKw: [1400, 2000],
    residualShare: 0.25,
  },
  {
    id: 'waste-water',
    noun: 'Afvalwaterzuivering',
    sbi: '37.00',
    scale: 'large',
    shift: 'continuous',
    baseKw: [180, 260],
    processKw: [260, 420],
    heatBy: 'gas',
    roomHeatKwPerK: [2, 4],
    steadyHeatKw: [40, 70],
    waterBaseM3h: [0.5, 1],
    waterProcessM3h: [1, 3],
    waterReusedM3h: [12, 25],
    biogasM3h: [90, 190],
    pvKwp: [100, 400],
    pvChance: 0.7,
  },
  {
    id: 'cold-store',
    noun: 'Koelhuis',
    sbi: '52.10',
    scale: 'large',
    shift: 'six-day',
    baseKw: [160, 300],
    processKw: [120, 260],
    coolingKwPerK: [9, 18],
    coolingFromC: -2,
    heatBy: 'electricity',
    roomHeatKwPerK: [2, 4],
    steadyHeatKw: [5, 8],
    waterBaseM3h: [0.2, 0.4],
    waterProcessM3h: [0.5, 1.5],
    pvKwp: [400, 1500],
    pvChance: 0.9,
  },
  {
    id: 'distribution',
    noun: 'Distributiecentrum',
    sbi: '52.29',
    scale: 'large',
    shift: 'six-day',
    baseKw: [40, 90],
    processKw: [130, 320],
    coolingKwPerK: [1, 3],
    coolingFromC: 20,
    heatBy: 'gas',
    roomHeatKwPerK: [8, 18],
    steadyHeatKw: [4, 8],
    waterBaseM3h: [0.1, 0.2],
    waterProcessM3h: [0.2, 0.6],
    pvKwp: [500, 1800],
    pvChance: 0.9,
  },
  {
    id: 'food',
    noun: 'Vleeswarenfabriek',
    sbi: '10.13',
    scale: 'large',
    shift: 'two-shift',
    baseKw: [110, 200],
    processKw: [300, 600],
    coolingKwPerK: [4, 8],
    coolingFromC: 4,
    heatBy: 'gas',
    roomHeatKwPerK: [4, 8],
    processHeatKw: [500, 1100],
    steadyHeatKw: [40, 80],
    waterBaseM3h: [0.8, 1.5],
    waterProcessM3h: [5, 12],
    pvKwp: [200, 700],
    pvChance: 0.6,
    residualShare: 0.18,
    heatSink: true,
  },
  {
    id: 'metal',
    noun: 'Metaalfabriek',
    sbi: '25.11',
    scale: 'large',
    shift: 'three-shift',
    baseKw: [70, 140],
    processKw: [400, 1100],
    heatBy: 'gas',
    roomHeatKwPerK: [10, 22],
    processHeatKw: [400, 1300],
    steadyHeatKw: [20, 40],
    waterBaseM3h: [0.2, 0.5],
    waterProcessM3h: [0.8, 2.5],
    pvKwp: [150, 600],
    pvChance: 0.5,
    residualShare: 0.3,
  },
  {
    id: 'laundry',
    noun: 'Wasserij',
    sbi: '96.01',
    scale: 'large',
    shift: 'two-shift',
    baseKw: [20, 40],
    processKw: [90, 180],
    heatBy: 'gas',
    roomHeatKwPerK: [2, 4],
    processHeatKw: [500, 900],
    steadyHeatKw: [30, 50],
    waterBaseM3h: [0.3, 0.6],
    waterProcessM3h: [6, 12],
    pvKwp: [80, 300],
    pvChance: 0.5,
    heatSink: true,
  },
  {
    id: 'truck-charging',
    noun: 'Laadplein',
    sbi: '52.21',
    scale: 'large',
    shift: 'six-day',
    baseKw: [6, 12],
    processKw: [4, 8],
    heatBy: 'none',
    pvKwp: [60, 250],
    pvChance: 0.8,
    chargers: [6, 12],
    chargerKw: 150,
  },
  { id: 'wind', noun: 'Windmolen', sbi: '35.11', scale: 'large', shift: 'continuous', baseKw: [6, 10], processKw: [3, 5], heatBy: 'none', windKw: [2300, 4200] },
  { id: 'battery', noun: 'Batterij', sbi: '35.14', scale: 'large', shift: 'continuous', baseKw: [10, 18], processKw: [3, 6], heatBy: 'none', batteryKw: [600, 1500] },
];

const SMALL: readonly Archetype[] = [
  {
    id: 'office',
    noun: 'Kantoor',
    sbi: '82.99',
    scale: 'small',
    shift: 'office',
    baseKw: [1.5, 3.5],
    processKw: [6, 14],
    coolingKwPerK: [0.4, 0.9],
    coolingFromC: 19,
    heatBy: 'electricity',
    roomHeatKwPerK: [1.4, 2.6],
    steadyHeatKw: [1, 2],
    waterBaseM3h: [0.06, 0.08],
    waterProcessM3h: [0.1, 0.3],
    pvKwp: [15, 45],
    pvChance: 0.6,
  },
  {
    id: 'workshop',
    noun: 'Autobedrijf',
    sbi: '45.20',
    scale: 'small',
    shift: 'day',
    baseKw: [1.2, 2.5],
    processKw: [6, 15],
    heatBy: 'gas',
    roomHeatKwPerK: [1.5, 3.5],
    steadyHeatKw: [0.5, 1],
    pvKwp: [15, 50],
    pvChance: 0.5,
  },
  {
    id: 'wholesale',
    noun: 'Groothandel',
    sbi: '46.90',
    scale: 'small',
    shift: 'day',
    baseKw: [2, 5],
    processKw: [7, 16],
    coolingKwPerK: [0.2, 0.6],
    coolingFromC: 14,
    heatBy: 'gas',
    roomHeatKwPerK: [2, 5],
    steadyHeatKw: [0.5, 1],
    pvKwp: [20, 55],
    pvChance: 0.6,
  },
  {
    id: 'construction',
    noun: 'Bouwbedrijf',
    sbi: '41.20',
    scale: 'small',
    shift: 'day',
    baseKw: [1, 2.2],
    processKw: [4, 12],
    heatBy: 'gas',
    roomHeatKwPerK: [1.2, 3],
    steadyHeatKw: [0.5, 1],
    pvKwp: [15, 45],
    pvChance: 0.5,
  },
  {
    id: 'printing',
    noun: 'Drukkerij',
    sbi: '18.12',
    scale: 'small',
    shift: 'two-shift',
    baseKw: [2.5, 5],
    processKw: [14, 26],
    coolingKwPerK: [0.3, 0.7],
    coolingFromC: 18,
    heatBy: 'gas',
    roomHeatKwPerK: [1.5, 3],
    steadyHeatKw: [0.6, 1.2],
    pvKwp: [20, 50],
    pvChance: 0.4,
  },
  {
    id: 'bakery',
    noun: 'Bakkerij',
    sbi: '10.71',
    scale: 'small',
    shift: 'six-day',
    baseKw: [3, 6],
    processKw: [10, 20],
    heatBy: 'gas',
    roomHeatKwPerK: [0.8, 1.6],
    processHeatKw: [40, 90],
    steadyHeatKw: [3, 6],
    waterBaseM3h: [0.06, 0.1],
    waterProcessM3h: [0.2, 0.5],
    pvKwp: [15, 40],
    pvChance: 0.4,
  },
  {
    id: 'sports-hall',
    noun: 'Sporthal',
    sbi: '93.11',
    scale: 'small',
    shift: 'six-day',
    baseKw: [2, 4],
    processKw: [6, 14],
    heatBy: 'network',
    roomHeatKwPerK: [3, 6],
    steadyHeatKw: [13, 18],
    waterBaseM3h: [0.06, 0.1],
    waterProcessM3h: [0.3, 0.8],
    pvKwp: [20, 50],
    pvChance: 0.6,
  },
];

export const ARCHETYPES: readonly Archetype[] = [...LARGE, ...SMALL];

/** Owner of the one grid connection of a closed distribution system; its load is that of the firms behind it. */
export const GRID_COOPERATIVE = { id: 'grid-cooperative', name: 'Simulatie Netbeheer-coöperatie', sbi: '35.13' } as const;

/** Which kinds stand on a park, by its character; small firms are drawn after these. */
export const THEMES = {
  paper: ['board-mill', 'paper-mill', 'waste-water', 'laundry', 'distribution', 'metal', 'food'],
  logistics: ['distribution', 'distribution', 'cold-store', 'cold-store', 'truck-charging', 'battery', 'food', 'metal'],
  metal: ['metal', 'metal', 'wind', 'battery', 'truck-charging', 'food', 'distribution'],
  mixed: ['metal', 'food', 'distribution', 'cold-store', 'laundry', 'wind'],
} as const satisfies Record<string, readonly string[]>;
export type Theme = keyof typeof THEMES;
