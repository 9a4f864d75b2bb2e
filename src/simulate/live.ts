// Keeps the gateways sending on the real clock: first what was missed, a few messages at a time, then at their cadence.
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayClient } from './gateway-client.ts';
import type { PlanCompany, PlanGateway, RegionPlan } from './plan.ts';
import { isDue, type Session } from './session.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Counters that stood still longer than this are made up for in steps of a minute. */
const COARSE_AFTER_MS = 6 * HOUR_MS;
/** Together the gateways catch up with this many messages a second at most. */
const CATCH_UP_PER_S = 400;
/** A clock that jumped further than this is not followed second by second. */
const MISSED_TICKS_MAX = 5;

export interface LiveInput {
  readonly plan: RegionPlan;
  readonly companies: readonly PlanCompany[];
  readonly session: Session;
  readonly clients: ReadonlyMap<string, GatewayClient>;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Runs until the signal aborts. A firm joins the live clock as soon as it has caught up. */
export async function runLive(input: LiveInput): Promise<void> {
  const live = new Set<PlanCompany>();
  const turn = makeTurns(input.now);
  const caughtUp = Promise.all(
    input.companies.map(async (company) => {
      await catchUp({ company, input, turn });
      live.add(company);
    }),
  );
  await Promise.all([caughtUp, tick({ input, live })]);
}

/** Hands out moments spaced over time, so that hundreds of gateways do not burst together. */
function makeTurns(now: () => number): () => Promise<void> {
  let nextMs = 0;
  return async () => {
    nextMs = Math.max(now(), nextMs + 1000 / CATCH_UP_PER_S);
    const waitMs = nextMs - now();
    if (waitMs > 0) await sleep(waitMs);
  };
}

/** At most one message a minute for the past; further back than an hour one in five minutes, than six hours one a quarter. */
async function catchUp({ company, input, turn }: { company: PlanCompany; input: LiveInput; turn: () => Promise<void> }): Promise<void> {
  const { session, signal } = input;
  // Up to the first boundary every second counts: more may have been sent than was saved, and no counter goes back.
  let coarse = false;
  if (session.isFresh(company)) await sendPast({ company, atMs: session.countedTo(company), coarse, input, turn });
  while (!signal.aborted) {
    const fromMs = session.countedTo(company);
    const behindMs = input.now() - fromMs;
    const stepMs = behindMs > COARSE_AFTER_MS ? 15 * MINUTE_MS : behindMs > HOUR_MS ? 5 * MINUTE_MS : MINUTE_MS;
    const atMs = (Math.floor(fromMs / stepMs) + 1) * stepMs;
    if (atMs > input.now()) return;
    await sendPast({ company, atMs, coarse, input, turn });
    session.countOn({ company, atMs, coarse });
    coarse = behindMs > COARSE_AFTER_MS;
  }
}

/** A device without a clock in its messages has nothing to say about the past. */
const tellsTime = (gateway: PlanGateway): boolean => gateway.profile !== 'homewizard';

async function sendPast({
  company,
  atMs,
  coarse,
  input,
  turn,
}: {
  company: PlanCompany;
  atMs: number;
  coarse: boolean;
  input: LiveInput;
  turn: () => Promise<void>;
}): Promise<void> {
  for (const gateway of company.gateways) {
    const client = input.clients.get(gateway.key);
    if (client === undefined || !tellsTime(gateway)) continue;
    if (!client.hasRoom) await untilAborted(client.room(), input.signal);
    await turn();
    if (input.signal.aborted) return;
    for (const payload of input.session.send({ company, gateway, atMs, coarse })) client.publish(payload);
  }
}

async function tick({ input, live }: { input: LiveInput; live: ReadonlySet<PlanCompany> }): Promise<void> {
  const { now, signal } = input;
  let doneMs = Math.floor(now() / 1000) * 1000;
  while (!signal.aborted) {
    const secondMs = Math.floor(now() / 1000) * 1000;
    for (let atMs = Math.max(doneMs + 1000, secondMs - MISSED_TICKS_MAX * 1000); atMs <= secondMs; atMs += 1000) sendDue({ input, live, atMs });
    doneMs = Math.max(doneMs, secondMs);
    await untilAborted(sleep(1000 - (now() % 1000) + 20), signal);
  }
}

function sendDue({ input, live, atMs }: { input: LiveInput; live: ReadonlySet<PlanCompany>; atMs: number }): void {
  for (const company of live) {
    const countedTo = input.session.countedTo(company);
    if (countedTo > atMs) continue;
    const coarse = atMs - countedTo > COARSE_AFTER_MS;
    for (const gateway of company.gateways) {
      const client = input.clients.get(gateway.key);
      if (client === undefined || !client.hasRoom || !isDue({ seed: input.plan.seed, gateway, atMs })) continue;
      for (const payload of input.session.send({ company, gateway, atMs, coarse })) client.publish(payload);
    }
  }
}

function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const stop = new AbortController();
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true, signal: stop.signal }));
  return Promise.race([work, aborted]).finally(() => stop.abort());
}
