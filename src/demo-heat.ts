// Heat ports of the demo region: each simulated firm at its place, one pair whose match is known beforehand, and sinks beside the park.
import type { Place } from './domain/heat/port.ts';
import type { EpochMs } from './domain/units.ts';
import { type HeatPortsPorts, derivePorts } from './jobs/heat-ports.ts';
import type { HeatPortRow, HeatRegistry, NewHeatPort } from './storage/heat.ts';

export interface DemoFirm {
  readonly company: number;
  readonly park: string;
  readonly archetype: string;
  readonly place: Place;
}

/** The planted pair: warm enough without a heat pump, and far enough apart for a trench of 640 m with the usual detour.
 *  @see docs/residual-heat.md#heat-planted-pair */
export const PLANTED = {
  park: 'eerbeek-loenen',
  source: { archetype: 'board-mill', supplyC: 72, returnC: 40 },
  sink: { archetype: 'laundry', supplyC: 60, returnC: 35 },
  apartM: 492.3,
} as const;
/** Sinks that are no company: a pool in summer and homes in winter. */
const BESIDE = [
  { name: 'Simulatie Zwembad', supplyC: 40, returnC: 28, powerKw: 250, profile: 'flat', eastM: -700, northM: 300 },
  { name: 'Simulatie Woningen', supplyC: 55, returnC: 35, powerKw: 1500, profile: 'heating-season', eastM: 900, northM: -500 },
] as const;
const M_PER_DEG = 111_194.93;

/** @returns the place so many metres east and north */
export const moved = ({ latDeg, lonDeg }: Place, { eastM, northM }: { eastM: number; northM: number }): Place => ({
  latDeg: latDeg + northM / M_PER_DEG,
  lonDeg: lonDeg + eastM / (M_PER_DEG * Math.cos((latDeg * Math.PI) / 180)),
});

/** Writes what is not there yet. */
export async function addDemoHeat(ports: HeatPortsPorts, heat: HeatRegistry, over: { firms: readonly DemoFirm[]; since: EpochMs; now: EpochMs }): Promise<void> {
  const placeOf = new Map(over.firms.map((firm) => [firm.company, firm.place]));
  const made = await derivePorts(ports, (company) => placeOf.get(company) ?? null);
  const stamp = { author: 'simulator', at: over.now };
  if (made === 0 || heat.portsOf(PLANTED.park).some((row) => row.company === null)) return;
  const find = ({ archetype }: { archetype: string }, role: 'source' | 'sink'): HeatPortRow | undefined => {
    const companies = new Set(over.firms.filter((firm) => firm.park === PLANTED.park && firm.archetype === archetype).map((firm) => firm.company));
    return heat.portsOf(PLANTED.park).find((row) => row.role === role && row.company !== null && companies.has(row.company) && row.derivation === 'direct');
  };
  const [source, sink] = [find(PLANTED.source, 'source'), find(PLANTED.sink, 'sink')];
  if (source === undefined || sink === undefined || source.place === null) return;
  const { supplyC, returnC } = PLANTED.source;
  await heat.changePort({ ...source, supplyC, returnC, residual: 'yes' }, stamp);
  const place = moved(source.place, { eastM: PLANTED.apartM, northM: 0 });
  await heat.changePort({ ...sink, supplyC: PLANTED.sink.supplyC, returnC: PLANTED.sink.returnC, place }, stamp);
  const beside = BESIDE.map(({ eastM, northM, ...one }): NewHeatPort => ({ ...EMPTY, ...one, place: moved(source.place ?? place, { eastM, northM }), from: over.since }));
  await heat.addPorts(beside, stamp);
}

const EMPTY = {
  park: PLANTED.park,
  company: null,
  role: 'sink',
  medium: 'water',
  minReturnC: null,
  provenance: 'declared',
  meter: null,
  derivation: 'direct',
  factor: null,
  firm: false,
  residual: 'unknown',
  outsidePark: true,
  note: '',
  to: null,
} as const;
