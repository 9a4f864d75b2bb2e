// Routes about gateways: credentials once, the last messages, what was refused, messages over HTTP.
import { z } from '@hono/zod-openapi';
import { type Principal, decide } from '../domain/access.ts';
import { toIso } from '../domain/time.ts';
import type { SeenMessage } from '../ingest/store-protocol.ts';
import { hashSecret, makeSecret } from '../mqtt/credentials.ts';
import type { GatewayRow } from '../storage/registry.ts';
import { profileById } from '../../devices/index.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { Gateway, GatewayMessage, Id, NewGateway, NewGatewayAnswer, listOf, PathId } from './shapes.ts';
import { companyResource, gatewayResource, gatewayView, printable } from './views.ts';

const GatewayParams = z.object({ id: PathId });
const RAW_CHARACTERS_MAX = 2000;

const gatewayOf = (deps: Deps, id: number): GatewayRow => {
  const gateway = deps.directory.gateways.get(id);
  if (gateway === undefined) throw notFound('gateway');
  return gateway;
};

/** What to type into a device; the password is shown this once. */
function settings(deps: Deps, gateway: GatewayRow, password: string): Omit<NewGatewayAnswer, 'simulated'> {
  const topic = `ks/${gateway.id % 64}/${gateway.username}/data`;
  return { id: gateway.id, mqtt: { url: deps.mqttUrl(), username: gateway.username, password, clientId: gateway.username, topic } };
}

export function mountGateways(api: Api): void {
  api.mount({
    method: 'get',
    path: '/gateways',
    summary: 'Gateways that you may see',
    answer: listOf(Gateway),
    noun: 'list of gateways',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal }, deps) => {
      const seen = [...deps.directory.gateways.values()].filter((gateway) => {
        const resource = gatewayResource(deps, gateway.id);
        return resource !== null && decide(principal, 'see', resource) === 'allow';
      });
      return { items: seen.map((gateway) => gatewayView(deps, gateway)), next: null };
    },
  });
  api.mount({
    method: 'post',
    path: '/gateways',
    summary: 'Adds a gateway; answers its credentials this once',
    body: NewGateway,
    answer: NewGatewayAnswer,
    status: 201,
    noun: 'company or park',
    action: 'change',
    resource: ({ body }, deps) => {
      if (body.company === undefined)
        return deps.directory.parks.has(body.park) ? { kind: 'gateway', company: null, park: body.park, sharing: { parkmanager: true, region: true } } : null;
      return deps.directory.companies.get(body.company)?.park === body.park ? companyResource(deps, body.company) : null;
    },
    handle: async ({ body, principal }, deps) => addGateway(deps, principal, body),
  });
  api.mount({
    method: 'get',
    path: '/gateways/{id}',
    summary: 'A gateway',
    params: GatewayParams,
    answer: Gateway,
    noun: 'gateway',
    action: 'see',
    resource: ({ params }, deps) => gatewayResource(deps, params.id),
    handle: async ({ params }, deps) => gatewayView(deps, gatewayOf(deps, params.id)),
  });
  api.mount({
    method: 'get',
    path: '/gateways/{id}/messages',
    summary: 'The latest messages, decoded or refused with the reason',
    params: GatewayParams,
    answer: listOf(GatewayMessage),
    noun: 'gateway',
    action: 'see',
    resource: ({ params }, deps) => gatewayResource(deps, params.id),
    handle: async ({ params }, deps) => ({ items: (await deps.store.ask({ kind: 'messages', gateway: params.id })).map(messageView), next: null }),
  });
  mountCredentials(api);
}

