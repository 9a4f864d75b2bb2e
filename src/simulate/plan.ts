// The made-up region: which firms, connections, meters and gateways exist. Everything follows from the seed and
// the park's own id, so that another park in the list changes nothing here. No firm is taken from reality.
import { ARCHETYPES, type Archetype, GRID_COOPERATIVE, THEMES, type Theme } from './archetypes.ts';
import { planFirm, planGridCooperative } from './firm.ts';
import { type Draws, makeDraws, makeLattice, seedFor } from './noise.ts';
import type { Carrier } from '../domain/reading.ts';
import type { Equipment } from './equipment.ts';

export interface PlanPark {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
  readonly areaHa: number;
  readonly topology: 'public-grid' | 'closed-distribution';
  readonly size: 'large' | 'small';
}

export interface RegionPlan {
  readonly seed: number;
  readonly companies: readonly PlanCompany[];
}

export interface PlanCompany {
  readonly key: string;
  readonly park: string;
  readonly name: string;
  /** Simulated firms are in no register. */
  readonly kvk: null;
  readonly sbi: string;
  readonly archetype: string;
  readonly lat: number;
  readonly lon: number;
  readonly connections: readonly PlanConnection[];
  readonly meters: readonly PlanMeter[];
  readonly gateways: readonly PlanGateway[];
  readonly equipment: Equipment;
}

export interface PlanConnection {
  readonly key: string;
  readonly ean: string;
  readonly carrier: Carrier;
  readonly contractedImportKw: number | null;
  readonly contractedExportKw: number | null;
  readonly physicalImportKw: number | null;
  readonly physicalExportKw: number | null;
  readonly behind: string | null;
}

export type PlanRole = 'main' | 'sub' | 'generation' | 'storage' | 'heat-source' | 'heat-sink';

export interface PlanMeter {
  readonly key: string;
  readonly connection: string;
  readonly serial: string;
  readonly carrier: Carrier;
  readonly role: PlanRole;
  readonly generationKind: 'sun' | 'wind' | 'chp' | null;
}

export type GatewayProfile = 'dsmr-p1' | 'homewizard' | 'generic-json';

export interface PlanGateway {
  readonly key: string;
  readonly name: string;
  readonly profile: GatewayProfile;
  readonly meters: readonly string[];
  readonly cadenceS: number;
}

/** The region of one seed: pure, and each park on its own. */
export function makePlan({ seed, parks }: { seed: number; parks: readonly PlanPark[] }): RegionPlan {
  return { seed, companies: parks.flatMap((park) => planPark({ seed, park })) };
}

function planPark({ seed, park }: { seed: number; park: PlanPark }): PlanCompany[] {
  const draws = makeDraws(seedFor(seed, `park ${park.id}`));
  const cooperative = park.topology === 'closed-distribution' ? planGridCooperative({ seed, park }) : null;
  const behind = cooperative?.connections[0]?.key ?? null;
  const counts = new Map<string, number>();
  const firms = chooseArchetypes(park, draws).map((archetype, index) => {
    const number = (counts.get(archetype.id) ?? 0) + 1;
    counts.set(archetype.id, number);
    return planFirm({ seed, park, archetype, number, index: index + 1, behind });
  });
  return cooperative === null ? firms : [cooperative, ...firms];
}

/** 13 to 16 firms on a large park, 6 to 8 on a small one. */
function chooseArchetypes(park: PlanPark, draws: Draws): Archetype[] {
  const theme = THEMES[themeOf(park)];
  const fixed: readonly string[] = park.size === 'large' ? theme : theme.slice(draws.whole([2, theme.length - 1])).slice(0, 1);
  const total = park.size === 'large' ? draws.whole([13, 16]) : draws.whole([6, 8]);
  const small = ARCHETYPES.filter((archetype) => archetype.scale === 'small');
  const first = draws.whole([0, small.length - 1]);
  const chosen = ARCHETYPES.flatMap((archetype) => fixed.filter((id) => id === archetype.id).map(() => archetype));
  for (let at = 0; chosen.length < total; at++) {
    const next = small[(first + at) % small.length];
    if (next !== undefined) chosen.push(next);
  }
  return chosen;
}

/** Two parks of the region have a character the demo needs; the others draw theirs from their name. */
function themeOf(park: PlanPark): Theme {
  if (park.id === 'eerbeek-loenen') return 'paper';
  if (park.topology === 'closed-distribution') return 'logistics';
  const share = makeLattice(seedFor(0, `theme ${park.id}`))(0);
  if (share < 0.3) return 'metal';
  return share < 0.6 ? 'logistics' : 'mixed';
}

export const isGridCooperative = (company: PlanCompany): boolean => company.archetype === GRID_COOPERATIVE.id;
