// Parks and lookups that the simulator's tests share.
import { makePlan, type PlanCompany, type PlanMeter, type PlanPark, type RegionPlan } from '../../src/simulate/plan.ts';

export const PARKS: readonly PlanPark[] = [
  { id: 'eerbeek-loenen', lat: 52.103, lon: 6.06, areaHa: 100, topology: 'public-grid', size: 'large' },
  { id: 'ecofactorij', lat: 52.192, lon: 6.04, areaHa: 75, topology: 'closed-distribution', size: 'large' },
  { id: 'de-mars', lat: 52.15, lon: 6.205, areaHa: 220, topology: 'public-grid', size: 'large' },
  { id: 'kweekweg', lat: 52.345, lon: 5.99, areaHa: 35, topology: 'public-grid', size: 'small' },
];

export const plan: RegionPlan = makePlan({ seed: 11, parks: PARKS });

export const ofPark = (park: string): readonly PlanCompany[] => plan.companies.filter((each) => each.park === park);

export function company(key: string): PlanCompany {
  const found = plan.companies.find((candidate) => candidate.key === key);
  if (found === undefined) throw new Error(`no company ${key}`);
  return found;
}

export function meter(from: PlanCompany, name: string): PlanMeter {
  const found = from.meters.find((candidate) => candidate.key === `${from.key}.${name}`);
  if (found === undefined) throw new Error(`no meter ${name} at ${from.key}`);
  return found;
}
