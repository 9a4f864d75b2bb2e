// Routes about companies and whom they let see their readings.
import { z } from '@hono/zod-openapi';
import { type Resource, decide } from '../domain/access.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { instant } from './period.ts';
import { removeFree } from './removing.ts';
import { CompanyChange } from './shapes-changes.ts';
import { Company, Consent, Meter, NewCompany, NewConsent, listOf, PathId } from './shapes.ts';
import { companyResource, companyView, consentView, meterView } from './views.ts';

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
  mountChanges(api);
  mountConsents(api);
}

/** Like adding one: a company's KvK number says which companies are one, and so whose figures may be told. */
const keptByOperator = (deps: Deps, company: number): Resource | null => (deps.directory.companies.has(company) ? { kind: 'installation' } : null);

function mountChanges(api: Api): void {
  api.mount({
    method: 'patch',
    path: '/companies/{id}',
    summary: 'Changes name, KvK number or SBI code of a company',
    params: CompanyParams,
    body: CompanyChange,
    answer: Company,
    noun: 'company',
    action: 'change',
    resource: ({ params }, deps) => keptByOperator(deps, params.id),
    handle: async ({ params, body }, deps) => {
      const company = deps.directory.companies.get(params.id);
      if (company === undefined) throw notFound('company');
      return companyView(deps, await deps.directory.changeCompany(company, body));
    },
  });
  api.mount({
    method: 'delete',
    path: '/companies/{id}',
    summary: 'Takes a company out that nothing hangs on; its consents go with it',
    params: CompanyParams,
    answer: z.null(),
    status: 204,
    noun: 'company',
    action: 'change',
    resource: ({ params }, deps) => keptByOperator(deps, params.id),
    handle: async ({ params }, deps) => removeFree(deps, 'company', params.id),
  });
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
      if (validTo !== null && validTo <= validFrom) throw new ApiError('reversed-period', { en: 'validTo must lie after validFrom.', nl: 'validTo moet na validFrom liggen.' });
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
