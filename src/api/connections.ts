// Routes about grid connections: made, read, changed, ended and taken out.
import { z } from '@hono/zod-openapi';
import type { Principal, Resource } from '../domain/access.ts';
import { eanIsValid } from '../domain/ean.ts';
import type { EpochMs } from '../domain/units.ts';
import type { ConnectionChange as Change, ConnectionRow } from '../storage/registry.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { instant } from './period.ts';
import { removeFree } from './removing.ts';
import type { SaidInBoth } from './said.ts';
import { ConnectionChange } from './shapes-changes.ts';
import { Connection, NewConnection, PathId, listOf } from './shapes.ts';
import { companyResource, connectionView, mayChange } from './views.ts';

const Params = z.object({ id: PathId });

const connectionOf = (deps: Deps, id: number): ConnectionRow => {
  const connection = deps.directory.connections.get(id);
  if (connection === undefined) throw notFound('connection');
  return connection;
};
const resourceOf = ({ params }: { params: { id: number } }, deps: Deps): Resource | null => {
  const connection = deps.directory.connections.get(params.id);
  return connection === undefined ? null : companyResource(deps, connection.company);
};

export function mountConnections(api: Api): void {
  api.mount({
    method: 'get',
    path: '/companies/{id}/connections',
    summary: 'Connections of a company; the EAN for whoever may change it',
    params: Params,
    answer: listOf(Connection),
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ params, principal }, deps) => ({ items: deps.directory.connectionsOf(params.id).map((row) => connectionView(deps, principal, row)), next: null }),
  });
  api.mount({
    method: 'get',
    path: '/connections/{id}',
    summary: 'A grid connection; the EAN for whoever may change it',
    params: Params,
    answer: Connection,
    noun: 'connection',
    action: 'see',
    resource: resourceOf,
    handle: async ({ params, principal }, deps) => connectionView(deps, principal, connectionOf(deps, params.id)),
  });
  api.mount({
    method: 'post',
    path: '/connections',
    summary: 'Adds a grid connection',
    body: NewConnection,
    answer: Connection,
    status: 201,
    noun: 'company',
    action: 'change',
    resource: ({ body }, deps) => companyResource(deps, body.company),
    handle: async ({ body, principal }, deps) => connectionView(deps, principal, await addConnection(deps, principal, body)),
  });
  api.mount({
    method: 'patch',
    path: '/connections/{id}',
    summary: 'Changes, ends or opens a grid connection again; EAN and behind only while nothing was measured on it',
    params: Params,
    body: ConnectionChange,
    answer: Connection,
    noun: 'connection',
    action: 'change',
    resource: resourceOf,
    handle: async ({ params, body, principal }, deps) => {
      const row = connectionOf(deps, params.id);
      return connectionView(deps, principal, await deps.directory.changeConnection(row, changeOf(deps, principal, { row, body })));
    },
  });
  api.mount({
    method: 'delete',
    path: '/connections/{id}',
    summary: 'Takes a connection out that nothing hangs on',
    params: Params,
    answer: z.null(),
    status: 204,
    noun: 'connection',
    action: 'change',
    resource: resourceOf,
    handle: async ({ params }, deps) => removeFree(deps, 'connection', params.id),
  });
}

function addConnection(deps: Deps, principal: Principal, body: z.infer<typeof NewConnection>): Promise<ConnectionRow> {
  checkEan(body.ean);
  const { ean, company, carrier, contractedImportKw = null, contractedExportKw = null, physicalImportKw = null, physicalExportKw = null, behind = null } = body;
  if (behind !== null && !mayLieBehind(deps, principal, { behind, of: body })) throw wrongBehind(carrier, behind);
  const [validFrom, validTo] = [instant(body.validFrom, 'validFrom'), body.validTo === undefined ? null : instant(body.validTo, 'validTo')];
  const row = { ean, company, carrier, contractedImportKw, contractedExportKw, physicalImportKw, physicalExportKw, behind, validFrom, validTo };
  checkPeriod(row);
  checkOthers(deps, principal, { row, self: null });
  return deps.directory.addConnection(row);
}

/** What a body changes of a connection.
 *  @throws ApiError for what cannot be, and for what would count what was measured in another way */
