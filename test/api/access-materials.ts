// What the access test needs of material streams: two matches between its companies, a product each, rules and bodies.
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany } from './small-region.ts';

const NONE = 999_999;
const streams = new Map<number, number>();
const products = new Map<number, number>();
/** What each of them offers a third company, that shares with everybody. */
const matches = new Map<number, string>();

const post = async (small: SmallRegion, path: string, body: unknown): Promise<number> => Number((await small.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);

const newStream = (small: SmallRegion, of: Objects, direction: 'offer' | 'need'): Promise<number> =>
  post(small, '/material-streams', { company: of.company, direction, materialClass: 'wood', tonnesPerMonth: 1, validFrom: '2026-01-01' });

/** Before a route is called: what it deletes is there. */
export async function materialsBefore(small: SmallRegion, route: string, of: Objects): Promise<void> {
  if (of.company === NONE) return;
  if (route === 'delete /material-streams/{id}') streams.set(of.gateway, await newStream(small, of, 'offer'));
  if (route.includes('{product}')) products.set(of.company, await post(small, `/companies/${of.company}/products`, { name: 'X', flows: { massTonnes: 1 } }));
}

export async function prepareMaterials(small: SmallRegion, own: Objects, foreign: Objects): Promise<void> {
  const third = await makeCompany(small, { park: own.park, name: 'Company C', ean: '871999900000000042', shares: true });
  for (const of of [own, foreign]) {
    await post(small, `/companies/${of.company}/products`, { name: 'P', flows: { massTonnes: 1 } });
    const offer = await newStream(small, of, 'offer');
    streams.set(of.gateway, offer);
    matches.set(of.gateway, small.app.parts.deps.materialNames.nameOf(offer, await newStream(small, third, 'need')));
  }
}

export const fillMaterials = (path: string, { gateway, company }: Objects): string =>
  path
    .replace('material-streams/{id}', `material-streams/${streams.get(gateway) ?? NONE}`)
    .replace('material-matches/{id}', `material-matches/${matches.get(gateway) ?? `${NONE}-${NONE}`}`)
    .replace('{product}', String(products.get(company) ?? NONE));

/** Bodies that are let in and then change nothing; undefined: not one of these routes. */
export function bodyOfMaterials(route: string, { company }: Objects): unknown {
  switch (route) {
    case 'post /material-streams':
      return { company, direction: 'offer', materialClass: 'wood', tonnesPerMonth: 1, validFrom: '2026-02-01', validTo: '2026-01-01' };
    case 'patch /material-streams/{id}':
      return {};
    case 'post /material-streams/{id}/deliveries':
      return { deliveredAt: '2099-01-01', kg: 1 };
    case 'post /companies/{id}/products':
      return { name: 'X', flows: { massTonnes: 1 } };
    case 'post /companies/{id}/waste-register':
      return { csv: '' };
    case 'post /material-matches/{id}/agreement':
      return { company };
    case 'post /material-matches/{id}/status':
      return { company, status: 'trial' };
    default:
      return undefined;
  }
}

type Rules<R> = Readonly<Record<'everybody' | 'bring' | 'company' | 'park' | 'region' | 'alone', R>>;
/** By route; alone: of the company alone, like consent. */
export const materialRules = <R>({ everybody, bring, company, park, region, alone }: Rules<R>): Record<string, R> => ({
  'get /material-classes': everybody,
  'get /cases': everybody,
  'get /material-streams': everybody,
  'post /material-streams': bring,
  'get /material-streams/{id}': company,
  'patch /material-streams/{id}': bring,
  'delete /material-streams/{id}': bring,
  'get /material-streams/{id}/deliveries': company,
  'post /material-streams/{id}/deliveries': bring,
  'get /companies/{id}/products': company,
  'get /companies/{id}/products/explain': company,
  'post /companies/{id}/products': bring,
  'delete /companies/{id}/products/{product}': bring,
  'get /parks/{park}/material-matches': park,
  'get /companies/{id}/material-matches': company,
  'post /material-matches/{id}/agreement': alone,
  'post /material-matches/{id}/status': bring,
  'post /companies/{id}/waste-register': bring,
  'get /parks/{park}/circularity': park,
  'get /region/circularity': region,
  'get /parks/{park}/circularity/explain': park,
  'get /region/circularity/explain': region,
  'get /region/material-flows': region,
  'get /region/material-flows/explain': region,
  'get /parks/{park}/material-matches/explain': park,
  'get /companies/{id}/material-matches/explain': company,
});
