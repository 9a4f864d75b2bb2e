// What simulated firms offer and need of materials. Orders of magnitude only, no real company's figures.
import type { Specification, Supplier } from '../domain/circular/streams.ts';
import { type Draws, makeDraws, seedFor } from './noise.ts';
import type { PlanCompany } from './plan.ts';

type Range = readonly [low: number, high: number];
interface Kind {
  readonly offers?: readonly OfferKind[];
  readonly needs?: readonly NeedKind[];
  /** Tonnes a year of what it makes, and the parts of it that were used before and will be again. */
  readonly product?: { readonly tonnes: Range; readonly recycledInput: Range; readonly recycledAfter: Range };
}
interface OfferKind {
  readonly class: string;
  readonly eural: string;
  readonly tonnes: Range;
  /** One of these is drawn. */
  readonly routes: readonly string[];
  readonly is?: Readonly<Record<string, Range>>;
}
interface NeedKind {
  readonly class: string;
  readonly tonnes: Range;
  readonly substitution: Range;
  readonly secondary: Range;
  readonly stockDays: Range;
  readonly asks?: Specification;
}

/** A stream as the plan has it; `eural` with its star. */
export interface PlanStream {
  readonly direction: 'offer' | 'need';
  readonly materialClass: string;
  readonly euralCode: string | null;
  readonly tonnesByMonth: readonly number[];
  readonly specification: Specification;
  readonly processingCode: string | null;
  readonly maxSubstitutionShare: number;
  readonly secondaryShare: number | null;
  readonly suppliers: readonly Supplier[];
  readonly stockDays: number | null;
}
export interface PlanProduct {
  readonly massTonnes: number;
  readonly recycledInput: number;
  readonly recycledAfter: number;
}

const most = (max: number, hard = true): { max: number; hard: boolean } => ({ max, hard });
const least = (min: number, hard = true): { min: number; hard: boolean } => ({ min, hard });
const cardboard = (tonnes: Range): OfferKind => ({
  class: 'board',
  eural: '15 01 01',
  tonnes,
  routes: ['R3', 'R3', 'R12'],
  is: { moistureShare: [0.08, 0.13], contaminantShare: [0.005, 0.04] },
});
const film = (tonnes: Range): OfferKind => ({ class: 'plastic-film', eural: '15 01 02', tonnes, routes: ['R3', 'R1', 'R12'], is: { purityShare: [0.85, 0.99] } });
const usedPallets = (tonnes: Range): OfferKind => ({ class: 'pallets', eural: '15 01 03', tonnes, routes: ['R3', 'R1'], is: { brokenShare: [0.05, 0.3] } });
const residual = (tonnes: Range): OfferKind => ({ class: 'mixed', eural: '20 03 01', tonnes, routes: ['R1', 'R1', 'D10'] });
const palletsNeeded = (tonnes: Range): NeedKind => ({
  class: 'pallets',
  tonnes,
  substitution: [0.5, 0.9],
  secondary: [0.1, 0.5],
  stockDays: [5, 20],
  asks: { brokenShare: most(0.2) },
});

