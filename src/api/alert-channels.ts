// Routes about the ways out for alerts: adding, changing, removing, trying them.
import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { type Principal, type Resource, decide } from '../domain/access.ts';
import { toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { ChannelChange, ChannelRow, Delivery } from '../storage/alerts.ts';
import { ownerIn, ownerResource, setsFor } from './alert-rules.ts';
import { authorOf } from './corrections-query.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { PathId, listOf } from './shapes.ts';
import { ChannelPatch, ChannelTestView, ChannelView, NewChannel, NewChannelView, targetOf } from './shapes-alerts.ts';
import { gatewayResource } from './views.ts';

export const CHANNELS_MAX = 20;
const Params = z.object({ id: PathId });
const SECRET_BYTES = 32;
export const TEST_EVERY_MS = 10_000;

export function mountAlertChannels(api: Api): void {
  api.mount({
    method: 'get',
    path: '/alert-channels',
    summary: 'Where alerts are sent',
    answer: listOf(ChannelView),
    noun: 'alert channel',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal }, deps) => {
      const deliveries = await deps.alerts.deliveries();
      const rows = (await deps.alerts.channels()).filter((row) => setsFor(principal, row));
      return {
        items: rows.map((row) =>
          channelView(
            row,
            deps,
            deliveries.find((one) => one.channel === row.id),
          ),
        ),
        next: null,
      };
    },
  });
  api.mount({
    method: 'post',
    path: '/alert-channels',
    summary: 'A way out for alerts; of a webhook the secret is shown once',
    body: NewChannel,
    answer: NewChannelView,
    status: 201,
    noun: 'park or company',
    action: 'change',
    resource: ({ body }, deps) => ownerIn(deps, body),
    handle: async ({ body, principal, context }, deps) => {
      if (body.kind === 'mqtt') checkGateway(deps, principal, body.target);
      if (body.kind === 'webhook') checkWebhook(deps, body.target);
      const mine = (await deps.alerts.channels()).filter((row) => row.park === body.park && row.company === body.company);
      if (mine.length >= CHANNELS_MAX) throw new ApiError('conflict', `There are ${CHANNELS_MAX} ways out already; remove one first.`);
      const { quietFromHour: fromHour, quietToHour: toHour, ...given } = body;
      const secret = body.kind === 'webhook' ? newSecret() : null;
      const quiet = { fromHour, toHour };
      const row = await deps.alerts.addChannel({ ...given, target: String(body.target), secret, quiet, createdBy: await authorOf(deps, context), createdAt: deps.now() });
      return { ...channelView(row, deps), secret };
    },
  });
  api.mount({
    method: 'delete',
    path: '/alert-channels/{id}',
    summary: 'Sends nothing there any more',
    params: Params,
    answer: z.null(),
    status: 204,
    noun: 'alert channel',
    action: 'change',
    resource: ({ params }, deps) => resourceOfChannel(deps, params.id),
    handle: async ({ params, context }, deps) => {
      await deps.alerts.removeChannel(params.id, { by: await authorOf(deps, context), at: deps.now() });
      return null;
    },
  });
  mountChange(api);
  mountTest(api);
}

function mountChange(api: Api): void {
  api.mount({
    method: 'patch',
    path: '/alert-channels/{id}',
    summary: 'Changes a way out; its id and secret stay, unless another secret is asked for, which is shown once',
    params: Params,
    body: ChannelPatch,
    answer: NewChannelView,
    noun: 'alert channel',
    action: 'change',
    resource: ({ params }, deps) => resourceOfChannel(deps, params.id),
    handle: async ({ params, body, principal, context }, deps) => {
      const before = await channelBy(deps, params.id);
      if (before === null) return null;
      const change = changeOf(before, body);
      if (before.kind === 'mqtt' && change.target !== undefined && change.target !== before.target) checkGateway(deps, principal, Number(change.target));
      if (before.kind === 'webhook' && change.target !== undefined) checkWebhook(deps, change.target);
      const row = await deps.alerts.changeChannel(params.id, change, { by: await authorOf(deps, context), at: deps.now() });
      if (row === null) return null;
      const deliveries = await deps.alerts.deliveries();
      const view = channelView(
        row,
        deps,
        deliveries.find((one) => one.channel === row.id),
      );
      return { ...view, secret: body.newSecret === true ? row.secret : null };
    },
  });
}

