// Routes about heat ports: sources and sinks that meters give away or that somebody described.
import { z } from '@hono/zod-openapi';
import { type Resource, decide } from '../domain/access.ts';
import { impossibleC } from '../domain/heat/medium-limits.ts';
import { doubtsOf } from '../domain/heat/plausibility.ts';
import { usualTemperatures } from '../domain/heat/parameters.ts';
import { toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { HeatPortRow, NewHeatPort } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import type { Api, Input } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { stampOf } from './limits.ts';
import { instant } from './period.ts';
import type { SaidInBoth } from './said.ts';
import { type HeatPortChange, HeatPortChange as Change, HeatPortView, NewHeatPortBody } from './shapes-heat.ts';
import { PathId, listOf } from './shapes.ts';

/** Ports that somebody entered, of one park: a region's homes street by street fit, a flood does not. */
export const PORTS_PER_PARK_MAX = 2000;
const Params = z.object({ id: PathId });
type Known = Pick<Deps, 'directory' | 'now'>;

export const PORT_REASONS = ['cannot-be', 'return-not-lower', 'least-return', 'no-power', 'two-ways', 'meter', 'unknown', 'does-not-fit'] as const;
export type PortReason = (typeof PORT_REASONS)[number];

/** What is wrong with a port, so that a screen can say it in its own words. */
export class PortRefusal extends ApiError {
  override name = 'PortRefusal';
  readonly field: string;
  readonly reason: PortReason;

  /** @param detail what is wrong with the field, which it is told after */
  constructor({ field, reason }: { field: string; reason: PortReason }, detail: SaidInBoth) {
    super('invalid-request', { en: `${field}: ${detail.en}`, nl: `${field}: ${detail.nl}` });
    this.field = field;
    this.reason = reason;
  }
}

export function heatPortResource(deps: Known, { company, park }: Pick<HeatPortRow, 'company' | 'park'>): Resource {
  const sharing = company === null ? { parkmanager: true, region: true } : deps.directory.sharingOf(company, deps.now());
  return { kind: 'heat-port', company, park, sharing };
}

export function heatPortView(deps: Pick<Deps, 'directory' | 'simulated' | 'heat'>, { place, from, to, ...row }: HeatPortRow): HeatPortView {
  return {
    ...row,
    companyName: row.company === null ? null : (deps.directory.companies.get(row.company)?.name ?? null),
    lat: place?.latDeg ?? null,
    lon: place?.lonDeg ?? null,
    validFrom: toIso(from),
    validTo: to === null ? null : toIso(to),
    doubts: doubtsOf({ ...row, place }, deps.heat.parameters),
    simulated: deps.simulated,
  };
}

/** Writes a port that somebody described.
 *  @throws ApiError for what cannot be */
export async function addPort(deps: Deps, body: NewHeatPortBody, input: Pick<Input<unknown, unknown, unknown>, 'principal'>): Promise<HeatPortRow> {
  const company = body.company ?? null;
  const owner = company === null ? undefined : deps.directory.companies.get(company);
  const park = owner?.park ?? body.park ?? '';
  if (deps.heat.registry.portsOf(park).length >= PORTS_PER_PARK_MAX)
    throw new ApiError('conflict', {
      en: `A park has at most ${PORTS_PER_PARK_MAX} heat ports; remove what is not there any more.`,
      nl: `Een park heeft hoogstens ${PORTS_PER_PARK_MAX} warmtepunten; verwijder wat er niet meer is.`,
    });
  const usual = usualTemperatures(deps.heat.parameters, { sbi: owner?.sbi ?? '', role: body.role });
  const row: NewHeatPort = { ...EMPTY, supplyC: usual.supplyC, returnC: usual.returnC, park, company, role: body.role, from: deps.now(), ...changed(body) };
  const kept = checked(deps, withProvenance(row));
  countChange(deps, input.principal, company);
  const [made] = await deps.heat.registry.addPorts([kept], stampOf(input, deps));
  if (made === undefined) throw notFound('heat port');
  return made;
}

/** Changes what a body names.
 *  @throws ApiError for what cannot be */
export async function changePort(
  deps: Deps,
  id: number,
  { body, principal }: { body: HeatPortChange; principal: Input<unknown, unknown, unknown>['principal'] },
): Promise<HeatPortRow> {
  const kept = { ...checked(deps, withProvenance({ ...portOf(deps, id), ...changed(body) })), id };
  countChange(deps, principal, kept.company);
  await deps.heat.registry.changePort(kept, stampOf({ principal }, deps));
  return kept;
}

/** Of who changes a port of its own and may not see whom it matches.
 *  @throws ApiError too-many-requests
 *  @see docs/residual-heat.md#heat-disclosure */
function countChange(deps: Deps, principal: Input<unknown, unknown, unknown>['principal'], company: number | null): void {
  if (company !== null && !principal.processor && principal.roles.some((role) => role.role === 'company' && role.company === company)) deps.heat.changes.take(company, deps.now());
}

export function mountHeatPorts(api: Api): void {
  api.mount({
    method: 'get',
    path: '/heat-ports',
    summary: 'Sources and sinks of heat that you may see',
    query: z.object({ park: z.string().max(64).exactOptional(), company: z.coerce.number().int().exactOptional(), role: z.enum(['source', 'sink']).exactOptional() }),
    answer: listOf(HeatPortView),
    noun: 'list of heat ports',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal, query }, deps) => {
      await deps.heat.derive();
      const wanted = (row: HeatPortRow): boolean =>
        (query.park === undefined || row.park === query.park) &&
        (query.company === undefined || row.company === query.company) &&
        (query.role === undefined || row.role === query.role);
      const seen = deps.heat.registry.ports().filter((row) => wanted(row) && decide(principal, 'see', heatPortResource(deps, row)) === 'allow');
      return { items: seen.map((row) => heatPortView(deps, row)), next: null };
    },
  });
  api.mount({
    method: 'post',
    path: '/heat-ports',
    summary: 'Describes a source or sink: of a meter, or declared with a power and a profile',
    body: NewHeatPortBody,
    answer: HeatPortView,
    status: 201,
    noun: 'park or company',
    action: 'change',
    resource: ({ body }, deps) => ownerOf(deps, body),
    handle: async (input, deps) => heatPortView(deps, await addPort(deps, input.body, input)),
  });
  mountOne(api);
}

