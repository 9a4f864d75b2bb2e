// Rows of the registry and last values -> what the API shows of them.
import { profileById } from '../../devices/index.ts';
import { latestOf, meterStateOf } from '../domain/meter-state.ts';
import { toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { CompanyRow, ConnectionRow, ConsentRow, GatewayRow, MeterRow } from '../storage/registry.ts';
import { type Principal, type Resource, type Sharing, decide } from '../domain/access.ts';
import type { Deps } from './deps.ts';
import type { Company, Connection, Consent, Gateway, Meter, Park } from './shapes.ts';

const iso = (at: EpochMs | null): string | null => (at === null ? null : toIso(at));
export function parkView(deps: Deps, id: string): Park | null {
  const config = deps.parks.find((park) => park.id === id);
  if (config !== undefined) {
    const { name, municipality, lat, lon, areaHa, areaCertainty, outline, topology, profile, facts } = config;
    return {
      id,
      name,
      municipality,
      lat,
      lon,
      areaHa,
      areaCertainty,
      outline,
      topology,
      profile,
      facts: facts.map(({ text, source, url, certainty }) => ({ text, source, ...(url !== undefined && { url }), certainty })),
      simulated: deps.simulated,
    };
  }
  const row = deps.directory.parks.get(id);
  if (row === undefined) return null;
  // A park that somebody made over the API: where it lies is not known.
  return {
    ...row,
    lat: 0,
    lon: 0,
    areaHa: 0,
    areaCertainty: 'recalled',
    outline: { kind: 'circle', radiusM: 0, note: '' },
    topology: 'public-grid',
    profile: '',
    facts: [],
    simulated: deps.simulated,
  };
}

export const companyView = (deps: Deps, row: CompanyRow): Company => ({ ...row, simulated: deps.simulated });

/** The EAN of a connection is its company's: nobody else is told. */
export function connectionView(deps: Deps, principal: Principal, row: ConnectionRow): Connection {
  const { id, ean, company, carrier, contractedImportKw, contractedExportKw, physicalImportKw, physicalExportKw, behind } = row;
  return {
    id,
    ean: mayChange(deps, principal, company) ? ean : null,
    company,
    carrier,
    contractedImportKw,
    contractedExportKw,
    physicalImportKw,
    physicalExportKw,
    behind,
    validFrom: toIso(row.validFrom),
    validTo: iso(row.validTo),
    simulated: deps.simulated,
  };
}

/** A clock that is ahead by no more than this is right: devices round to whole seconds. */
const AHEAD_S = 2;

function stateOf(deps: Deps, meter: MeterRow): Pick<Meter, 'state' | 'lastAt' | 'clockSkewS' | 'delayS'> {
  const states = deps.directory.registersOf(meter.id).flatMap((register) => deps.last.register(register.id) ?? []);
  const latest = latestOf(states);
  if (latest === null) return { state: 'never', lastAt: null, clockSkewS: null, delayS: null };
  const state = meterStateOf(latest, deps.now());
  // Meters behind another one are read every few minutes: their time lags, their clock does not.
  const skewMs = meter.carrier === 'electricity' ? latest.skewMs : null;
  const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000));
  const aheadS = seconds(latest.skewMs);
  const delayS = aheadS === null || aheadS >= AHEAD_S ? null : Math.max(0, -aheadS);
  return { state, lastAt: toIso(latest.at), clockSkewS: seconds(skewMs), delayS };
}

export function meterView(deps: Deps, row: MeterRow): Meter | null {
  const company = deps.directory.companyOfMeter(row);
  if (company === undefined) return null;
  const registers = deps.directory.registersOf(row.id).map(({ id, name, carrier, flow, unit, kind }) => {
    const last = deps.last.register(id);
    return { id, name, carrier, flow, unit, kind, lastAt: last === null ? null : toIso(last.at), lastValue: last?.value ?? null };
  });
  const event = deps.meterEvents.latestOf(registers.map((one) => one.id));
  const { id, connection, serial, carrier, role, gateway } = row;
  const profile = gateway === null ? null : (deps.directory.gateways.get(gateway)?.profile ?? deps.last.gateway(gateway).profile);
  return {
    id,
    connection,
    company: company.id,
    park: company.park,
    serial,
    carrier,
    role,
    gateway,
    validFrom: toIso(row.validFrom),
    validTo: iso(row.validTo),
    ...stateOf(deps, row),
    profile,
    phaseNetting: profileById(profile ?? '')?.phaseNetting ?? 'unknown',
    fromPower: registers.length > 0 && registers.every((one) => one.kind === 'gauge'),
    lastEvent: event === null ? null : { kind: event.kind, at: toIso(event.at) },
    registers,
    simulated: deps.simulated,
  };
}