/** @throws ApiError when the target does not fit what the channel is */
function changeOf(before: ChannelRow, { target, quietFromHour, quietToHour, newSecret: replaces, ...plain }: ChannelPatch): ChannelChange {
  const to = target === undefined ? null : targetOf(before.kind, target);
  if (target !== undefined && to === null) throw new ApiError('invalid-request', `target: no ${TARGET_NAMES[before.kind]}.`);
  if (replaces === true && before.kind !== 'webhook') throw new ApiError('invalid-request', 'newSecret: only a webhook has a secret.');
  const { fromHour, toHour } = before.quiet;
  return {
    ...plain,
    ...(to !== null && { target: to }),
    ...(replaces === true && { secret: newSecret() }),
    quiet: { fromHour: quietFromHour ?? fromHour, toHour: quietToHour ?? toHour },
  };
}

const TARGET_NAMES: Readonly<Record<ChannelRow['kind'], string>> = { mail: 'mail address', webhook: 'URL without user name and password', mqtt: 'id of a gateway' };

const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

function mountTest(api: Api): void {
  const testedAt = new Map<number, number>();
  api.mount({
    method: 'post',
    path: '/alert-channels/{id}/tests',
    summary: 'Sends a message there that says that it is a test, and tells whether it arrived',
    params: Params,
    answer: ChannelTestView,
    noun: 'alert channel',
    action: 'change',
    resource: ({ params }, deps) => resourceOfChannel(deps, params.id),
    handle: async ({ params }, deps) => {
      const row = await channelBy(deps, params.id);
      if (row === null) return null;
      // What somebody can make the monitor send to anybody, it sends slowly.
      if (deps.now() - (testedAt.get(row.id) ?? 0) < TEST_EVERY_MS) throw new ApiError('too-many-requests', `One test in ${TEST_EVERY_MS / 1000} seconds.`);
      testedAt.set(row.id, deps.now());
      const trouble = await deps.testChannel(row);
      return { arrived: trouble === null, trouble, simulated: deps.simulated };
    },
  });
}

async function channelBy(deps: Deps, id: number): Promise<ChannelRow | null> {
  return (await deps.alerts.channels()).find((one) => one.id === id) ?? null;
}

async function resourceOfChannel(deps: Deps, id: number): Promise<Resource | null> {
  const row = await channelBy(deps, id);
  return row === null ? null : ownerResource(row);
}

/** What is told on MQTT goes to one of one's own gateways. */
function checkGateway(deps: Deps, principal: Principal, id: number): void {
  const resource = gatewayResource(deps, id);
  if (resource === null || decide(principal, 'see', resource) !== 'allow') throw notFound('gateway');
}

/** Sending refuses it as well. */
function checkWebhook({ plainWebhooks }: Deps, target: string): void {
  if (!plainWebhooks && new URL(target).protocol !== 'https:') throw new ApiError('invalid-request', 'target: a webhook needs https.');
}

const iso = (at: EpochMs | null): string | null => (at === null ? null : toIso(at));
const NOTHING_SENT: Omit<Delivery, 'channel'> = { sentAt: null, waiting: 0, attempts: 0, nextAt: null, trouble: null };

function channelView(row: ChannelRow, deps: Deps, delivery: Omit<Delivery, 'channel'> = NOTHING_SENT): ChannelView {
  const { secret: _, quiet, createdBy: _by, createdAt: _at, kinds, ...plain } = row;
  const { kind, target } = plain;
  const { sentAt, waiting, attempts, nextAt, trouble } = delivery;
  const targetName = kind === 'mqtt' ? (deps.directory.gateways.get(Number(target))?.name ?? null) : null;
  const goes = { sentAt: iso(sentAt), waiting, attempts, nextAt: iso(nextAt), trouble };
  const quietHours = { quietFromHour: quiet.fromHour, quietToHour: quiet.toHour };
  return { ...plain, kinds: kinds === null ? null : [...kinds], targetName, ...quietHours, ...goes, simulated: deps.simulated };
}