function mountOne(api: Api): void {
  const resource = ({ params }: { params: { id: number } }, deps: Deps): Resource | null => {
    const row = deps.heat.registry.port(params.id);
    return row === null ? null : heatPortResource(deps, row);
  };
  const shared = { path: '/heat-ports/{id}', params: Params, noun: 'heat port', resource } as const;
  api.mount({
    ...shared,
    method: 'get',
    summary: 'A source or sink of heat',
    answer: HeatPortView,
    action: 'see',
    handle: async ({ params }, deps) => heatPortView(deps, portOf(deps, params.id)),
  });
  api.mount({
    ...shared,
    method: 'patch',
    summary: 'Changes what is known of a source or sink; what is not named stays',
    body: Change,
    answer: HeatPortView,
    action: 'change',
    handle: async ({ params, body, principal }, deps) => heatPortView(deps, await changePort(deps, params.id, { body, principal })),
  });
  api.mount({
    ...shared,
    method: 'delete',
    summary: 'Takes a source or sink away; its meter does not bring it back',
    answer: z.null(),
    status: 204,
    action: 'change',
    handle: async (input, deps) => {
      const { id, company } = portOf(deps, input.params.id);
      countChange(deps, input.principal, company);
      await deps.heat.registry.removePort(id, stampOf(input, deps));
      return null;
    },
  });
}

function portOf(deps: Deps, id: number): HeatPortRow {
  const row = deps.heat.registry.port(id);
  if (row === null) throw notFound('heat port');
  return row;
}

/** Whose a described port would be; null: of nobody that is there. */
export function ownerOf(deps: Deps, { company, park }: Pick<z.infer<typeof NewHeatPortBody>, 'company' | 'park'>): Resource | null {
  if (company === undefined || company === null) return park !== undefined && deps.directory.parks.has(park) ? heatPortResource(deps, { company: null, park }) : null;
  const row = deps.directory.companies.get(company);
  return row === undefined || (park !== undefined && park !== row.park) ? null : heatPortResource(deps, { company, park: row.park });
}