function mountCredentials(api: Api): void {
  api.mount({
    method: 'post',
    path: '/gateways/{id}/credentials',
    summary: 'New credentials; the old ones end at once',
    params: GatewayParams,
    answer: NewGatewayAnswer,
    noun: 'gateway',
    action: 'change',
    resource: ({ params }, deps) => gatewayResource(deps, params.id),
    handle: async ({ params }, deps) => {
      const gateway = gatewayOf(deps, params.id);
      const secret = makeSecret();
      await deps.directory.renewSecret(gateway, hashSecret(secret));
      await deps.credentialsChanged(gateway.id);
      return settings(deps, gateway, secret);
    },
  });
  api.mount({
    method: 'delete',
    path: '/gateways/{id}',
    summary: 'Revokes the credentials; readings stay',
    params: GatewayParams,
    answer: z.null(),
    status: 204,
    noun: 'gateway',
    action: 'change',
    resource: ({ params }, deps) => gatewayResource(deps, params.id),
    handle: async ({ params }, deps) => {
      await deps.directory.revokeGateway(gatewayOf(deps, params.id), deps.now());
      await deps.credentialsChanged(params.id);
      return null;
    },
  });
  api.mount({
    method: 'post',
    path: '/gateways/{id}/meters',
    summary: 'Puts a meter behind a gateway',
    params: GatewayParams,
    body: z.strictObject({ meter: Id }),
    answer: Gateway,
    noun: 'gateway',
    action: 'change',
    resource: ({ params }, deps) => gatewayResource(deps, params.id),
    handle: async ({ params, body, principal }, deps) => {
      const gateway = gatewayOf(deps, params.id);
      const meter = meterForGateway(deps, body.meter, { gateway, principal });
      await deps.directory.attachMeter(meter, gateway.id);
      return gatewayView(deps, gateway);
    },
  });
}

/** A meter of the gateway's own company (or park, when the gateway is the park's) that this person may change:
 *  to take a meter over is to take over what counts for its company. */
function meterForGateway(
  deps: Deps,
  id: number,
  over: { gateway: { park: string; company: number | null }; principal: Principal },
): NonNullable<ReturnType<Deps['directory']['meters']['get']>> {
  const meter = deps.directory.meters.get(id);
  const company = meter === undefined ? undefined : deps.directory.companyOfMeter(meter);
  const { gateway, principal } = over;
  const fits = company !== undefined && (gateway.company === null ? company.park === gateway.park : company.id === gateway.company);
  const resource = company === undefined ? null : companyResource(deps, company.id);
  const mayChange = resource !== null && decide(principal, 'change', resource) === 'allow';
  if (meter === undefined || !fits || !mayChange) throw new ApiError('invalid-request', `meters: there is no meter ${id} here`);
  return meter;
}

async function addGateway(deps: Deps, principal: Principal, body: z.infer<typeof NewGateway>): Promise<Omit<NewGatewayAnswer, 'simulated'>> {
  const { name, park, company = null, profile = null, meters } = body;
  if (profile !== null && profileById(profile) === undefined) throw new ApiError('invalid-request', `profile: there is no profile '${profile}'`);
  const owner = { park, company: company ?? onlyCompany(deps, meters) };
  for (const id of meters) meterForGateway(deps, id, { gateway: owner, principal });
  const secret = makeSecret();
  const username = `gw-${makeSecret().slice(0, 10)}`;
  const gateway = await deps.directory.addGateway({ name, park, company: owner.company, profile, username, secretHash: hashSecret(secret), revokedAt: null }, meters);
  await deps.credentialsChanged(gateway.id);
  return settings(deps, gateway, secret);
}

/** A gateway without a company whose meters are all of one company is that company's. */
function onlyCompany(deps: Deps, meters: readonly number[]): number | null {
  const owners = new Set(
    meters.map((id) => {
      const meter = deps.directory.meters.get(id);
      return meter === undefined ? null : (deps.directory.companyOfMeter(meter)?.id ?? null);
    }),
  );
  const [owner] = owners;
  return owners.size === 1 && owner !== undefined ? owner : null;
}

function messageView(message: SeenMessage): GatewayMessage {
  return {
    receivedAt: toIso(message.receivedAt),
    topic: message.topic,
    bytes: message.payload.length,
    raw: printable(message.payload, RAW_CHARACTERS_MAX),
    profile: message.profile,
    readings: message.readings.map(({ register, carrier, flow, value, unit, at }) => ({ register, carrier, flow, value, unit, at: toIso(at) })),
    refused: [...message.refused],
    notes: [...message.notes],
  };
}