export function gatewayView(deps: Deps, row: GatewayRow): Gateway {
  const { lastMessageAt, accepted, refused, profile } = deps.last.gateway(row.id);
  const meters = [...deps.directory.meters.values()].filter((meter) => meter.gateway === row.id).map((meter) => meter.id);
  return {
    id: row.id,
    name: row.name,
    park: row.park,
    company: row.company,
    profile: row.profile ?? profile,
    meters,
    lastMessageAt: iso(lastMessageAt ?? newestOf(deps, meters)),
    accepted,
    refused,
    revoked: row.revokedAt !== null,
    simulated: deps.simulated,
  };
}

export const consentView = (deps: Deps, row: ConsentRow): Consent => ({
  id: row.id,
  company: row.company,
  audience: row.audience,
  validFrom: toIso(row.validFrom),
  validTo: iso(row.validTo),
  revokedAt: iso(row.revokedAt),
  grantedBy: row.grantedBy,
  simulated: deps.simulated,
});

/** After a restart the messages are forgotten, but not what they said. */
function newestOf(deps: Deps, meters: readonly number[]): EpochMs | null {
  const times = meters.flatMap((meter) => deps.directory.registersOf(meter).flatMap((register) => deps.last.register(register.id)?.at ?? []));
  return times.length === 0 ? null : times.reduce((latest, at) => (at > latest ? at : latest));
}

/** A company as access rules see it; null when there is none. */
export function companyResource(deps: Pick<Deps, 'directory' | 'now'>, id: number): Resource | null {
  const company = deps.directory.companies.get(id);
  return company === undefined ? null : { kind: 'company', company: company.id, park: company.park, sharing: deps.directory.sharingOf(company.id, deps.now()) };
}

/** A connection belongs to whom its company belongs to. */
export function connectionResource(deps: Pick<Deps, 'directory' | 'now'>, connection: number): Resource | null {
  const row = deps.directory.connections.get(connection);
  return row === undefined ? null : companyResource(deps, row.company);
}

/** May this person change a company's connections and meters? */
export function mayChange(deps: Pick<Deps, 'directory' | 'now'>, principal: Principal, company: number): boolean {
  const resource = companyResource(deps, company);
  return resource !== null && decide(principal, 'change', resource) === 'allow';
}

export function meterResource(deps: Deps, id: number): Resource | null {
  const meter = deps.directory.meters.get(id);
  const company = meter === undefined ? undefined : deps.directory.companyOfMeter(meter);
  return company === undefined ? null : companyResource(deps, company.id);
}

/** The meters of a park whose company this reader may look into. */
export function metersSeen(deps: Deps, principal: Principal, park: string): MeterRow[] {
  return [...deps.directory.meters.values()].filter((meter) => {
    const company = deps.directory.companyOfMeter(meter);
    const resource = company?.park === park ? companyResource(deps, company.id) : null;
    return resource !== null && decide(principal, 'see', resource) === 'allow';
  });
}

export function gatewayResource(deps: Pick<Deps, 'directory' | 'now'>, id: number): Resource | null {
  const gateway = deps.directory.gateways.get(id);
  if (gateway === undefined) return null;
  const sharing = gateway.company === null ? sharingOfMeters(deps, gateway.id) : deps.directory.sharingOf(gateway.company, deps.now());
  return { kind: 'gateway', company: gateway.company, park: gateway.park, sharing };
}

/** A gateway of the park shows what its meters' companies allow, each of them. */
function sharingOfMeters(deps: Pick<Deps, 'directory' | 'now'>, gateway: number): Sharing {
  const companies = new Set([...deps.directory.meters.values()].flatMap((meter) => (meter.gateway === gateway ? (deps.directory.companyOfMeter(meter)?.id ?? []) : [])));
  const all = [...companies].map((company) => deps.directory.sharingOf(company, deps.now()));
  return { parkmanager: all.every((one) => one.parkmanager), region: all.every((one) => one.region) };
}

export const parkResource = (deps: Deps, park: string): Resource | null => (deps.directory.parks.has(park) ? { kind: 'park', park } : null);

/** The smallest cover of printable text for bytes that may be anything. */
export function printable(bytes: Uint8Array, max: number): string {
  let text = '';
  for (const byte of bytes.subarray(0, max))
    text += byte === 10 || byte === 13 || (byte >= 32 && byte < 127) ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  return text;
}