const EMPTY = {
  name: '',
  medium: 'water',
  minReturnC: null,
  provenance: 'declared',
  meter: null,
  derivation: 'direct',
  factor: null,
  powerKw: null,
  profile: 'flat',
  place: null,
  firm: false,
  residual: 'unknown',
  outsidePark: false,
  note: '',
  to: null,
} as const;

/** The fields that a body names, as the registry has them. */
function changed({ lat, lon, validFrom, validTo, ...body }: HeatPortChange): Partial<Omit<NewHeatPort, 'park' | 'company' | 'role'>> {
  if ((lat === undefined) !== (lon === undefined) || (lat === null) !== (lon === null))
    throw new ApiError('invalid-request', { en: 'lat and lon go together.', nl: 'lat en lon horen bij elkaar.' });
  const at = (text: string | null, name: string): EpochMs | null => (text === null ? null : epochMs(instant(text, name)));
  const { name, medium, supplyC, returnC, minReturnC, meter, derivation, factor, powerKw, profile, firm, residual, outsidePark, note } = body;
  const given = { name, medium, supplyC, returnC, minReturnC, meter, derivation, factor, powerKw, profile, firm, residual, outsidePark, note };
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...named,
    ...(lat !== undefined && lon !== undefined && { place: lat === null || lon === null ? null : { latDeg: lat, lonDeg: lon } }),
    ...(validFrom !== undefined && { from: instant(validFrom, 'validFrom') }),
    ...(validTo !== undefined && { to: at(validTo, 'validTo') }),
  };
}

const withProvenance = (row: NewHeatPort): NewHeatPort => ({
  ...row,
  provenance: row.meter === null ? 'declared' : row.derivation === 'direct' ? 'measured' : 'derived',
});

/** @throws ApiError for what cannot be; what is only odd is told with the port */
function checked(deps: Deps, row: NewHeatPort): NewHeatPort {
  const wrong = (field: string, reason: PortReason, detail: SaidInBoth): never => {
    throw new PortRefusal({ field, reason }, detail);
  };
  const impossible = impossibleC(row);
  if (impossible !== null)
    wrong(impossible.field, 'cannot-be', {
      en: `${impossible.c} °C cannot be: ${row.medium} lies between ${impossible.low} and ${impossible.high} °C`,
      nl: `${impossible.c} °C kan niet: ${row.medium} ligt tussen ${impossible.low} en ${impossible.high} °C`,
    });
  if (row.returnC >= row.supplyC)
    wrong('returnC', 'return-not-lower', {
      en: `${row.returnC} °C must be lower than supplyC, ${row.supplyC} °C`,
      nl: `${row.returnC} °C moet lager zijn dan supplyC, ${row.supplyC} °C`,
    });
  if (row.minReturnC !== null && (row.role === 'sink' || row.minReturnC >= row.supplyC))
    wrong('minReturnC', 'least-return', {
      en: 'a source may be cooled down to it, so it lies below supplyC; a sink has none',
      nl: 'zo ver mag een bron worden afgekoeld, dus het ligt onder supplyC; een vrager heeft het niet',
    });
  if (row.to !== null && row.to <= row.from) throw new ApiError('reversed-period', { en: 'validTo must lie after validFrom.', nl: 'validTo moet na validFrom liggen.' });
  if (row.meter === null) {
    if (row.powerKw === null) wrong('powerKw', 'no-power', { en: 'without a meter a port needs a power', nl: 'zonder meter heeft een warmtepunt een vermogen nodig' });
    return row;
  }
  const meter = deps.directory.meters.get(row.meter);
  const owner = meter === undefined ? undefined : deps.directory.companyOfMeter(meter);
  if (owner === undefined || owner.id !== row.company) wrong('meter', 'meter', { en: `this company has no meter ${row.meter}`, nl: `dit bedrijf heeft geen meter ${row.meter}` });
  if (row.derivation === 'direct' && meter?.carrier !== 'heat' && meter?.carrier !== 'steam' && row.factor === null)
    wrong('derivation', 'meter', {
      en: `a meter of ${meter?.carrier ?? 'nothing'} counts no heat; say how heat follows from it (boiler, refrigeration, compressor, server-room, economiser or water)`,
      nl: `een meter van ${meter?.carrier ?? 'niets'} telt geen warmte; zeg hoe warmte eruit volgt (boiler, refrigeration, compressor, server-room, economiser of water)`,
    });
  return row;
}