function changeOf(deps: Deps, principal: Principal, { row, body }: { row: ConnectionRow; body: z.infer<typeof ConnectionChange> }): Change {
  const { validTo, ...plain } = body;
  const change: Change = { ...plain, ...(validTo !== undefined && { validTo: validTo === null ? null : instant(validTo, 'validTo') }) };
  const next = { ...row, ...change };
  if (next.ean !== row.ean) {
    checkEan(next.ean);
    checkUnmeasured(deps, row, { en: 'its EAN stays', nl: 'de EAN blijft' });
  }
  if (next.behind !== row.behind) {
    checkUnmeasured(deps, row, { en: 'what it lies behind stays', nl: 'waar ze achter ligt, blijft' });
    // Leaving changes what the owner's meter means as much as coming does.
    for (const behind of [row.behind, next.behind]) if (behind !== null && !mayLieBehind(deps, principal, { behind, of: row })) throw wrongBehind(row.carrier, behind);
    if (next.behind !== null && liesBehind(deps, next.behind, row.id))
      throw new ApiError('invalid-request', {
        en: `behind: connection ${next.behind} lies behind this one itself`,
        nl: `behind: aansluiting ${next.behind} ligt zelf achter deze`,
      });
  }
  checkPeriod(next);
  if (next.ean !== row.ean || next.validTo !== row.validTo) checkOthers(deps, principal, { row: next, self: row.id });
  return change;
}

function checkEan(ean: string): void {
  if (!eanIsValid(ean))
    throw new ApiError('invalid-request', {
      en: 'ean: the last digit does not check; one of the 18 digits is wrong',
      nl: 'ean: het controlecijfer klopt niet; een van de 18 cijfers is fout',
    });
}

function checkPeriod({ validFrom, validTo }: { validFrom: EpochMs; validTo: EpochMs | null }): void {
  if (validTo !== null && validTo <= validFrom) throw new ApiError('reversed-period', { en: 'validTo must lie after validFrom.', nl: 'validTo moet na validFrom liggen.' });
}

/** An EAN is one connection at a time: the figures of a file go where its EAN says. That it is taken tells that somebody takes part, so of
 *  others' it is told a few times a day, and not whose nor since when.
 *  @see docs/operate.md#changing-and-ending-companies-connections-and-meters */
function checkOthers(deps: Deps, principal: Principal, { row, self }: { row: Omit<ConnectionRow, 'id'>; self: number | null }): void {
  const { ean, validFrom, validTo, company } = row;
  const isOwn = (one: ConnectionRow): boolean => mayChange(deps, principal, one.company);
  // Before it is looked up: the answer must not depend on whether it is there. Who runs the installation may change all of them.
  if (!principal.processor && !principal.roles.some(({ role }) => role === 'operator')) deps.foreignEans.check(company, deps.now());
  const meets = (one: ConnectionRow): boolean => (one.validTo === null || one.validTo > validFrom) && (validTo === null || one.validFrom < validTo);
  const taken = [...deps.directory.connections.values()].find((one) => one.ean === ean && one.id !== self && meets(one));
  if (taken === undefined) return;
  if (!isOwn(taken)) deps.foreignEans.take(company, deps.now());
  throw new ApiError('conflict', {
    en: 'There is a connection with this EAN already in that time. Is it yours, and not on your pages? Then ask who runs this installation.',
    nl: "Er is in die tijd al een aansluiting met deze EAN. Is die van u en staat ze niet op uw pagina's? Vraag het dan wie deze installatie beheert.",
  });
}

/** Was anything ever told of this connection? A meter gets its registers with its first reading or figure. */
function checkUnmeasured({ directory }: Pick<Deps, 'directory'>, { id }: ConnectionRow, stays: SaidInBoth): void {
  if (directory.metersOf(id).some((meter) => directory.registersOf(meter.id).length > 0))
    throw new ApiError('conflict', {
      en: `Something was measured on this connection, so ${stays.en}: end it (validTo) and add another one.`,
      nl: `Op deze aansluiting is al gemeten, dus ${stays.nl}: beëindig haar (validTo) en voeg een nieuwe toe.`,
    });
}

const wrongBehind = (carrier: string, behind: number): ApiError =>
  new ApiError('invalid-request', {
    en: `behind: there is no ${carrier} connection ${behind} that you may put one behind`,
    nl: `behind: er is geen aansluiting ${behind} (${carrier}) waar u er een achter mag leggen`,
  });

/** To lie behind a connection changes what its owner's meter means: only who may change that owner decides it. */
function mayLieBehind(deps: Deps, principal: Principal, over: { behind: number; of: { company: number; carrier: string } }): boolean {
  const { directory } = deps;
  const root = directory.connections.get(over.behind);
  const samePark = root !== undefined && directory.companies.get(root.company)?.park === directory.companies.get(over.of.company)?.park;
  return root?.carrier === over.of.carrier && samePark && mayChange(deps, principal, root.company);
}

/** Does one lie behind another, or behind one that does? */
function liesBehind({ directory }: Pick<Deps, 'directory'>, one: number, other: number): boolean {
  for (let at: number | null = one; at !== null; at = directory.connections.get(at)?.behind ?? null) if (at === other) return true;
  return false;
}
