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

/** For whom and what a company may allow its readings, each given and taken back by itself: its park's manager sees it one by one; it is
 *  counted in the figures of the region; those may be told also where they say what it did; the other members of a group that shares a
 *  contract see it. */
export const AUDIENCES = ['parkmanager', 'region', 'region-recognisable', 'group'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** To whom a company allowed its readings. */
export interface Sharing {
  readonly parkmanager: boolean;
  readonly region: boolean;
}

export interface CompanySharing {
  readonly company: number;
  readonly park: string;
  readonly sharing: Sharing;
}

/** The two sides of a match; null: a port of the park itself. */
export interface HeatSides {
  readonly park: string;
  readonly sides: readonly (CompanySharing | null)[];
  /** Both companies said that the other may know of them. */
  readonly agreed: boolean;
}

/** Whose a scenario is, and whether its author lets others look. */
export interface ScenarioOwner {
  readonly company: number | null;
  readonly park: string;
  readonly author: string | null;
  readonly shared: boolean;
  readonly sharing: Sharing;
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
  /** Bringing files with figures at all; whose they may be is judged for each company. */
  | { readonly kind: 'imports' }
  /** A file that somebody brought: its author's, as long as that person may bring figures of all companies in it. */
  | { readonly kind: 'import'; readonly author: string; readonly companies: readonly CompanySharing[] }
  /** Bringing figures of one company. */
  | ({ readonly kind: 'figures' } & CompanySharing)
  /** Something that was told of a company or, company null, of the park; acknowledging it is a change. Sharing is that of every company
   *  whose readings are in it. The members of a group may see what is told of it: they are its party. */
  | { readonly kind: 'alert'; readonly company: number | null; readonly park: string; readonly sharing: Sharing; readonly party?: readonly number[] }
  /** Where alerts are sent: a company's own way out, or the park's. */
  | { readonly kind: 'alert-channel'; readonly company: number | null; readonly park: string }
  /** A group that shares a contract, and its ledger. */
  | { readonly kind: 'group'; readonly park: string; readonly companies: readonly number[] }
  /** A report of a company or, company null, of a park: the figures that its manager may see. */
  | { readonly kind: 'report'; readonly company: number | null; readonly park: string; readonly sharing: Sharing }
  /** A scenario on the measured year of a company or, company null, of a park; author null: one that is being made. */
  | ({ readonly kind: 'scenario' } & ScenarioOwner)
  /** A report of the region: what the region may see, made and published by it. */
  | { readonly kind: 'region-report' }
  /** A source or sink of heat; company null: the park's, for homes or a pool beside it. */
  | { readonly kind: 'heat-port'; readonly company: number | null; readonly park: string; readonly sharing: Sharing }
  /** Describing sources and sinks by a table at all; whose they may be is judged line by line. */
  | { readonly kind: 'heat-port-table' }
  /** Matches of a park, each of which is judged by itself; its companies may ask for their own. */
  | { readonly kind: 'heat-matches'; readonly park: string; readonly companies: readonly number[] }
  /** One match between two sides. */
  | ({ readonly kind: 'heat-match' } & HeatSides)
  | { readonly kind: 'installation' }
  /** The password and keys of whoever asks. */
  | { readonly kind: 'own-account' };

/** What roles say something of. */
type Judged = Exclude<Resource, { readonly kind: 'own-account' }>;

export type Action = 'see' | 'change';
/** absent: answered as if it did not exist, so that nobody learns what there is by asking. */
export type Decision = 'allow' | 'sign-in' | 'absent';

/** The one place where access is decided; what no rule allows is refused.
 *  @see docs/architecture.md#access */
export function decide(principal: Principal, action: Action, resource: Resource): Decision {
  if (resource.kind === 'public') return action === 'see' ? 'allow' : 'absent';
  if (principal.id === null) return 'sign-in';
  if (principal.processor) return 'allow';
  // A device has no account.
  if (resource.kind === 'own-account') return principal.roles.some(({ role }) => role === 'gateway') ? 'absent' : 'allow';
  if (resource.kind === 'import') return allowsImport(principal, resource) ? 'allow' : 'absent';
  if (resource.kind === 'scenario')
    return principal.roles.some((role) => allowsScenario(role, action, { ...resource, mine: resource.author === principal.id })) ? 'allow' : 'absent';
  return principal.roles.some((role) => allows(role, action, resource)) ? 'allow' : 'absent';
}

/** A file holds figures of every company in it: who may not bring one of them sees none of it. */
function allowsImport(principal: Principal, resource: Extract<Resource, { kind: 'import' }>): boolean {
  if (resource.companies.length === 0) return resource.author === principal.id && principal.roles.some((role) => role.role === 'company' || role.role === 'parkmanager');
  return resource.companies.every((company) => mayImport(principal, company));
}

/** Of a company: its people's, and its park manager may look when it is shared and the company shares its readings. Of a park: its
 *  author's, and the other managers may look when it is shared.
 *  @see docs/scenarios.md#access */
function allowsScenario(role: Role, action: Action, { company, park, author, shared, sharing, mine }: ScenarioOwner & { mine: boolean }): boolean {
  if (role.role === 'company') return company === role.company;
  if (role.role !== 'parkmanager' || !role.parks.includes(park)) return false;
  if (company !== null) return action === 'see' && sharing.parkmanager && (author === null || shared);
  return author === null || mine || (action === 'see' && shared);
}

/** May this principal bring figures of this company? The company itself; the manager of its park when it shares with
 *  that; and the operator's key.
 *  @see docs/architecture.md#access */
export function mayImport(principal: Principal, { company, park, sharing }: CompanySharing): boolean {
  if (principal.processor) return true;
  return principal.roles.some((role) => (role.role === 'company' && role.company === company) || (role.role === 'parkmanager' && role.parks.includes(park) && sharing.parkmanager));
}

function allows(role: Role, action: Action, resource: Judged): boolean {
  switch (role.role) {
    case 'operator':
      return operatorAllows(action, resource);
    case 'region':
      return resource.kind === 'region-report' || (action === 'see' && regionSees(resource));
    case 'parkmanager':
      return parkmanagerAllows(role.parks, action, resource);
    case 'company':
      return companyAllows(role.company, action, resource);
    case 'gateway':
      return action === 'change' && resource.kind === 'ingest' && resource.gateway === role.gateway;
  }
}

/** Runs the installation: parks, companies, gateways and their health, but no company's readings. */
function operatorAllows(action: Action, resource: Judged): boolean {
  switch (resource.kind) {
    case 'public':
    case 'directory':
    case 'installation':
    case 'region':
    case 'park':
    case 'ingest':
    case 'group':
    case 'heat-matches':
    // What it may describe one by one it may describe in a table.
    case 'heat-port-table':
      return true;
    case 'heat-match':
      return action === 'see' && heatSight({ role: 'operator' }, resource) === 'full';
    case 'heat-port':
      return resource.company === null || action === 'change' || (resource.sharing.region && resource.sharing.parkmanager);
    case 'company':
    case 'gateway':
      return action === 'change' || (resource.sharing.region && resource.sharing.parkmanager);
    case 'consent':
      return action === 'see';
    case 'alert':
      return resource.sharing.region && resource.sharing.parkmanager;
    case 'alert-channel':
      return resource.company === null;
    // Files hold readings: the operator runs the installation and leaves them to whose they are.
    case 'imports':
    case 'import':
    case 'figures':
    // What its manager may see is more than the operator may.
    case 'report':
    case 'scenario':
    case 'region-report':
      return false;
  }
}

function regionSees(resource: Judged): boolean {
  switch (resource.kind) {
    case 'public':
    case 'directory':
    case 'region':
    case 'park':
    case 'heat-matches':
      return true;
    case 'heat-port':
    case 'heat-port-table':
    case 'heat-match':
    case 'company':
    case 'gateway':
    case 'ingest':
    case 'consent':
    case 'installation':
    case 'imports':
    case 'import':
    case 'figures':
    case 'alert':
    case 'alert-channel':
    case 'group':
    case 'report':
    case 'scenario':
    case 'region-report':
      return false;
  }
}

function parkmanagerAllows(parks: readonly string[], action: Action, resource: Judged): boolean {
  switch (resource.kind) {
    case 'public':
    case 'directory':
      return action === 'see';
    case 'park':
      return action === 'see' && parks.includes(resource.park);
    case 'heat-matches':
      return action === 'see' && parks.includes(resource.park);
    case 'heat-match':
      return heatSight({ role: 'parkmanager', parks }, resource) === 'full';
    case 'heat-port':
      return parks.includes(resource.park) && (resource.company === null || resource.sharing.parkmanager);
    // The manager keeps the ledger of the groups on its park.
    case 'group':
      return parks.includes(resource.park);
    case 'company':
      return action === 'see' && parks.includes(resource.park) && resource.sharing.parkmanager;
    case 'gateway':
      if (!parks.includes(resource.park)) return false;
      return action === 'see' ? resource.sharing.parkmanager : resource.company === null;
    case 'ingest':
      return parks.includes(resource.park) && resource.company === null;
    case 'imports':
    case 'heat-port-table':
      return true;
    case 'figures':
    case 'alert':
      return parks.includes(resource.park) && resource.sharing.parkmanager;
    case 'alert-channel':
      return parks.includes(resource.park) && resource.company === null;
    case 'report':
      if (!parks.includes(resource.park)) return false;
      return resource.company === null || (action === 'see' && resource.sharing.parkmanager);
    case 'region':
    case 'region-report':
    case 'consent':
    case 'installation':
    case 'import':
    case 'scenario':
      return false;
  }
}

function companyAllows(company: number, action: Action, resource: Judged): boolean {
  switch (resource.kind) {
    case 'public':
    case 'directory':
      return action === 'see';
    case 'company':
    case 'gateway':
    case 'ingest':
    case 'consent':
    case 'figures':
    case 'alert-channel':
    case 'report':
      return resource.company === company;
    case 'alert':
      return resource.company === company || (action === 'see' && resource.party?.includes(company) === true);
    case 'group':
    case 'heat-matches':
      return action === 'see' && resource.companies.includes(company);
    case 'heat-match':
      return heatSight({ role: 'company', company }, resource) !== 'none';
    case 'heat-port':
      return resource.company === company;
    case 'imports':
    case 'heat-port-table':
      return true;
    case 'region':
    case 'region-report':
    case 'park':
    case 'installation':
    case 'import':
    case 'scenario':
      return false;
  }
}

/** full: names and figures; band: that there is something, and how far; none: that is for others. */
export type HeatSight = 'full' | 'band' | 'none';

/** What a reader may know of a match. Whoever may see both companies sees it; a company sees its own side, of the other one
 *  only a band until both agreed, and nothing of one that takes no part in its park.
 *  @see docs/residual-heat.md#heat-disclosure */
export function heatSightOf(principal: Principal, match: HeatSides): HeatSight {
  if (principal.processor) return 'full';
  const sights = new Set(principal.roles.map((role) => heatSight(role, match)));
  return sights.has('full') ? 'full' : sights.has('band') ? 'band' : 'none';
}

function heatSight(role: Role, { park, sides, agreed }: HeatSides): HeatSight {
  const companies = sides.filter((side) => side !== null);
  switch (role.role) {
    case 'operator':
      return companies.every(({ sharing }) => sharing.region && sharing.parkmanager) ? 'full' : 'none';
    case 'parkmanager':
      return role.parks.includes(park) && companies.every(({ sharing }) => sharing.parkmanager) ? 'full' : 'none';
    case 'company': {
      if (!companies.some(({ company }) => company === role.company)) return 'none';
      const others = companies.filter(({ company }) => company !== role.company);
      if (others.length === 0 || agreed) return 'full';
      return others.every(({ sharing }) => sharing.parkmanager) ? 'band' : 'none';
    }
    case 'region':
    case 'gateway':
      return 'none';
  }
}

/** May this company's readings enter a figure about its park or the region that this principal reads? A
 *  figure holds only what its reader may see: without consent a company's readings go no further than it. */
export function mayEnter(principal: Principal, company: CompanySharing): boolean {
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
