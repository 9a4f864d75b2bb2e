// The addresses of the screens: path in, page out. Pure.

/** What stands in the address -> the tab. */
const TABS = {
  balans: 'balance',
  ruimte: 'capacity',
  verwachting: 'forecast',
  meters: 'meters',
  controle: 'checks',
  afspraken: 'agreements',
  warmte: 'heat',
  co2: 'co2',
  materialen: 'materials',
  scenarios: 'scenarios',
} as const;
const ONLY_PARK = { onderling: 'exchange' } as const;
const ONLY_COMPANY = { delen: 'sharing', aansluitingen: 'connections' } as const;

type Tab = (typeof TABS)[keyof typeof TABS];

export type Page =
  | { readonly page: 'home' }
  | { readonly page: 'sign-in' }
  | { readonly page: 'region'; readonly tab: 'now' | 'co2' | 'circularity' | 'heat' }
  | { readonly page: 'park'; readonly park: string; readonly tab: 'now' | Tab | 'exchange' }
  | { readonly page: 'company'; readonly company: number; readonly tab: 'now' | Tab | 'sharing' | 'connections' }
  | { readonly page: 'heat-match'; readonly match: string }
  | { readonly page: 'heat-ports'; readonly park: string }
  | { readonly page: 'heat-parameters'; readonly park: string }
  | { readonly page: 'gateways' }
  | { readonly page: 'jobs' }
  | { readonly page: 'accounts' }
  | { readonly page: 'own-account' }
  | { readonly page: 'alerts' }
  | { readonly page: 'reports'; readonly report: number | null }
  | { readonly page: 'gateway'; readonly gateway: number }
  | { readonly page: 'imports'; readonly part: 'files' | 'figures' }
  | { readonly page: 'meter'; readonly meter: number }
  | { readonly page: 'not-found' };

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const named = <T extends string>(tabs: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(tabs, name) ? tabs[name] : undefined);

function parkPage(park: string, name: string | undefined): Page {
  const tab = name === undefined ? 'now' : (named(TABS, name) ?? named(ONLY_PARK, name));
  return tab === undefined || !SLUG.test(park) ? { page: 'not-found' } : { page: 'park', park, tab };
}

function companyPage(company: number, name: string | undefined): Page {
  const tab = name === undefined ? 'now' : (named(TABS, name) ?? named(ONLY_COMPANY, name));
  return tab === undefined ? { page: 'not-found' } : { page: 'company', company, tab };
}

export function pageOf(path: string): Page {
  const [first, second, third, ...rest] = path.split('/').filter((part) => part !== '');
  if (rest.length > 0) return { page: 'not-found' };
  if (first === undefined) return { page: 'home' };
  const id = /^[1-9]\d{0,8}$/.test(second ?? '') ? Number(second) : null;
  if (first === 'inloggen' && second === undefined) return { page: 'sign-in' };
  if (first === 'region' && third === undefined && (second === undefined || second === 'co2')) return { page: 'region', tab: second ?? 'now' };
  if (first === 'region' && second === 'warmte' && third === undefined) return { page: 'region', tab: 'heat' };
  if (first === 'region' && second === 'kringloop' && third === undefined) return { page: 'region', tab: 'circularity' };
  if (first === 'parks' && second !== undefined) return parkPage(second, third);
  if (first === 'companies' && id !== null) return companyPage(id, third);
  if (first === 'warmte' && third === undefined && /^[0-9a-f]{32}$/.test(second ?? '')) return { page: 'heat-match', match: second ?? '' };
  if (first === 'warmtepoorten' && third === undefined && SLUG.test(second ?? '')) return { page: 'heat-ports', park: second ?? '' };
  if (first === 'warmteaannames' && third === undefined && SLUG.test(second ?? '')) return { page: 'heat-parameters', park: second ?? '' };
  if (first === 'taken' && second === undefined) return { page: 'jobs' };
  if (first === 'accounts' && second === undefined) return { page: 'accounts' };
  if (first === 'account' && second === undefined) return { page: 'own-account' };
  if (first === 'alerts' && second === undefined) return { page: 'alerts' };
  if (first === 'rapporten' && third === undefined && (second === undefined || id !== null)) return { page: 'reports', report: id };
  if (first === 'gateways' && second === undefined) return { page: 'gateways' };
  if (first === 'gateways' && id !== null && third === undefined) return { page: 'gateway', gateway: id };
  if (first === 'imports' && third === undefined && (second === undefined || second === 'zelf')) return { page: 'imports', part: second === undefined ? 'files' : 'figures' };
  if (first === 'meters' && id !== null && third === undefined) return { page: 'meter', meter: id };
  return { page: 'not-found' };
}

/** Only a path of our own: an address from the URL may never lead to another host. */
export const ownPath = (path: string | undefined): string | null => (path !== undefined && /^\/(?![/\\])/.test(path) && !path.startsWith('/inloggen') ? path : null);