const KINDS: Readonly<Record<string, Kind>> = {
  'board-mill': {
    offers: [
      { class: 'fibre-sludge', eural: '03 03 10', tonnes: [3000, 8000], routes: ['R1', 'R10', 'R5'], is: { drySolidsShare: [0.45, 0.6], organicShare: [0.35, 0.55] } },
      { class: 'paper-rejects', eural: '03 03 07', tonnes: [1500, 4000], routes: ['R1'], is: { moistureShare: [0.35, 0.5], calorificMjPerKg: [9, 14] } },
    ],
    needs: [
      {
        class: 'paper-sorted',
        tonnes: [20_000, 60_000],
        substitution: [0.95, 1],
        secondary: [0.9, 0.98],
        stockDays: [5, 12],
        asks: { contaminantShare: most(0.03), moistureShare: most(0.12, false) },
      },
      palletsNeeded([80, 200]),
    ],
    product: { tonnes: [18_000, 52_000], recycledInput: [0.85, 0.95], recycledAfter: [0.7, 0.85] },
  },
  'paper-mill': {
    offers: [
      { class: 'fibre-sludge', eural: '03 03 10', tonnes: [1000, 3000], routes: ['R1', 'D10', 'R5'], is: { drySolidsShare: [0.4, 0.55], organicShare: [0.3, 0.5] } },
      { class: 'board', eural: '03 03 08', tonnes: [150, 450], routes: ['R3'], is: { moistureShare: [0.08, 0.12], contaminantShare: [0.005, 0.02] } },
    ],
    needs: [
      { class: 'paper-sorted', tonnes: [3000, 12_000], substitution: [0.3, 0.6], secondary: [0.1, 0.35], stockDays: [8, 25], asks: { contaminantShare: most(0.015) } },
      { class: 'filler', tonnes: [1500, 5000], substitution: [0.2, 0.5], secondary: [0, 0.1], stockDays: [10, 30], asks: { moistureShare: most(0.6, false) } },
    ],
    product: { tonnes: [8000, 22_000], recycledInput: [0.1, 0.4], recycledAfter: [0.6, 0.8] },
  },
  'waste-water': {
    offers: [
      { class: 'sewage-sludge', eural: '19 08 12', tonnes: [1500, 4000], routes: ['R1', 'D10'], is: { drySolidsShare: [0.2, 0.3], organicShare: [0.5, 0.7] } },
      { class: 'lime', eural: '03 03 09', tonnes: [400, 900], routes: ['R10', 'D1'], is: { purityShare: [0.8, 0.93], drySolidsShare: [0.6, 0.75] } },
      { class: 'sulphur', eural: '06 06 03', tonnes: [60, 150], routes: ['D1', 'R5'], is: { purityShare: [0.9, 0.97] } },
    ],
    needs: [{ class: 'digester-feed', tonnes: [600, 1800], substitution: [1, 1], secondary: [0.3, 0.8], stockDays: [2, 6], asks: { contaminantShare: most(0.05, false) } }],
  },
  'cold-store': { offers: [cardboard([100, 250]), film([30, 80]), usedPallets([20, 60])], needs: [palletsNeeded([40, 120])] },
  distribution: { offers: [cardboard([200, 600]), film([40, 120]), usedPallets([40, 120])], needs: [palletsNeeded([60, 160])] },
  food: {
    offers: [
      { class: 'digester-feed', eural: '02 02 03', tonnes: [300, 900], routes: ['R3', 'R1'], is: { drySolidsShare: [0.2, 0.35], organicShare: [0.8, 0.95] } },
      cardboard([40, 120]),
      film([15, 45]),
    ],
    needs: [palletsNeeded([15, 50])],
    product: { tonnes: [3000, 9000], recycledInput: [0, 0.05], recycledAfter: [0.02, 0.1] },
  },
  metal: {
    offers: [
      { class: 'steel', eural: '12 01 01', tonnes: [200, 1200], routes: ['R4'], is: { purityShare: [0.93, 0.99] } },
      { class: 'wood', eural: '15 01 03', tonnes: [20, 60], routes: ['R1', 'R3'], is: { moistureShare: [0.12, 0.25], contaminantShare: [0.01, 0.06] } },
    ],
    needs: [
      { class: 'steel', tonnes: [1500, 6000], substitution: [0.05, 0.2], secondary: [0.2, 0.5], stockDays: [20, 60], asks: { purityShare: least(0.95) } },
      palletsNeeded([20, 70]),
    ],
    product: { tonnes: [1300, 5500], recycledInput: [0.2, 0.5], recycledAfter: [0.75, 0.92] },
  },
  laundry: { offers: [{ class: 'textile', eural: '04 02 22', tonnes: [15, 40], routes: ['R3', 'D10'], is: { purityShare: [0.7, 0.95] } }, film([4, 12])] },
  office: { offers: [{ class: 'paper-sorted', eural: '20 01 01', tonnes: [2, 6], routes: ['R3'], is: { contaminantShare: [0.005, 0.02] } }, residual([3, 8])] },
  workshop: {
    offers: [
      { class: 'oil-used', eural: '13 02 08*', tonnes: [2, 8], routes: ['R9'], is: { waterShare: [0.01, 0.05] } },
      { class: 'steel', eural: '17 04 05', tonnes: [4, 15], routes: ['R4'], is: { purityShare: [0.9, 0.98] } },
    ],
  },
  wholesale: { offers: [cardboard([15, 40]), film([3, 9]), usedPallets([5, 15])], needs: [palletsNeeded([6, 18])] },
  construction: {
    offers: [
      { class: 'aggregate', eural: '17 01 07', tonnes: [200, 800], routes: ['R5'], is: { grainMm: [20, 45], contaminantShare: [0.002, 0.02] } },
      { class: 'wood', eural: '17 02 01', tonnes: [30, 110], routes: ['R1', 'R3'], is: { moistureShare: [0.15, 0.3], contaminantShare: [0.01, 0.08] } },
    ],
    needs: [
      {
        class: 'aggregate',
        tonnes: [300, 1000],
        substitution: [0.4, 0.8],
        secondary: [0.2, 0.6],
        stockDays: [3, 10],
        asks: { contaminantShare: most(0.01), grainMm: most(40, false) },
      },
      { class: 'wood', tonnes: [20, 70], substitution: [0.1, 0.4], secondary: [0, 0.2], stockDays: [10, 30], asks: { contaminantShare: most(0.05) } },
    ],
    product: { tonnes: [900, 2600], recycledInput: [0.1, 0.4], recycledAfter: [0.5, 0.9] },
  },
  printing: {
    offers: [
      { class: 'paper-sorted', eural: '20 01 01', tonnes: [30, 90], routes: ['R3'], is: { contaminantShare: [0.003, 0.015], moistureShare: [0.05, 0.08] } },
      { class: 'solvent', eural: '08 03 12*', tonnes: [1, 4], routes: ['D10', 'R2'], is: { purityShare: [0.3, 0.6] } },
    ],
    product: { tonnes: [150, 500], recycledInput: [0.3, 0.7], recycledAfter: [0.7, 0.85] },
  },
  bakery: { offers: [{ class: 'bread', eural: '02 06 01', tonnes: [15, 50], routes: ['R3', 'R1'], is: { moistureShare: [0.3, 0.4], contaminantShare: [0.005, 0.03] } }] },
  'sports-hall': { offers: [residual([4, 10])] },
};

