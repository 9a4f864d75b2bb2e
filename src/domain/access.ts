// Who may do what. Every rule of the product stands here; the API asks `decide` and does nothing by itself.

export type Role =
  | { readonly role: 'operator' }
  | { readonly role: 'region' }
  | { readonly role: 'parkmanager'; readonly parks: readonly string[] }
  | { readonly role: 'company'; readonly company: number }
  /** A device with its own credentials: brings messages, sees nothing. */
  | { readonly role: 'gateway'; readonly gateway: number };

export interface Principal {
  /** null: nobody signed in. */
  readonly id: string | null;
  readonly roles: readonly Role[];
  /** A program of the operator (the bootstrap key): runs the installation and so sees what is in it. */
  readonly processor: boolean;
}

export const NOBODY: Principal = { id: null, roles: [], processor: false };

/** To whom a company allowed its readings. */
export interface Sharing {
  readonly parkmanager: boolean;
  readonly region: boolean;
}

export type Resource =
  | { readonly kind: 'public' }
  /** Anything that any signed-in person may know: which parks there are. */
  | { readonly kind: 'directory' }
  | { readonly kind: 'region' }
  | { readonly kind: 'park'; readonly park: string }
  /** A company's existence, meters and readings. */
  | { readonly kind: 'company'; readonly company: number; readonly park: string; readonly sharing: Sharing }
  /** A gateway and its raw messages; company null: it belongs to the park. */
  | { readonly kind: 'gateway'; readonly company: number | null; readonly park: string; readonly sharing: Sharing }
  /** Bringing messages of a gateway over HTTP. */
  | { readonly kind: 'ingest'; readonly gateway: number; readonly company: number | null; readonly park: string }
  /** Whom a company lets see its readings: its own to decide. */
  | { readonly kind: 'consent'; readonly company: number }
  | { readonly kind: 'installation' };

export type Action = 'see' | 'change';
/** absent: answered as if it did not exist, so that nobody learns what there is by asking. */
export type Decision = 'allow' | 'sign-in' | 'absent';

/** The one place where access is decided; what no rule allows is refused.
 *  @see docs/architecture.md#access */
export function decide(principal: Principal, action: Action, resource: Resource): Decision {
  if (resource.kind === 'public') return action === 'see' ? 'allow' : 'absent';
  if (principal.id === null) return 'sign-in';
  if (principal.processor) return 'allow';
  return principal.roles.some((role) => allows(role, action, resource)) ? 'allow' : 'absent';
}

function allows(role: Role, action: Action, resource: Resource): boolean {
  switch (role.role) {
    case 'operator':
      return operatorAllows(action, resource);
    case 'region':
      return action === 'see' && regionSees(resource);
    case 'parkmanager':
      return parkmanagerAllows(role.parks, action, resource);
    case 'company':
      return companyAllows(role.company, action, resource);
    case 'gateway':
      return action === 'change' && resource.kind === 'ingest' && resource.gateway === role.gateway;
  }
}

/** Runs the installation: parks, companies, gateways and their health, but no company's readings. */
function operatorAllows(action: Action, resource: Resource): boolean {
  switch (resource.kind) {
    case 'public':
    case 'directory':
    case 'installation':
    case 'region':
    case 'park':
    case 'ingest':
      return true;
    case 'company':
    case 'gateway':
      return action === 'change' || (resource.sharing.region && resource.sharing.parkmanager);
    case 'consent':
      return action === 'see';
  }
}

function regionSees(resource: Resource): boolean {
  switch (resource.kind) {
    case 'public':
    case 'directory':
    case 'region':
    case 'park':
      return true;
    case 'company':
    case 'gateway':
    case 'ingest':
    case 'consent':
    case 'installation':
      return false;
  }
}

function parkmanagerAllows(parks: readonly string[], action: Action, resource: Resource): boolean {
  switch (resource.kind) {
    case 'public':
    case 'directory':
      return action === 'see';
    case 'park':
      return action === 'see' && parks.includes(resource.park);
    case 'company':
      return action === 'see' && parks.includes(resource.park) && resource.sharing.parkmanager;
    case 'gateway':
      if (!parks.includes(resource.park)) return false;
      return action === 'see' ? resource.sharing.parkmanager : resource.company === null;
    case 'ingest':
      return parks.includes(resource.park) && resource.company === null;
    case 'region':
    case 'consent':
    case 'installation':
      return false;
  }
}

function companyAllows(company: number, action: Action, resource: Resource): boolean {
  switch (resource.kind) {
    case 'public':
    case 'directory':
      return action === 'see';
    case 'company':
    case 'gateway':
    case 'ingest':
    case 'consent':
      return resource.company === company;
    case 'region':
    case 'park':
    case 'installation':
      return false;
  }
}

/** May this company's readings enter a figure about its park or the region that this principal reads? A
 *  figure holds only what its reader may see: without consent a company's readings go no further than it. */
export function mayEnter(principal: Principal, company: { company: number; park: string; sharing: Sharing }): boolean {
  if (principal.processor) return true;
  return principal.roles.some((role) => {
    switch (role.role) {
      case 'operator':
        return company.sharing.region && company.sharing.parkmanager;
      case 'region':
        return company.sharing.region;
      case 'parkmanager':
        return role.parks.includes(company.park) && company.sharing.parkmanager;
      case 'company':
        return role.company === company.company;
      case 'gateway':
        return false;
    }
  });
}
