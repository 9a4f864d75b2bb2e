// The addresses of the screens: path in, page out. Pure.

export type Page =
  | { readonly page: 'home' }
  | { readonly page: 'sign-in' }
  | { readonly page: 'region'; readonly tab: 'now' | 'co2' | 'circularity' }
  | { readonly page: 'park'; readonly park: string; readonly tab: 'now' | 'balance' | 'capacity' | 'forecast' | 'meters' | 'co2' | 'exchange' | 'heat' | 'materials' | 'scenarios' }
  | {
      readonly page: 'company';
      readonly company: number;
      readonly tab: 'now' | 'balance' | 'capacity' | 'forecast' | 'meters' | 'sharing' | 'co2' | 'heat' | 'materials' | 'scenarios';
    }
  | { readonly page: 'heat-match'; readonly match: string }
  | { readonly page: 'heat-ports'; readonly park: string }
  | { readonly page: 'heat-parameters'; readonly park: string }
  | { readonly page: 'gateways' }
  | { readonly page: 'jobs' }
  | { readonly page: 'alerts' }
  | { readonly page: 'reports'; readonly report: number | null }
  | { readonly page: 'gateway'; readonly gateway: number }
  | { readonly page: 'imports'; readonly part: 'files' | 'figures' }
  | { readonly page: 'meter'; readonly meter: number }
  | { readonly page: 'not-found' };

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

function parkPage(park: string, tab: string | undefined): Page {
  if (!SLUG.test(park)) return { page: 'not-found' };
  switch (tab) {
    case undefined:
      return { page: 'park', park, tab: 'now' };
    case 'balans':
      return { page: 'park', park, tab: 'balance' };
    case 'ruimte':
      return { page: 'park', park, tab: 'capacity' };
    case 'verwachting':
      return { page: 'park', park, tab: 'forecast' };
    case 'meters':
      return { page: 'park', park, tab: 'meters' };
    case 'co2':
      return { page: 'park', park, tab: 'co2' };
    case 'onderling':
      return { page: 'park', park, tab: 'exchange' };
    case 'warmte':
      return { page: 'park', park, tab: 'heat' };
    case 'materialen':
      return { page: 'park', park, tab: 'materials' };
    case 'scenarios':
      return { page: 'park', park, tab: 'scenarios' };
    default:
      return { page: 'not-found' };
  }
}

function companyPage(company: number, tab: string | undefined): Page {
  switch (tab) {
    case undefined:
      return { page: 'company', company, tab: 'now' };
    case 'balans':
      return { page: 'company', company, tab: 'balance' };
    case 'ruimte':
      return { page: 'company', company, tab: 'capacity' };
    case 'verwachting':
      return { page: 'company', company, tab: 'forecast' };
    case 'meters':
      return { page: 'company', company, tab: 'meters' };
    case 'warmte':
      return { page: 'company', company, tab: 'heat' };
    case 'delen':
      return { page: 'company', company, tab: 'sharing' };
    case 'co2':
      return { page: 'company', company, tab: 'co2' };
    case 'materialen':
      return { page: 'company', company, tab: 'materials' };
    case 'scenarios':
      return { page: 'company', company, tab: 'scenarios' };
    default:
      return { page: 'not-found' };
  }
}

export function pageOf(path: string): Page {
  const [first, second, third, ...rest] = path.split('/').filter((part) => part !== '');
  if (rest.length > 0) return { page: 'not-found' };
  if (first === undefined) return { page: 'home' };
  const id = /^[1-9]\d{0,8}$/.test(second ?? '') ? Number(second) : null;
  if (first === 'inloggen' && second === undefined) return { page: 'sign-in' };
  if (first === 'region' && third === undefined && (second === undefined || second === 'co2')) return { page: 'region', tab: second ?? 'now' };
  if (first === 'region' && second === 'kringloop' && third === undefined) return { page: 'region', tab: 'circularity' };
  if (first === 'parks' && second !== undefined) return parkPage(second, third);
  if (first === 'companies' && id !== null) return companyPage(id, third);
  if (first === 'warmte' && third === undefined && /^[0-9a-f]{32}$/.test(second ?? '')) return { page: 'heat-match', match: second ?? '' };
  if (first === 'warmtepoorten' && third === undefined && SLUG.test(second ?? '')) return { page: 'heat-ports', park: second ?? '' };
  if (first === 'warmteaannames' && third === undefined && SLUG.test(second ?? '')) return { page: 'heat-parameters', park: second ?? '' };
  if (first === 'taken' && second === undefined) return { page: 'jobs' };
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