/** More in the working months than around Christmas and in summer. */
const SEASON = [0.95, 1, 1.05, 1.05, 1.05, 1.05, 0.9, 0.9, 1.05, 1.05, 1.05, 0.9] as const;
const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
const monthly = (tonnes: number): number[] => SEASON.map((part) => round((tonnes * part) / 12, 3));

/** The streams of one firm: the same seed and firm give the same ones. */
export function planStreams({ seed, company }: { seed: number; company: PlanCompany }): PlanStream[] {
  const draws = makeDraws(seedFor(seed, `streams ${company.key}`));
  const { offers = [], needs = [] } = KINDS[company.archetype] ?? {};
  return [...offers.map((kind) => offerOf(kind, draws)), ...needs.map((kind) => needOf(kind, draws))];
}

function offerOf(kind: OfferKind, draws: Draws): PlanStream {
  const tonnesByMonth = monthly(draws.between(kind.tonnes));
  const route = kind.routes[draws.whole([0, kind.routes.length - 1])] ?? null;
  const specification = Object.fromEntries(Object.entries(kind.is ?? {}).map(([name, range]) => [name, { value: round(draws.between(range), 4), hard: true }]));
  return {
    direction: 'offer',
    materialClass: kind.class,
    euralCode: kind.eural,
    tonnesByMonth,
    specification,
    // One in six does not know where it ends.
    processingCode: draws.chance(1 / 6) ? null : route,
    maxSubstitutionShare: 1,
    secondaryShare: null,
    suppliers: [],
    stockDays: null,
  };
}

function needOf(kind: NeedKind, draws: Draws): PlanStream {
  const tonnesByMonth = monthly(draws.between(kind.tonnes));
  const first = round(draws.between([0.4, 1]), 2);
  const secondaryShare = round(draws.between(kind.secondary), 2);
  const suppliers = [first, round((1 - first) * 0.6, 3), round((1 - first) * 0.4, 3)]
    .filter((share) => share > 0)
    .map((share, at): Supplier => ({ share, distanceKm: Math.round(draws.between([15, 450])), secondary: at === 0 && secondaryShare > 0.5 }));
  return {
    direction: 'need',
    materialClass: kind.class,
    euralCode: null,
    tonnesByMonth,
    specification: kind.asks ?? {},
    processingCode: null,
    maxSubstitutionShare: round(draws.between(kind.substitution), 2),
    secondaryShare,
    suppliers,
    stockDays: Math.round(draws.between(kind.stockDays)),
  };
}

/** What a firm makes, where that is known; null: it makes nothing that is counted. */
export function planProduct({ seed, company }: { seed: number; company: PlanCompany }): PlanProduct | null {
  const kind = KINDS[company.archetype]?.product;
  if (kind === undefined) return null;
  const draws = makeDraws(seedFor(seed, `product ${company.key}`));
  return {
    massTonnes: Math.round(draws.between(kind.tonnes)),
    recycledInput: round(draws.between(kind.recycledInput), 2),
    recycledAfter: round(draws.between(kind.recycledAfter), 2),
  };
}
