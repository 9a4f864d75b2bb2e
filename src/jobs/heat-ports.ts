// Keeps a heat port for each meter that gives one away, so that matches need no survey first.
import { type CountingMeter, type GivenAway, portsGivenAway } from '../domain/heat/deriving.ts';
import { type HeatParameters, usualTemperatures } from '../domain/heat/parameters.ts';
import type { Place } from '../domain/heat/port.ts';
import type { EpochMs } from '../domain/units.ts';
import type { HeatRegistry, NewHeatPort } from '../storage/heat.ts';

export interface CountedCompany {
  readonly id: number;
  readonly park: string;
  readonly sbi: string;
  readonly meters: readonly (CountingMeter & { readonly validFrom: EpochMs; readonly validTo: EpochMs | null })[];
}
export interface HeatPortsPorts {
  readonly companies: () => readonly CountedCompany[];
  readonly heat: Pick<HeatRegistry, 'hadPort' | 'addPorts'>;
  readonly parameters: HeatParameters;
  readonly now: () => EpochMs;
}

/** Where a company is; null: not known. */
export type PlaceOf = (company: number) => Place | null;
/** Ports written in one transaction: it must not hold the registry. */
const AT_ONCE = 50;

/** Writes the ports that meters give away and that never were there; one that was removed stays away.
 *  @returns how many were written */
export async function derivePorts({ companies, heat, parameters, now }: HeatPortsPorts, placeOf: PlaceOf = () => null): Promise<number> {
  const missing = companies().flatMap((company) =>
    portsGivenAway(company.meters)
      .filter((one) => !heat.hadPort(one.meter))
      .map((one) => portOf(parameters, { company, one, place: placeOf(company.id) })),
  );
  for (let first = 0; first < missing.length; first += AT_ONCE) await heat.addPorts(missing.slice(first, first + AT_ONCE), { author: 'derived', at: now() });
  return missing.length;
}

function portOf(parameters: HeatParameters, { company, one, place }: { company: CountedCompany; one: GivenAway; place: Place | null }): NewHeatPort {
  const { supplyC, returnC } = usualTemperatures(parameters, { sbi: company.sbi, role: one.role });
  const meter = company.meters.find(({ id }) => id === one.meter);
  if (meter === undefined) throw new RangeError(`company ${company.id} has no meter ${one.meter}`);
  return {
    park: company.park,
    company: company.id,
    name: '',
    role: one.role,
    medium: one.medium,
    supplyC,
    returnC,
    minReturnC: null,
    provenance: one.derivation === 'direct' ? 'measured' : 'derived',
    meter: one.meter,
    derivation: one.derivation,
    factor: null,
    powerKw: null,
    profile: 'flat',
    place,
    firm: false,
    residual: 'unknown',
    outsidePark: false,
    note: '',
    from: meter.validFrom,
    to: meter.validTo,
  };
}
