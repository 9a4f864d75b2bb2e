// The part of the table of routes that is about residual heat: who may, and objects to try it on.
import { BOOTSTRAP, type Objects, type SmallRegion } from './small-region.ts';

const ports = new Map<number, number>();
const matches = new Map<number, string>();

/** @param rules of the table that these routes share with others */
export const heatRules = <Rule extends object>({
  everybody,
  bring,
  bringPorts,
  changeCompany,
  company,
  park,
  region,
}: Record<'everybody' | 'bring' | 'bringPorts' | 'changeCompany' | 'company' | 'park' | 'region', Rule>) => {
  const ok = { own: 'ok', foreign: 'absent' } as const;
  // Matches of a park: for who looks after it, and for its companies, each their own.
  const ofPark = { ...park, company: ok };
  return {
    'get /heat-ports': everybody,
    'post /heat-ports': { ...changeCompany, parkmanager: ok },
    'get /heat-ports/file': everybody,
    'post /heat-ports/file': bringPorts,
    'get /heat-ports/{id}': company,
    'patch /heat-ports/{id}': { ...changeCompany, parkmanager: ok },
    'get /parks/{park}/heat-matches': ofPark,
    'get /parks/{park}/heat-network': ofPark,
    'get /parks/{park}/heat-network/explain': ofPark,
    'get /parks/{park}/pinch': ofPark,
    'get /parks/{park}/pinch/explain': ofPark,
    'get /parks/{park}/heat-map': ofPark,
    'get /region/heat-map': region,
    'get /region/heat-map/explain': region,
    'get /heat-parameters': everybody,
    'get /parks/{park}/heat-trial': ofPark,
    'get /heat-matches/{id}': company,
    'get /heat-matches/{id}/explain': company,
    'get /heat-matches/{id}/file': company,
    'post /heat-matches/{id}/decisions': bring,
    'post /heat-matches/{id}/contracts': bring,
    'post /heat-matches/{id}/route': bring,
    'delete /heat-ports/{id}': changeCompany,
  };
};

async function make(small: SmallRegion, body: object): Promise<number> {
  return Number((await small.ask('POST', '/api/v1/heat-ports', { key: BOOTSTRAP, body: { validFrom: '2020-01-01', ...body } })).body['id']);
}

/** A sink of each company, and a source of it that fits the homes beside its park. */
export async function prepareHeat(small: SmallRegion, ...all: readonly Objects[]): Promise<void> {
  for (const of of all) {
    ports.set(of.gateway, await make(small, { company: of.company, role: 'sink', powerKw: 10 }));
    const source = await make(small, { company: of.company, role: 'source', powerKw: 900, supplyC: 90, returnC: 50 });
    const sink = await make(small, { park: of.park, role: 'sink', powerKw: 800, supplyC: 60, returnC: 35 });
    matches.set(of.gateway, small.app.parts.deps.heat.names.nameOf(source, sink));
  }
}

export const heatIds = ({ gateway }: Objects): Record<string, number | string> => ({
  'heat-ports': ports.get(gateway) ?? 999_999,
  'heat-matches': matches.get(gateway) ?? '999998-999999',
});

export function heatBody(route: string, objects: Objects): object | undefined {
  if (route === 'post /heat-ports') return { company: objects.company, role: 'sink', powerKw: 1, supplyC: 10, returnC: 20 };
  if (route === 'post /heat-ports/file') return { park: objects.park, csv: 'role\n' };
  if (route === 'patch /heat-ports/{id}') return { note: 'x' };
  if (route.endsWith('/decisions')) return { decision: 'agree' };
  return route.endsWith('/contracts') ? { kwhPerYear: 1000, validFrom: '2026-01-01', validTo: '2025-01-01' } : undefined;
}

/** What is deleted is there again for the next who tries. */
export async function heatBefore(small: SmallRegion, route: string, of: Objects): Promise<void> {
  if (route === 'delete /heat-ports/{id}' && ports.has(of.gateway)) ports.set(of.gateway, await make(small, { company: of.company, role: 'sink', powerKw: 10 }));
}
