// Residual heat of the running product: its registry, its runs and its nightly job, tied to the parts they need.
import { ChangeLimit, PORT_CHANGES } from './api/change-limit.ts';
import type { Heat } from './api/deps.ts';
import { FairTurns } from './api/fair-turns.ts';
import { type ScopedRegister, isWhole, tellingEnergy, wayOf } from './api/scope.ts';
import { MatchNames } from './api/match-names.ts';
import type { Closer, Data } from './app-data.ts';
import type { HeatParameters } from './domain/heat/parameters.ts';
import { type EpochMs, epochMs } from './domain/units.ts';
import { type CountedCompany, type HeatPortsPorts, derivePorts } from './jobs/heat-ports.ts';
import { Compute } from './jobs/compute.ts';
import { HeatRuns } from './jobs/heat-runs.ts';
import { matchHeat } from './jobs/match-heat.ts';
import type { Job } from './jobs/schedule.ts';
import type { ParkConfig } from './parks.ts';
import { BEHIND_FIGURES_NICE } from './priority.ts';
import type { Directory } from './storage/directory.ts';
import { HeatSql } from './storage/heat-sql.ts';

/** A choice of links that nobody waits for. */
const NIGHT_LIMIT_S = 10;
/** A year of a park is read in many stretches, and one that waits behind history coming in must not lose them all. */
const HOURS_TIMEOUT_MS = 120_000;
/** Mean distance of two points in a circle, in radii. */
const APART = 0.905;
/** Of a park of which nobody said how large it is. */
const RADIUS_M = 400;

export interface HeatParts {
  readonly data: Pick<Data, 'directory' | 'store' | 'db' | 'journal'>;
  readonly parks: readonly ParkConfig[];
  readonly parameters: HeatParameters;
  readonly closers: Closer[];
  /** Of the data folder. */
  readonly secret: string;
}

export async function heatOf(over: HeatParts): Promise<{ heat: Heat; job: Job }> {
  const { data, parks, parameters, closers, secret } = over;
  const { directory, store, db } = data;
  const registry = await HeatSql.open(db);
  const now = (): EpochMs => epochMs(Date.now());
  // A worker of its own, from the first match on: a solver that takes its time holds up nobody's page.
  let worker: Compute | null = null;
  const compute = (): Compute => (worker ??= new Compute({ nice: BEHIND_FIGURES_NICE, incoming: data.journal.durable }));
  closers.push(() => worker?.close());
  const runs = new HeatRuns({
    heat: registry,
    parameters,
    compute: {
      heatHours: (job) => compute().heatHours(job),
      heatMatches: (input) => compute().heatMatches(input),
      heatSensitivity: (trial) => compute().heatSensitivity(trial),
      heatNetwork: (input) => compute().heatNetwork(input),
      heatPinch: (input) => compute().heatPinch(input),
    },
    now,
    quarters: (query) => store.ask({ kind: 'quarters', ...query }, HOURS_TIMEOUT_MS),
    registersOf: ({ meter, role }) => (meter === null ? [] : heatRegisters(directory, meter, role)),
    assumedM: (park) => (parks.find((one) => one.id === park)?.outline.radiusM ?? RADIUS_M) * APART,
  });
  const derive = (): Promise<number> => derivePorts(derivingFrom(directory, { heat: registry, parameters, now }));
  const job = matchHeat({
    derive,
    parks: () => [...new Set(registry.ports().map((row) => row.park))],
    match: async (park) => {
      runs.forget(park);
      return (await runs.network(park, () => true, NIGHT_LIMIT_S)).matches.pairs.length;
    },
  });
  return { heat: { registry, parameters, runs, names: new MatchNames(secret, 'heat'), derive, changes: new ChangeLimit(PORT_CHANGES), turns: new FairTurns() }, job };
}

/** A heat meter at a source counts what leaves it, whatever its maker calls that; where it tells several flows, one of them is it. */
const FLOWS = { source: ['generation', 'export', 'import', 'consumption'], sink: ['import', 'consumption', 'generation', 'export'] } as const;

/** The registers whose sum is what a port gave or took. */
export function heatRegisters(directory: Pick<Directory, 'registersOf'>, meter: number, role: 'source' | 'sink'): ScopedRegister[] {
  const registers = tellingEnergy(directory.registersOf(meter));
  const flow = FLOWS[role].find((one) => registers.some((register) => register.flow === one));
  return registers.flatMap((register): ScopedRegister[] => {
    const way = wayOf(register);
    if (register.flow !== flow || way === null) return [];
    return [{ register: register.id, flow: 'import', meter, way, ...(isWhole(register.name) && { whole: true as const }) }];
  });
}

interface Known {
  readonly companies: ReadonlyMap<number, { readonly id: number; readonly park: string; readonly sbi: string }>;
  connectionsOf(company: number): readonly { readonly id: number }[];
  metersOf(connection: number): CountedCompany['meters'];
}

/** What of the registry says which ports there are. */
export function derivingFrom(directory: Known, rest: Omit<HeatPortsPorts, 'companies'>): HeatPortsPorts {
  const companies = (): ReturnType<HeatPortsPorts['companies']> =>
    [...directory.companies.values()].map(({ id, park, sbi }) => ({
      id,
      park,
      sbi,
      meters: directory.connectionsOf(id).flatMap((connection) => directory.metersOf(connection.id)),
    }));
  return { ...rest, companies };
}
