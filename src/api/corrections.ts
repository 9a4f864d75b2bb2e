// Routes of corrections by hand and meter swaps: make, list, undo.
import { z } from '@hono/zod-openapi';
import { type Principal, type Resource, decide } from '../domain/access.ts';
import { authorOf, correctAmounts, correctSwap, correctionView, undoCorrection } from './corrections-query.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { notFound } from './errors.ts';
import { PathId, listOf } from './shapes.ts';
import { Correction, NewCorrection, NewSwap, Undo } from './shapes-settled.ts';
import { companyResource } from './views.ts';

const Params = z.object({ id: PathId });
/** Corrections in one answer, the newest first. */
const CORRECTIONS_MAX = 500;

function meterResource(deps: Deps, id: number | undefined): Resource | null {
  const meter = id === undefined ? undefined : deps.directory.meters.get(id);
  const company = meter === undefined ? undefined : deps.directory.companyOfMeter(meter);
  return company === undefined ? null : companyResource(deps, company.id);
}

export function mountCorrections(api: Api): void {
  mountMaking(api);
  api.mount({
    method: 'get',
    path: '/corrections',
    summary: `The latest ${CORRECTIONS_MAX} corrections that you may see`,
    answer: listOf(Correction),
    noun: 'correction',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal }, deps) => {
      const isSeen = (meter: number): boolean => {
        const resource = meterResource(deps, meter);
        return resource !== null && decide(principal, 'see', resource) === 'allow';
      };
      const meters = [...deps.directory.meters.keys()].filter(isSeen);
      return { items: (await deps.corrections.latest({ meters, limit: CORRECTIONS_MAX })).map((row) => correctionView(deps, row)), next: null };
    },
  });
  api.mount({
    method: 'get',
    path: '/meters/{id}/corrections',
    summary: 'Corrections and swaps of a meter, the newest first',
    params: Params,
    answer: listOf(Correction),
    noun: 'meter',
    action: 'see',
    resource: ({ params }, deps) => meterResource(deps, params.id),
    handle: async ({ params }, deps) => ({
      items: (await deps.corrections.latest({ meters: [params.id], limit: CORRECTIONS_MAX })).map((row) => correctionView(deps, row)),
      next: null,
    }),
  });
  api.mount({
    method: 'post',
    path: '/corrections/{id}/undo',
    summary: 'Puts back what was there before a correction or swap',
    params: Params,
    body: Undo,
    answer: Correction,
    noun: 'correction',
    action: 'change',
    resource: async ({ params }, deps) => meterResource(deps, (await deps.corrections.byId(params.id))?.meter),
    handle: async ({ params, body, context, principal }, deps) => {
      mustSee(deps, principal, { meter: (await deps.corrections.byId(params.id))?.meter, noun: 'correction' });
      return undoCorrection(deps, params.id, { author: await authorOf(deps, context), reason: body.reason });
    },
  });
}

/** Correcting is answered with figures and readings: who may set a meter up may not by that know what it counts.
 *  @throws ApiError as if there were no such thing */
function mustSee(deps: Deps, principal: Principal, { meter, noun }: { meter: number | undefined; noun: string }): void {
  const resource = meterResource(deps, meter);
  if (resource === null || decide(principal, 'see', resource) !== 'allow') throw notFound(noun);
}

function mountMaking(api: Api): void {
  api.mount({
    method: 'post',
    path: '/corrections',
    summary: 'Corrects quarters of a register by hand',
    body: NewCorrection,
    answer: Correction,
    status: 201,
    noun: 'register',
    action: 'change',
    resource: ({ body }, deps) => meterResource(deps, body.register === undefined ? body.meter : deps.directory.registers.get(body.register)?.meter),
    handle: async ({ body, context, principal }, deps) => {
      mustSee(deps, principal, { meter: body.register === undefined ? body.meter : deps.directory.registers.get(body.register)?.meter, noun: 'register' });
      return correctAmounts(deps, body, await authorOf(deps, context));
    },
  });
  api.mount({
    method: 'post',
    path: '/meters/{id}/swaps',
    summary: 'Enters the end and start readings of a meter swap',
    params: Params,
    body: NewSwap,
    answer: Correction,
    status: 201,
    noun: 'meter',
    action: 'change',
    resource: ({ params }, deps) => meterResource(deps, params.id),
    handle: async ({ params, body, context, principal }, deps) => {
      mustSee(deps, principal, { meter: params.id, noun: 'meter' });
      const meter = deps.directory.meters.get(params.id);
      if (meter === undefined) throw notFound('meter');
      return correctSwap(deps, { meter, body, author: await authorOf(deps, context) });
    },
  });
}
