// Routes about runs of the solver: started, watched and cancelled; and what a run found, as long as it fits the scenario.
import { z } from '@hono/zod-openapi';
import type { Principal, Resource } from '../domain/access.ts';
import { scenarioValues } from '../domain/scenario/parameters.ts';
import type { ScenarioStep } from '../domain/scenario/steps.ts';
import { QUARTER_MS, stepBounds, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { BatteryRun, SolvedConnection } from '../jobs/battery-runs.ts';
import type { SolvedStep } from '../jobs/scenario-sums.ts';
import type { ScenarioRow } from '../storage/scenarios.ts';
import { scopeKey } from './balance-pieces.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { monthShare } from '../domain/scenario/month-share.ts';
import { ApiError } from './errors.ts';
import { type Ground, scenarioGround } from './scenario-ground.ts';
import { explainScenario } from './scenario-explain.ts';
import { NO_RUN, type ScenarioAsked, answerScenario, checkRoom, questionOf } from './scenario-query.ts';
import { ScenarioParams, askedOf, mountScenarios, rowOf, scenarioResource } from './scenarios.ts';
import { RunView, ScenarioResults } from './shapes-scenarios.ts';
import { ScenarioExplainQuery, ScenarioExplanation } from './shapes-scenarios-explained.ts';

/** Connections of one company that the solver takes one after the other. */
export const SOLVED_CONNECTIONS_MAX = 4;

const Kept = z.object({
  at: z.int(),
  from: z.number(),
  to: z.number(),
  scope: z.string(),
  seconds: z.number(),
  startedAt: z.number(),
  solverEur: z.number(),
  ruleEur: z.number(),
  chosenBy: z.enum(['solver', 'rule']),
  /** Charge minus discharge of each quarter in kWh, as 32-bit numbers in base64. */
  connections: z.array(z.object({ connection: z.int(), kwh: z.string() })),
});
type Kept = z.infer<typeof Kept>;

const isSolved = (step: ScenarioStep): boolean => step.kind === 'battery' && step.rule === 'lp';
/** The solver goes by prices: with others it may find something else. */
const solvedFor = ({ steps, order, prices }: Pick<ScenarioAsked, 'steps' | 'order' | 'prices'>): string =>
  JSON.stringify(Object.keys(prices).length === 0 ? [steps, order] : [steps, order, prices]);

/** What the last run found, when it was about these steps. */
function keptOf(row: ScenarioRow, asked: ScenarioAsked): Kept | null {
  if (row.solved === null || row.solved_for !== solvedFor(asked)) return null;
  const kept = Kept.parse(JSON.parse(row.solved));
  const fixed = row.from_ms !== null || row.to_ms !== null;
  return fixed && (kept.from !== asked.from || kept.to !== asked.to) ? null : kept;
}

function stepOf({ at, connections }: Kept): SolvedStep {
  return {
    at,
    dispatches: connections.map(({ connection, kwh }) => {
      const bytes = Buffer.from(kwh, 'base64');
      const net = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      const dispatch = {
        chargeKwh: Float64Array.from(net, (one) => Math.max(one, 0)),
        dischargeKwh: Float64Array.from(net, (one) => Math.max(-one, 0)),
        storedKwh: new Float64Array(0),
      };
      return [connection, dispatch] as const;
    }),
  };
}

/** @param kept what an earlier run found and the figures still rest on, also while another runs or after it was ended */
function runView(run: BatteryRun | null, kept: Kept | null): RunView {
  const { solverEur, ruleEur, chosenBy } = kept ?? NO_RUN;
  if (run !== null && run.state !== 'done') {
    const { state, progress, seconds, detail } = run;
    return { state, progress, startedAt: toIso(epochMs(run.startedAt)), seconds, solverEur, ruleEur, chosenBy, detail };
  }
  if (kept === null) return NO_RUN;
  return { state: 'done', progress: 1, startedAt: toIso(epochMs(kept.startedAt)), seconds: kept.seconds, solverEur, ruleEur, chosenBy, detail: null };
}

/** What a stored scenario asks, with what the solver found where it was asked. */
async function storedQuestion(deps: Deps, principal: Principal, row: ScenarioRow): Promise<{ asked: ScenarioAsked; solved: readonly SolvedStep[]; run: RunView }> {
  const asked = askedOf(deps, row);
  const kept = asked.steps.some(isSolved) ? keptOf(row, asked) : null;
  const going = deps.scenarios.runs.of(row.id);
  if (kept === null) return { asked, solved: [], run: runView(going, null) };
  const period = { from: epochMs(kept.from), to: epochMs(kept.to) };
  const { scope } = await scenarioGround(deps, principal, { ...asked, ...period });
  // Found for other connections than this reader may add up, it says nothing here.
  const fits = scopeKey(scope) === kept.scope;
  return { asked: fits ? { ...asked, ...period } : asked, solved: fits ? [stepOf(kept)] : [], run: runView(going, fits ? kept : null) };
}

/** The results of a stored scenario. */
export const storedResults = async (deps: Deps, principal: Principal, row: ScenarioRow): ReturnType<typeof answerScenario> =>
  answerScenario(deps, principal, await storedQuestion(deps, principal, row));

/** The last run of a scenario as this reader may see it: what was found for connections that it may not add up any more, it may not read. */
async function seenRun(deps: Deps, principal: Principal, row: ScenarioRow): Promise<RunView> {
  const asked = askedOf(deps, row);
  const kept = keptOf(row, asked);
  if (kept === null) return runView(deps.scenarios.runs.of(row.id), null);
  const { scope } = await scenarioGround(deps, principal, { ...asked, from: epochMs(kept.from), to: epochMs(kept.to) });
  return runView(deps.scenarios.runs.of(row.id), scopeKey(scope) === kept.scope ? kept : null);
}

/** @throws ApiError when there is nothing to solve, or too much */
async function startRun(deps: Deps, principal: Principal, row: ScenarioRow): Promise<RunView> {
  const { runs, years, turns, parameters } = deps.scenarios;
  const asked = askedOf(deps, row);
  const at = asked.steps.findIndex(isSolved);
  const step = asked.steps[at];
  if (step?.kind !== 'battery')
    throw new ApiError('conflict', {
      en: 'steps: there is no battery that is left to the solver (rule "lp").',
      nl: 'steps: er is geen batterij aan de rekenhulp overgelaten (regel "lp").',
    });
  if (runs.busy)
    throw new ApiError('busy', {
      en: 'Another scenario is being solved; try again when it is done.',
      nl: 'Er wordt al een ander scenario doorgerekend; probeer het opnieuw als dat klaar is.',
    });
  const ground = await scenarioGround(deps, principal, asked);
  checkRoom(asked, ground);
  const { tasks, cheap } = await turns.take(principal, () => years.batteries(ground.year, questionOf(asked, ground, []), at));
  if (tasks.length === 0) throw new ApiError('conflict', { en: 'Nothing of this connection was measured in this year.', nl: 'Van deze aansluiting is in dit jaar niets gemeten.' });
  if (tasks.length > SOLVED_CONNECTIONS_MAX)
    throw new ApiError('conflict', {
      en: `steps.${at}.company: the solver takes the battery of one company; name one with at most ${SOLVED_CONNECTIONS_MAX} connections.`,
      nl: `steps.${at}.company: de rekenhulp neemt de batterij van één bedrijf; noem er een met hoogstens ${SOLVED_CONNECTIONS_MAX} aansluitingen.`,
    });
  if (runs.busy)
    throw new ApiError('busy', {
      en: 'Another scenario is being solved; try again when it is done.',
      nl: 'Er wordt al een ander scenario doorgerekend; probeer het opnieuw als dat klaar is.',
    });
  const values = { ...scenarioValues(parameters), ...asked.prices };
  const job = {
    batteries: tasks.map(({ connection, part, netKwh }) => ({ connection, netKwh, battery: { kwh: step.kwh * part, kw: step.kw * part, roundTrip: values.batteryRoundTrip } })),
    prices: {
      importEur: Float64Array.from(cheap, (one) => (one === 1 ? values.lowEurPerKwh : values.highEurPerKwh)),
      exportEur: values.exportEurPerKwh,
      peakEurPerKw: Float64Array.from(monthShares(asked), (share) => share * values.peakEurPerKwMonth),
      month: monthsOf(asked),
    },
    foresight: step.foresight,
  };
  const startedAt = deps.now();
  const keep = (solved: readonly SolvedConnection[]): Promise<void> =>
    deps.scenarios.registry.keepSolved(row.id, { solvedFor: solvedFor(asked), solved: JSON.stringify(keptFrom({ at, asked, ground, startedAt, now: deps.now() }, solved)) });
  return runView(runs.start(row.id, job, keep), null);
}

function keptFrom(
  { at, asked, ground, startedAt, now }: { at: number; asked: ScenarioAsked; ground: Ground; startedAt: EpochMs; now: EpochMs },
  solved: readonly SolvedConnection[],
): Kept {
  const total = (of: (one: SolvedConnection) => number): number => solved.reduce((sum, one) => sum + of(one), 0);
  return {
    at,
    from: asked.from,
    to: asked.to,
    scope: scopeKey(ground.scope),
    startedAt,
    seconds: (now - startedAt) / 1000,
    solverEur: total((one) => one.solverEur),
    ruleEur: total((one) => one.ruleEur),
    chosenBy: solved.every((one) => one.chosenBy === 'solver') ? 'solver' : 'rule',
    connections: solved.map(({ connection, dispatch }) => {
      const net = Float32Array.from(dispatch.chargeKwh, (one, t) => one - (dispatch.dischargeKwh[t] ?? 0));
      return { connection, kwh: Buffer.from(net.buffer).toString('base64') };
    }),
  };
}

/** The local month of each quarter, counted from the first. */
function monthsOf({ from, to }: Pick<ScenarioAsked, 'from' | 'to'>): Uint8Array {
  const months = new Uint8Array((to - from) / QUARTER_MS);
  stepBounds(from, to, 'P1M').forEach((bound, month) => months.fill(month, Math.min(Math.max((bound - from) / QUARTER_MS, 0), months.length)));
  return months;
}

/** Of each of those months, the part that lies in the period. */
function monthShares({ from, to }: Pick<ScenarioAsked, 'from' | 'to'>): number[] {
  const bounds = stepBounds(from, to, 'P1M').map((bound) => epochMs(Math.min(Math.max(bound, from), to)));
  return bounds.slice(1).map((until, month) => monthShare(bounds[month] ?? from, (until - (bounds[month] ?? from)) / QUARTER_MS));
}

export function mountScenarioRuns(api: Api): void {
  mountScenarios(api, storedResults);
  const one = {
    path: '/scenarios/{id}/run',
    params: ScenarioParams,
    noun: 'scenario',
    resource: ({ params }: { params: { id: number } }, deps: Deps): Promise<Resource | null> => scenarioResource(deps, params.id),
  } as const;
  api.mount({
    ...one,
    path: '/scenarios/{id}/results',
    method: 'get',
    summary: 'Base, scenario and difference: kWh, euros, CO2, peaks, own use and what passes the limits',
    answer: ScenarioResults,
    action: 'see',
    handle: async ({ params, principal }, deps) => storedResults(deps, principal, await rowOf(deps, params.id)),
  });
  api.mount({
    ...one,
    path: '/scenarios/{id}/results/explain',
    method: 'get',
    summary: 'What a figure of a scenario is made of: what was measured, and what each step changes, in the order in which they are applied',
    query: ScenarioExplainQuery,
    answer: ScenarioExplanation,
    action: 'see',
    handle: async ({ params, query, principal }, deps) => {
      const question = await storedQuestion(deps, principal, await rowOf(deps, params.id));
      return explainScenario(deps, principal, { scenario: params.id, ...question, query });
    },
  });
  api.mount({
    ...one,
    method: 'get',
    summary: 'How far the solver is with the battery of a scenario',
    answer: RunView,
    action: 'see',
    handle: async ({ params, principal }, deps) => seenRun(deps, principal, await rowOf(deps, params.id)),
  });
  api.mount({
    ...one,
    method: 'post',
    summary: 'Has the solver work out the battery of a scenario; 409 when there is none, 503 when it works on another',
    answer: RunView,
    status: 202,
    action: 'change',
    handle: async ({ params, principal }, deps) => startRun(deps, principal, await rowOf(deps, params.id)),
  });
  api.mount({
    ...one,
    method: 'delete',
    summary: 'Ends a run of the solver at once',
    answer: RunView,
    action: 'change',
    handle: async ({ params, principal }, deps) => {
      const row = await rowOf(deps, params.id);
      if (!(await deps.scenarios.runs.cancel(row.id)))
        throw new ApiError('conflict', { en: 'No run of this scenario is going on.', nl: 'Dit scenario wordt nu niet doorgerekend.' });
      return seenRun(deps, principal, row);
    },
  });
}
