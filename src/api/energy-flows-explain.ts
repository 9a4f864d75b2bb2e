// Explains a figure of all carriers in one: the figures of balances and conversions that it is made of, and the heating values between.
import type { Principal } from '../domain/access.ts';
import { MJ_PER_KWH, heatingValue, kwhPerUnit } from '../domain/conversions.ts';
import type { EnergyFlow, EnergyTerm } from '../domain/energy-flows.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import type { Carrier } from '../domain/reading.ts';
import { toIso } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { type EnergyFlowsOver, type EnergyGround, QUALITY_FLAGS, balanceQuery, energyGround, flowsIn, meanShare, suppliedTerms } from './energy-flows-query.ts';
import { ApiError } from './errors.ts';
import { seesMembers } from './members.ts';
import type { EnergyFlows, EnergyFlowsExplainQuery, EnergyFlowsExplanation } from './shapes-energy-flows.ts';

type Answer = Omit<EnergyFlowsExplanation, 'simulated'>;
type Part = Answer['parts'][number];
type Term = Answer['terms'][number];
type Row = EnergyFlows['carriers'][number];
/** What a field fills in. */
type Filled = Pick<Answer, 'unit' | 'value' | 'level'> & Partial<Answer>;

export const ENERGY_TOTALS = ['suppliedKwh', 'usedKwh', 'exportedKwh', 'lossKwh', 'notMeteredKwh'] as const;
export const CARRIER_FIELDS = ['suppliedKwh', 'kwhPerUnit', 'coverage'] as const;

interface Asked extends EnergyFlowsOver {
  readonly query: EnergyFlowsExplainQuery;
}
interface Over extends Asked {
  readonly ground: EnergyGround;
  /** May the reader see the companies of its balances one by one? Of others the balance is the end. */
  readonly open: boolean;
}

/** @throws ApiError when there is no such figure, or when it is kept back from this reader */
export async function explainEnergyFlows(deps: Deps, principal: Principal, asked: Asked): Promise<Answer> {
  const ground = await energyGround(deps, principal, asked);
  const { from, to } = ground.period;
  const filled = filledOf({ ...asked, ground, open: seesMembers(principal, asked.area) });
  const known = { field: asked.query.field, start: toIso(from), end: toIso(to), source: null, target: null, carrier: null, terms: [], parts: [], asOf: ground.asOf };
  const carriers = new Set((filled.terms ?? []).flatMap(({ carrier }) => carrier ?? []));
  if (filled.carrier !== undefined && filled.carrier !== null) carriers.add(filled.carrier);
  return { ...known, heatingValues: [...carriers].map((carrier) => ({ carrier, ...heatingValue(carrier) })), ...filled };
}

function filledOf(over: Over): Filled {
  const { field } = over.query;
  const total = ENERGY_TOTALS.find((one) => field === `totals.${one}`);
  if (total !== undefined) return summed(flowsIn(over.ground.flows, total).map((flow) => flowPart(over, flow)));
  const ofCarrier = CARRIER_FIELDS.find((one) => field === `carriers.${one}`);
  if (ofCarrier !== undefined) return explainCarrier(over, ofCarrier);
  if (field === 'flows.kwh') return explainFlow(over);
  if (field === 'coverage') return meanOf(over, 'coverage', (one) => one.coverage);
  const flag = QUALITY_FLAGS.find((one) => field === `quality.${one}`);
  if (flag !== undefined) return meanOf(over, field, (one) => one.quality[flag] ?? 0);
  const names = ['flows.kwh', ...ENERGY_TOTALS.map((one) => `totals.${one}`), ...CARRIER_FIELDS.map((one) => `carriers.${one}`), 'coverage', 'quality.<flag>'];
  throw new ApiError('invalid-request', `field: of all carriers in one, one of ${names.join(', ')} can be explained.`);
}

function summed(parts: Part[]): Filled {
  return { unit: 'kWh', value: fromMicro(parts.reduce((sum, { value }) => sum + toMicro(value), 0)), level: 'sum', parts };
}

function flowPart(over: Over, { from, to, kwh }: EnergyFlow): Part {
  const explain = linkTo(over, { field: 'flows.kwh', source: from, target: to });
  return { role: 'term', field: 'flows.kwh', source: from, target: to, carrier: null, weight: 1, value: kwh, explain };
}

