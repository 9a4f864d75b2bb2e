// The part of the table of routes that is about scenarios: who may, and objects to try it on.
import { BOOTSTRAP, type Objects, type SmallRegion } from './small-region.ts';

const scenarios = new Map<number, number>();

/** Of a company, shared: its manager looks, and only its own people change it. */
export const scenarioRules = <Rule extends object>({ everybody, report, changeReport }: Record<'everybody' | 'report' | 'changeReport', Rule>) => ({
  'get /scenarios': everybody,
  'post /scenarios': changeReport,
  'post /scenarios/preview': report,
  'get /scenarios/comparison': everybody,
  'get /scenarios/parameters': everybody,
  'get /scenarios/{id}': report,
  'patch /scenarios/{id}': changeReport,
  'delete /scenarios/{id}': changeReport,
  'get /scenarios/{id}/results': report,
  'get /scenarios/{id}/results/explain': report,
  'get /scenarios/{id}/run': report,
  'post /scenarios/{id}/run': changeReport,
  'delete /scenarios/{id}/run': changeReport,
});

async function make(small: SmallRegion, of: Objects): Promise<void> {
  const body = { company: of.company, name: 'x', steps: [], shared: true, from: '2026-11-01', to: '2026-11-02' };
  scenarios.set(of.gateway, Number((await small.ask('POST', '/api/v1/scenarios', { key: BOOTSTRAP, body })).body['id']));
}

export async function prepareScenarios(small: SmallRegion, ...all: readonly Objects[]): Promise<void> {
  for (const of of all) await make(small, of);
}

export const scenarioIds = ({ gateway }: Objects): Record<string, number> => ({ scenarios: scenarios.get(gateway) ?? 999_999 });

export function scenarioBody(route: string, objects: Objects): object | undefined {
  if (route === 'post /scenarios') return { company: objects.company, name: 'x', steps: [], from: '2026-02-01', to: '2026-01-01' };
  if (route === 'post /scenarios/preview') return { company: objects.company, steps: [], from: '2026-11-01', to: '2026-11-02' };
  return route === 'patch /scenarios/{id}' ? { name: 'y' } : undefined;
}

/** What is deleted is there again for the next who tries. */
export async function scenariosBefore(small: SmallRegion, route: string, of: Objects): Promise<void> {
  if (route === 'delete /scenarios/{id}' && scenarios.has(of.gateway)) await make(small, of);
}
