// The heat of the region by park: what is offered, what is wanted, and how much of both falls in the same hours. No company's place,
// and no figure that says too much of one.
import type { Principal } from '../domain/access.ts';
import type { Contribution, Reason } from '../domain/disclosure.ts';
import { judgeDisclosure } from '../domain/disclosure.ts';
import { type HeatSums, heatSums } from '../domain/heat/same-hours.ts';
import { type Part, type PartReason, keptBackParts } from '../domain/kept-back-parts.ts';
import { toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { ParkHours } from '../jobs/heat-runs.ts';
import type { HeatPortRow } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { knownOf, regionalEnters } from './heat-query.ts';
import { entityOf, seesMembers } from './members.ts';
import { RegionHeat } from './shapes-heat-map.ts';

/** How long one answer waits for hours that have to be read; what is not there by then comes with a later one. */
const PATIENCE_MS = 4_000;
const HOUR_MS = 3_600_000;

export function mountRegionHeat(api: Api): void {
  api.mount({
    method: 'get',
    path: '/region/heat-map',
    summary: 'Where heat is offered and wanted in the region, by park, and how much of both falls in the same hours',
    answer: RegionHeat,
    noun: 'region',
    action: 'see',
    resource: () => ({ kind: 'region' }),
    handle: async ({ principal }, deps) => answerRegion(deps, principal),
  });
}

/** A park with the ports that this reader may add up. */
export interface ParkHeat {
  readonly park: string;
  readonly name: string;
  readonly ports: readonly HeatPortRow[];
  readonly hours: ParkHours;
  readonly sums: HeatSums;
}
type Side = keyof HeatSums;
type Figure = RegionHeat['totals']['offered'];

export interface RegionParks {
  /** None as long as the hours of one are still being read. */
  readonly parks: readonly ParkHeat[];
  readonly reading: number;
  /** Ports that there are, also of who does not share. */
  readonly ports: number;
}

async function answerRegion(deps: Deps, principal: Principal): Promise<RegionHeat> {
  const { parks, reading, ports } = await regionParks(deps, principal);
  return { ...regionFigures(parks, seesMembers(principal, { kind: 'region' })), reading, ...regionKnown(parks, ports, deps.now()), simulated: deps.simulated };
}

export async function regionParks(deps: Deps, principal: Principal): Promise<RegionParks> {
  await deps.heat.derive();
  const enters = regionalEnters(deps, principal);
  const until = performance.now() + PATIENCE_MS;
  const ready: ParkHeat[] = [];
  let [reading, all] = [0, 0];
  for (const { id, name } of deps.directory.parks.values()) {
    const rows = deps.heat.registry.portsOf(id);
    all += rows.length;
    if (rows.length === 0) continue;
    const hours = await within(deps.heat.runs.hoursOf(id), until - performance.now());
    if (hours === null) reading += 1;
    else {
      const ports = rows.filter(({ company }) => enters(company));
      ready.push({ park: id, name, ports, hours, sums: sumsOf(deps, ports, hours) });
    }
  }
  // One park more in a total that was shown without it would tell that park: figures come when all are there.
  return { parks: reading === 0 ? ready : [], reading, ports: all };
}

/** What comes of it within so many milliseconds; null where it takes longer, and goes on. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, ms));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => null);
  }
}

/** A port of the park itself (homes, a pool) is nobody's secret, and no company that hides others either. */
const NOBODY = 'park';

function sumsOf(deps: Deps, ports: readonly HeatPortRow[], hours: ParkHours): HeatSums {
  return portSums(ports, hours, ({ company }) => (company === null ? NOBODY : entityOf(deps, company)));
}

/** @param owner whose the heat of a port is in the sums */
export function portSums(ports: readonly HeatPortRow[], { byPort }: ParkHours, owner: (port: HeatPortRow) => string): HeatSums {
  return heatSums(
    ports.flatMap((port) => {
      const known = byPort.get(port.id);
      return known === undefined ? [] : [{ owner: owner(port), role: port.role, kw: known.kw }];
    }),
  );
}

const contributionsOf = (sums: ReadonlyMap<string, number>): Contribution[] =>
  [...sums].flatMap(([entity, amount]) => (entity === NOBODY || amount === 0 ? [] : [{ entity, amount }]));
const sumOf = (sums: ReadonlyMap<string, number>): number => [...sums.values()].reduce((sum, one) => sum + one, 0);
const partsOf = (parks: readonly ParkHeat[], side: Side): Part[] => parks.map(({ park, sums }) => ({ id: park, contributions: contributionsOf(sums[side]) }));

/** Which parks are kept back for each figure. What is in the same hours may be all of what one offers: it is open only where both sides
 *  of it are, and what they come from. */
function keptBack(parks: readonly ParkHeat[]): Record<'offered' | 'wanted' | 'sameHours', ReadonlyMap<string, PartReason>> {
  const [offered, wanted] = [keptBackParts(partsOf(parks, 'offered')), keptBackParts(partsOf(parks, 'wanted'))];
  let sameHours = new Map<string, PartReason>([...wanted, ...offered]);
  for (let before = -1; sameHours.size > before;) {
    before = sameHours.size;
    for (const side of ['given', 'taken'] as const) sameHours = new Map([...keptBackParts(partsOf(parks, side), new Set(sameHours.keys())), ...sameHours]);
  }
  return { offered, wanted, sameHours };
}

const figure = (kwh: number, reason: Reason | PartReason | null): Figure =>
  reason === null ? { kwh: Math.round(kwh), sign: null, reason: null } : { kwh: null, sign: 'x', reason };

export function regionFigures(parks: readonly ParkHeat[], open: boolean): Pick<RegionHeat, 'parks' | 'totals'> {
  const kept = open ? null : keptBack(parks);
  const total = (...sides: Side[]): Figure => {
    const judged = sides.map((side) => judgeDisclosure(parks.flatMap(({ sums }) => contributionsOf(sums[side])))).find((one) => one.sign === 'x');
    return figure(
      parks.reduce((sum, one) => sum + sumOf(one.sums[sides[0] ?? 'offered']), 0),
      !open && judged?.sign === 'x' ? judged.reason : null,
    );
  };
  return {
    parks: parks.map(({ park, name, sums }) => ({
      park,
      name,
      offered: figure(sumOf(sums.offered), kept?.offered.get(park) ?? null),
      wanted: figure(sumOf(sums.wanted), kept?.wanted.get(park) ?? null),
      sameHours: figure(sumOf(sums.given), kept?.sameHours.get(park) ?? null),
    })),
    totals: { offered: total('offered'), wanted: total('wanted'), sameHours: total('given', 'taken', 'offered', 'wanted') },
  };
}

/** Of the whole region: of one park it would tell how one company was measured. */
export function regionKnown(parks: readonly ParkHeat[], all: number, now: EpochMs): Pick<RegionHeat, 'coverage' | 'quality' | 'asOf'> {
  const [first] = parks;
  if (first === undefined) return { coverage: 0, quality: {}, asOf: toIso(now) };
  const byPort = new Map(parks.flatMap(({ hours }) => [...hours.byPort]));
  const end = Math.min(...parks.map(({ hours }) => hours.firstHour + hours.hours));
  const ports = parks.flatMap((one) => one.ports);
  return { ...knownOf({ ...first.hours, byPort }, ports, all), asOf: toIso(epochMs(end * HOUR_MS)) };
}
