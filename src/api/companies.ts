// Routes about companies, their connections and whom they let see their readings.
import { z } from '@hono/zod-openapi';
import { type Principal, type Resource, decide } from '../domain/access.ts';
import { eanIsValid } from '../domain/ean.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { instant } from './period.ts';
import { Company, Connection, Consent, Meter, NewCompany, NewConnection, NewConsent, listOf, PathId } from './shapes.ts';
import { companyResource, companyView, connectionView, consentView, meterView } from './views.ts';

const CompanyParams = z.object({ id: PathId });

export function mountCompanies(api: Api): void {
  api.mount({
    method: 'get',
    path: '/companies',
    summary: 'Companies that you may see',
    answer: listOf(Company),
    noun: 'list of companies',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal }, deps) => {
      const seen = [...deps.directory.companies.values()].filter((company) => {
        const resource = companyResource(deps, company.id);
        return resource !== null && decide(principal, 'see', resource) === 'allow';
      });
      return { items: seen.map((company) => companyView(deps, company)), next: null };
    },
  });
  api.mount({
    method: 'post',
    path: '/companies',
    summary: 'Adds a company',
    body: NewCompany,
    answer: Company,
    status: 201,
    noun: 'installation',
    action: 'change',
    resource: () => ({ kind: 'installation' }),
    handle: async ({ body }, deps) => {
      if (!deps.directory.parks.has(body.park)) throw new ApiError('invalid-request', `park: there is no park '${body.park}'`);
      return companyView(deps, await deps.directory.addCompany(body));
    },
  });
  api.mount({
    method: 'get',
    path: '/companies/{id}',
    summary: 'A company',
    params: CompanyParams,
    answer: Company,
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ params }, deps) => {
      const company = deps.directory.companies.get(params.id);
      if (company === undefined) throw notFound('company');
      return companyView(deps, company);
    },
  });
  api.mount({
    method: 'get',
    path: '/companies/{id}/meters',
    summary: "A company's meters and their health",
    params: CompanyParams,
    answer: listOf(Meter),
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ params }, deps) => {
      const items = [...deps.directory.meters.values()].flatMap((meter) => (deps.directory.companyOfMeter(meter)?.id === params.id ? (meterView(deps, meter) ?? []) : []));
      return { items, next: null };
    },
  });
  mountConnections(api);
  mountConsents(api);
}

function mountConnections(api: Api): void {
  api.mount({
    method: 'get',
    path: '/companies/{id}/connections',
    summary: 'Connections of a company',
    params: CompanyParams,
    answer: listOf(Connection),
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ params }, deps) => ({ items: deps.directory.connectionsOf(params.id).map((row) => connectionView(deps, row)), next: null }),
  });
  api.mount({
    method: 'get',
    path: '/connections/{id}',
    summary: 'A grid connection',
    params: CompanyParams,
    answer: Connection,
    noun: 'connection',
    action: 'see',
    resource: ({ params }, deps) => {
      const connection = deps.directory.connections.get(params.id);
      return connection === undefined ? null : companyResource(deps, connection.company);
    },
    handle: async ({ params }, deps) => {
      const connection = deps.directory.connections.get(params.id);
      if (connection === undefined) throw notFound('connection');
      return connectionView(deps, connection);
    },
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
    handle: async ({ body, principal }, deps) => {
      const { directory } = deps;
      if (!eanIsValid(body.ean)) throw new ApiError('invalid-request', 'ean: the last digit does not check; one of the 18 digits is wrong');
      const behind = body.behind === undefined ? null : body.behind;
      if (behind !== null && !mayLieBehind(deps, principal, { behind, body }))
        throw new ApiError('invalid-request', `behind: there is no ${body.carrier} connection ${behind} that you may put one behind`);
      const [validFrom, validTo] = [instant(body.validFrom, 'validFrom'), body.validTo === undefined ? null : instant(body.validTo, 'validTo')];
      if (validTo !== null && validTo <= validFrom) throw new ApiError('reversed-period', 'validTo must lie after validFrom.');
      if ([...directory.connections.values()].some((one) => one.ean === body.ean && (one.validTo === null || one.validTo > validFrom)))
        throw new ApiError('conflict', 'There is a connection with this EAN already.');
      const row = await directory.addConnection({
        ean: body.ean,
        company: body.company,
        carrier: body.carrier,
        contractedImportKw: body.contractedImportKw ?? null,
        contractedExportKw: body.contractedExportKw ?? null,
        physicalImportKw: body.physicalImportKw ?? null,
        physicalExportKw: body.physicalExportKw ?? null,
        behind,
        validFrom,
        validTo,
      });
      return connectionView(deps, row);
    },
  });
}

/** To lie behind a connection changes what its owner's meter means: only who may change that owner decides it. */
function mayLieBehind(deps: Deps, principal: Principal, over: { behind: number; body: { company: number; carrier: string } }): boolean {
  const { directory } = deps;
  const root = directory.connections.get(over.behind);
  const owner = root === undefined ? null : companyResource(deps, root.company);
  const samePark = root !== undefined && directory.companies.get(root.company)?.park === directory.companies.get(over.body.company)?.park;
  return root?.carrier === over.body.carrier && samePark && owner !== null && decide(principal, 'change', owner) === 'allow';
}

function mountConsents(api: Api): void {
  api.mount({
    method: 'get',
    path: '/companies/{id}/consents',
    summary: 'Whom a company lets see its readings',
    params: CompanyParams,
    answer: listOf(Consent),
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => consentResource(deps, params.id),
    handle: async ({ params }, deps) => ({
      items: [...deps.directory.consents.values()].filter((one) => one.company === params.id).map((one) => consentView(deps, one)),
      next: null,
    }),
  });
  api.mount({
    method: 'post',
    path: '/companies/{id}/consents',
    summary: 'Lets others see the readings of a company',
    params: CompanyParams,
    body: NewConsent,
    answer: Consent,
    status: 201,
    noun: 'company',
    action: 'change',
    resource: ({ params }, deps) => consentResource(deps, params.id),
    handle: async ({ params, body, principal, context }, deps) => {
      const { email } = await deps.auth.person(context.req.raw.headers);
      const validFrom = body.validFrom === undefined ? deps.now() : instant(body.validFrom, 'validFrom');
      const validTo = body.validTo === undefined ? null : instant(body.validTo, 'validTo');
      if (validTo !== null && validTo <= validFrom) throw new ApiError('reversed-period', 'validTo must lie after validFrom.');
      const row = await deps.directory.addConsent({ company: params.id, audience: body.audience, validFrom, validTo, revokedAt: null, grantedBy: email ?? principal.id ?? '' });
      return consentView(deps, row);
    },
  });
  api.mount({
    method: 'delete',
    path: '/companies/{id}/consents/{consent}',
    summary: 'Ends a consent',
    params: CompanyParams.extend({ consent: PathId }),
    answer: z.null(),
    status: 204,
    noun: 'consent',
    action: 'change',
    resource: ({ params }, deps) => (deps.directory.consents.get(params.consent)?.company === params.id ? consentResource(deps, params.id) : null),
    handle: async ({ params }, deps) => {
      const consent = deps.directory.consents.get(params.consent);
      if (consent !== undefined) await deps.directory.revokeConsent(consent, deps.now());
      return null;
    },
  });
}

/** Consent is given by the company alone: the operator, who may change companies, may not give it for them. */
const consentResource = (deps: Deps, company: number): Resource | null => (deps.directory.companies.has(company) ? { kind: 'consent', company } : null);