function explainFlow(over: Over): Filled {
  const { source, target } = over.query;
  const flow = over.ground.flows.find(({ from, to }) => from === source && to === target);
  if (flow === undefined) throw new ApiError('invalid-request', 'source, target: there is no such flow; they are `from` and `to` of one of the flows.');
  const terms = flow.terms.filter(({ kwh }) => kwh !== 0).map((term) => termOf(over, term));
  return { unit: 'kWh', source: flow.from, target: flow.to, value: flow.kwh, level: 'terms', terms };
}

function termOf(over: Over, { weight, field, carrier, amount, kwh, converted }: EnergyTerm): Term {
  return {
    field,
    carrier,
    conversion: converted?.conversion ?? null,
    company: converted?.company ?? null,
    meter: converted?.meter ?? null,
    weight,
    amount,
    kwhPerUnit: carrier === null ? 1 : kwhPerUnit(carrier),
    contribution: fromMicro(weight * toMicro(kwh)),
    explain: converted === null ? (carrier === null ? null : balanceLink(over, carrier, field)) : conversionLink(over, field, converted),
  };
}

/** @throws ApiError when nothing of it is in the flows */
function explainCarrier(over: Over, field: (typeof CARRIER_FIELDS)[number]): Filled {
  const row = over.ground.carriers.find(({ carrier }) => carrier === over.query.carrier);
  if (row === undefined) throw new ApiError('invalid-request', 'carrier: one of those in `carriers`.');
  const { carrier } = row;
  switch (field) {
    case 'kwhPerUnit': {
      const plain = { source: null, target: null, carrier, weight: 1, explain: null };
      const parts: Part[] = [
        { ...plain, role: 'numerator', field: 'mjPerUnit', value: heatingValue(carrier).mjPerUnit },
        { ...plain, role: 'denominator', field: 'mjPerKwh', value: MJ_PER_KWH },
      ];
      return { unit: 'kWh/unit', carrier, value: row.kwhPerUnit, level: 'ratio', parts };
    }
    case 'coverage': {
      const told = over.ground.balances.some((one) => one.carrier === carrier);
      return { unit: 'ratio', carrier, value: row.coverage, level: 'sum', parts: told ? [sharePart(over, row, { field, value: row.coverage, weight: 1 })] : [] };
    }
    case 'suppliedKwh':
      return explainSupplied(over, row);
  }
}

function explainSupplied(over: Over, { carrier, suppliedKwh, sign, reason }: Row): Filled {
  if (sign === 'x') throw new ApiError('suppressed', `x (${reason}): what of ${carrier} came in would say something of one or two companies.`);
  const balance = over.ground.balances.find((one) => one.carrier === carrier);
  if (suppliedKwh === null || balance === undefined) throw new ApiError('invalid-request', 'carrier: nothing of it is measured in this period, so there is nothing to explain.');
  return { unit: 'kWh', carrier, value: suppliedKwh, level: 'terms', terms: suppliedTerms(balance).map((term) => termOf(over, term)) };
}

function meanOf(over: Over, field: string, of: (one: EnergyGround['balances'][number]) => number): Filled {
  const { balances } = over.ground;
  const parts = balances.map((one) => sharePart(over, one, { field, value: of(one), weight: one.quartersExpected }));
  return { unit: 'ratio', value: meanShare(balances, of), level: 'mean', parts };
}

/** A share of one balance. */
function sharePart(over: Over, { carrier }: { readonly carrier: Carrier }, { field, value, weight }: { field: string; value: number; weight: number }): Part {
  return { role: 'term', field, source: null, target: null, carrier, weight, value, explain: balanceLink(over, carrier, field) };
}

function balanceLink({ path, open, ground }: Over, carrier: Carrier, field: string): string | null {
  const asked = balanceQuery(carrier, ground.period);
  asked.set('field', field);
  return open ? `${path}/balance/explain?${asked}` : null;
}

/** Of whom the reader may see by itself, or it would not be in the flows. */
function conversionLink({ ground }: Over, field: string, { conversion, company, meter }: NonNullable<EnergyTerm['converted']>): string {
  const { from, to } = ground.period;
  const asked = new URLSearchParams({ from: toIso(from), to: toIso(to), conversion: String(conversion), field, ...(meter !== null && { meter: String(meter) }) });
  return `/companies/${company}/conversions/explain?${asked}`;
}

function linkTo({ path, ground: { period } }: Over, asked: Record<string, string>): string {
  return `${path}/energy-flows/explain?${new URLSearchParams({ from: toIso(period.from), to: toIso(period.to), ...asked })}`;
}
