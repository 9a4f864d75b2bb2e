// Explains the heat figures of a park: which links, ports or intervals of temperature they are the sum of, for who may see those.
import { z } from '@hono/zod-openapi';
import { NOBODY, type Principal, heatSightOf } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { linkOf } from '../domain/heat/links.ts';
import { type MatchFormula, madeOf, term } from '../domain/heat/match-terms.ts';
import { valuesOf } from '../domain/heat/parameters.ts';
import { fromMicro } from '../domain/ledger.ts';
import { roundedParts } from '../domain/rounded-parts.ts';
import { toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { ParkHours } from '../jobs/heat-runs.ts';
import type { HeatPairKey } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { type SeenNetwork, reachedBy, savedByLinks, seenNetwork } from './heat-network.ts';
import { explainPinch } from './heat-pinch-explain.ts';
import { heatParkOf, nameOf, pairNamed, sideView, sidesOf } from './heat-query.ts';
import { HeatNetworkExplainQuery, HeatParkExplanation, HeatPinchExplainQuery } from './shapes-heat-park-explained.ts';
import { ParkId } from './shapes.ts';

const HOUR_MS = 3_600_000;
type Answer = Omit<HeatParkExplanation, 'simulated'>;
type Made = Pick<Answer, 'unit' | 'value' | 'level'> & Partial<Answer>;

export function mountHeatParkExplained(api: Api): void {
  const shared = { method: 'get', params: z.object({ park: ParkId }), answer: HeatParkExplanation, noun: 'park', action: 'see', resource: heatParkOf } as const;
  api.mount({
    ...shared,
    path: '/parks/{park}/heat-network/explain',
    summary: 'What a figure of the links that pay together is the sum of: links, sources and consumers, contracts, meters',
    query: HeatNetworkExplainQuery,
    handle: async ({ principal, params: { park }, query }, deps) => explainNetwork(deps, principal, { park, query }),
  });
  api.mount({
    ...shared,
    path: '/parks/{park}/pinch/explain',
    summary: 'What a figure of the pinch is the sum of: streams, and intervals of temperature',
    query: HeatPinchExplainQuery,
    handle: async ({ principal, params: { park }, query }, deps) => {
      const { hours, ...made } = await explainPinch(deps, principal, { park, query });
      return whole(deps, { park, slice: query.slice, field: query.field, hours }, made);
    },
  });
}

function whole(deps: Deps, of: { park: string; slice: Answer['slice']; field: string; hours: ParkHours }, made: Made): Answer {
  const { hours, ...place } = of;
  const asOf = toIso(epochMs((hours.firstHour + hours.hours) * HOUR_MS));
  return { ...place, rows: [], intervals: [], added: null, parts: [], side: null, parameters: deps.heat.parameters.hash, asOf, ...made };
}

/** Rows that add up to the rounded sum. */
function rowsOf(rows: readonly { row: Omit<Answer['rows'][number], 'contribution'>; amount: number }[]): Pick<Answer, 'rows' | 'value' | 'level'> {
  const rounded = roundedParts();
  const micros = rows.map(({ amount }) => rounded(amount));
  const listed = rows.map(({ row }, at) => ({ ...row, contribution: fromMicro(micros[at] ?? 0) }));
  return { level: 'rows', rows: listed, value: fromMicro(micros.reduce((sum, one) => sum + one, 0)) };
}

/** @throws ApiError suppressed, where the figure itself is kept back */
async function explainNetwork(deps: Deps, principal: Principal, { park, query }: { park: string; query: HeatNetworkExplainQuery }): Promise<Answer> {
  const seen = await seenNetwork(deps, principal, park);
  const { network, open, inner, suppressed } = seen;
  const at = { park, slice: null, field: query.field, hours: network.matches.hours };
  if (query.field === 'links.netEur') return whole(deps, at, explainLink(deps, principal, { seen, name: query.link ?? '' }));
  const reached = query.field.startsWith('contracted') || query.field.startsWith('metered');
  if (!open || (reached && !inner)) throw new ApiError('suppressed', suppressed ?? 'It is told to who sees the companies of the park one by one.');
  if (!reached && network.solver === null) throw new ApiError('invalid-request', 'field: no match has euros yet, so nothing was chosen.');
  const made = {
    unit: unitOf(query.field),
    ...rowsOf(reached ? await reachedRows(deps, { park, pairs: network.matches.pairs }, query.field) : potentialRows(deps, network, query.field)),
  };
  return whole(deps, at, inner ? made : { unit: made.unit, value: made.value, level: 'together' });
}

function unitOf(field: string): Answer['unit'] {
  if (field.endsWith('Eur')) return 'EUR';
  if (field.endsWith('M3')) return 'm3';
  return field.endsWith('Kg') ? 'kg' : 'kWh';
}

type Amounts = Parameters<typeof rowsOf>[0];

function nameOfPort(deps: Deps, port: number): string {
  const row = deps.heat.registry.port(port);
  return row === null ? `${port}` : (sideView(deps, NOBODY, { port: row, sight: 'full' }).name ?? `${port}`);
}
function matchRow(deps: Deps, pair: HeatPairKey, explain: string | null): Amounts[number]['row'] {
  return { match: nameOf(deps, pair), port: null, name: `${nameOfPort(deps, pair.source)} – ${nameOfPort(deps, pair.sink)}`, explain };
}

function potentialRows(deps: Deps, network: SeenNetwork['network'], field: HeatNetworkExplainQuery['field']): Amounts {
  if (field === 'potential.rejectedKwh' || field === 'potential.backupKwh')
    return (field === 'potential.rejectedKwh' ? network.rejected : network.backup).map(({ port, kwh }) => ({
      row: { match: null, port, name: nameOfPort(deps, port), explain: null },
      amount: kwh,
    }));
  const saved = savedByLinks(deps, network);
  return network.links.map((link, at) => {
    const { gasAvoidedM3, co2AvoidedKg } = saved[at] ?? { gasAvoidedM3: 0, co2AvoidedKg: 0 };
    const amounts: Readonly<Record<string, number>> = {
      'potential.deliveredKwh': link.deliveredKwh,
      'potential.netEur': link.netEur,
      'potential.gasAvoidedM3': gasAvoidedM3,
      'potential.co2AvoidedKg': co2AvoidedKg,
    };
    const match = nameOf(deps, link);
    const park = deps.heat.registry.port(link.sink)?.park ?? '';
    const explain = field === 'potential.netEur' ? `/parks/${park}/heat-network/explain?${new URLSearchParams({ field: 'links.netEur', link: match })}` : null;
    return { row: matchRow(deps, link, explain), amount: amounts[field] ?? 0 };
  });
}

async function reachedRows(
  deps: Deps,
  { park, pairs }: { park: string; pairs: SeenNetwork['network']['matches']['pairs'] },
  field: HeatNetworkExplainQuery['field'],
): Promise<Amounts> {
  return (await reachedBy(deps, park, pairs)).flatMap(({ metered, kwhPerYear, ...pair }) => {
    const row = matchRow(deps, pair, null);
    if (field === 'contracted.kwhPerYear') return kwhPerYear === null ? [] : [{ row, amount: kwhPerYear }];
    return metered === null ? [] : [{ row, amount: field === 'metered.kwh' ? metered.kwh : metered.co2AvoidedKg }];
  });
}

/** What one of the links leaves in a year: what a MWh leaves x MWh, less what is paid whether it flows or not. */
function explainLink(deps: Deps, principal: Principal, { seen: { network }, name }: { seen: SeenNetwork; name: string }): Made {
  const key = pairNamed(deps, name);
  const link = network.links.find(({ source, sink }) => source === key?.source && sink === key.sink);
  const pair = network.matches.pairs.find(({ source, sink }) => source === key?.source && sink === key.sink);
  const sides = link === undefined ? null : sidesOf(deps, link);
  if (link === undefined || pair === undefined || sides === null || heatSightOf(principal, sides) !== 'full') throw notFound('heat link');
  const worth = linkOf(pair, valuesOf(deps.heat.parameters));
  const formula: MatchFormula = {
    level: 'sum',
    parts: [{ ...term('linkDeliveredMwh', worth?.eurPerMwh ?? 0, link.deliveredKwh / 1000), by: 'marginEurPerMwh' }, term('fixedEurPerYear', -1, worth?.fixedEur ?? 0)],
  };
  const explained = (field: string): string | null => (field === 'linkDeliveredMwh' ? null : `/heat-matches/${name}/explain?${new URLSearchParams({ field })}`);
  const parts = formula.parts.map(({ name: field, by, ...part }) => ({
    ...part,
    field,
    by: by === null ? null : { field: by, explain: explained(by) },
    explain: explained(field),
  }));
  return { unit: 'EUR', value: published(madeOf(formula)), level: 'sum', parts };
}
