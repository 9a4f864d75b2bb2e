// Which counters each simulated meter has, and which flow of the firm each of them counts.
import type { GatewayProfile, PlanCompany, PlanMeter } from './plan.ts';
import type { Rates } from './power.ts';

/** One counter: the rate it integrates, on which tariff (0 = always); a null rate never moves. */
export interface CounterSpec {
  readonly meter: string;
  readonly register: string;
  readonly rate: keyof Rates | null;
  readonly tariff: 0 | 1 | 2;
}

/** Counter of a meter in the saved state, the truth and the fault offsets. */
export const counterKey = (spec: { meter: string; register: string }): string => `${spec.meter}/${spec.register}`;

/** Counters of one meter, named as the decoder of its gateway's profile names them.
 *  @throws RangeError when no gateway of the firm carries the meter */
export function registersOf({ company, meter }: { company: PlanCompany; meter: PlanMeter }): readonly CounterSpec[] {
  const gateway = company.gateways.find((candidate) => candidate.meters.includes(meter.key));
  if (gateway === undefined) throw new RangeError(`no gateway of ${company.key} carries ${meter.key}`);
  return counters({ meter, profile: gateway.profile, passesOn: company.equipment.waterReusedM3h > 0 });
}

/** All counters of a firm, in the order of its meters. */
export const countersOf = (company: PlanCompany): readonly CounterSpec[] => company.meters.flatMap((meter) => registersOf({ company, meter }));

function counters({ meter, profile, passesOn }: { meter: PlanMeter; profile: GatewayProfile; passesOn: boolean }): CounterSpec[] {
  const spec = (register: string, rate: keyof Rates | null, tariff: 0 | 1 | 2 = 0): CounterSpec => ({ meter: meter.key, register, rate, tariff });
  switch (meter.carrier) {
    case 'gas':
      return [spec('gas', meter.role === 'sub' ? 'engineGasM3h' : 'gasM3h')];
    case 'water':
      return [spec('water', 'waterM3h'), ...(passesOn ? [spec('water-export', 'waterReusedM3h')] : [])];
    case 'biogas':
      return [spec('biogas', 'biogasM3h')];
    case 'heat':
      return [spec('heat', heatRate(meter))];
    case 'electricity':
      break;
    case 'cold':
    case 'steam':
    case 'hydrogen':
      return [];
  }
  if (profile === 'homewizard') return [spec('import', null), spec('export', generationRate(meter))];
  if (meter.role === 'generation') return [spec('generation', generationRate(meter))];
  if (meter.role === 'storage') return [spec('charge', 'chargeKw'), spec('discharge', 'dischargeKw')];
  if (profile === 'generic-json') return [spec('import', 'importKw'), spec('export', 'exportKw')];
  return [spec('import-t1', 'importKw', 1), spec('import-t2', 'importKw', 2), spec('export-t1', 'exportKw', 1), spec('export-t2', 'exportKw', 2)];
}

function heatRate(meter: PlanMeter): 'heatSourceKw' | 'heatSinkKw' | 'engineHeatKw' | 'heatKw' {
  if (meter.role === 'heat-source') return 'heatSourceKw';
  if (meter.role === 'heat-sink') return 'heatSinkKw';
  return meter.role === 'sub' ? 'engineHeatKw' : 'heatKw';
}

function generationRate(meter: PlanMeter): 'sunKw' | 'windKw' | 'chpKw' {
  switch (meter.generationKind) {
    case 'wind':
      return 'windKw';
    case 'chp':
      return 'chpKw';
    case 'sun':
    case null:
      return 'sunKw';
  }
}
