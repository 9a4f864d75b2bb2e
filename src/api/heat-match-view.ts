// One heat match with its whole reasoning: each step from measured hours to euros and CO2, for who may know it.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { AtRate } from '../domain/heat/costs.ts';
import { type OverlapHour, fullestWeek, overlapClock, overlapDays, overlapHours } from '../domain/heat/overlap.ts';
import { type PairResult, hoursOf, tanksOf } from '../domain/heat/pair.ts';
import { valuesOf } from '../domain/heat/parameters.ts';
import type { Moved } from '../domain/heat/trial.ts';
import { fromMicro } from '../domain/ledger.ts';
import { roundedParts } from '../domain/rounded-parts.ts';
import { toIso } from '../domain/time.ts';
import type { ParkHours } from '../jobs/heat-runs.ts';
import type { HeatPairKey, HeatPortRow } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import { notFound } from './errors.ts';
import { type HeldContract, contractsHeld, decisionsStanding, deliveredOf, holdsNow } from './heat-agreement.ts';
import { groundOf } from './heat-ground.ts';
import { entersFor, knownOf, matchItem, portsTold, publishedBand, seenMatches } from './heat-query.ts';
import type { HeatMatchView } from './shapes-heat.ts';

/** @throws ApiError when the pair cannot serve each other */
export async function answerMatch(deps: Deps, principal: Principal, pair: HeatPairKey): Promise<HeatMatchView> {
  const { registry } = deps.heat;
  const [source, sink] = [registry.port(pair.source), registry.port(pair.sink)];
  if (source === null || sink === null) throw notFound('heat match');
  const enters = entersFor(deps, principal);
  const matches = await deps.heat.runs.matches(source.park, enters);
  const seen = seenMatches(deps, principal, matches).find((one) => one.pair.source === pair.source && one.pair.sink === pair.sink);
  const item = seen === undefined ? null : matchItem(deps, principal, seen);
  if (seen === undefined || item === null) throw notFound('heat match');
  const full = seen.sight === 'full';
  const pictured = full ? picture(seen.pair, matches.hours) : { week: [], days: [], clock: [] };
  // Nothing in euros, nothing that moves it.
  const moved = full && seen.pair.money !== null ? await deps.heat.runs.sensitivity(source.park, enters, pair) : [];
  const contracts = contractsHeld(deps, pair);
  const contract = contracts.find((one) => holdsNow(deps, one));
  const metered = full ? await deliveredOf(deps, pair, seen.pair) : null;
  return {
    ...item,
    reasoning: full ? reasoningOf(deps, seen.pair, { source, sink, hours: matches.hours, moved }) : null,
    ...pictured,
    ground: groundOf(deps, principal, seen),
    decisions: decisionsStanding(deps, pair).flatMap(({ company, decision, at }) => {
      const side = company === source.company ? ('source' as const) : ('sink' as const);
      return [{ side, decision, at: toIso(at) }];
    }),
    contracted: contract === undefined || !full ? null : { kwhPerYear: contract.kwhPerYear },
    contracts: contracts.map((one) => contractView(one, full)),
    metered: metered === null ? null : { ...metered, from: toIso(metered.from), to: toIso(metered.to) },
    parameters: { hash: deps.heat.parameters.hash },
    ...knownOf(matches.hours, full ? [source, sink] : portsTold(principal, [source, sink]), 2),
    simulated: deps.simulated,
  };
}

/** Both sides recorded it, so its dates are theirs; how much is for who sees the match. */
const contractView = ({ kwhPerYear, from, to, by }: HeldContract, full: boolean): HeatMatchView['contracts'][number] => ({
  kwhPerYear: full ? kwhPerYear : null,
  validFrom: toIso(from),
  validTo: to === null ? null : toIso(to),
  endedBy: by,
});

/** What was served in parts that add up to the year, as its explanation tells them. */
function servedAsTold(hours: readonly OverlapHour[]): OverlapHour[] {
  const rounded = roundedParts();
  return hours.map((hour) => ({ ...hour, served: hour.served === null ? null : fromMicro(rounded(hour.served)) }));
}

const publishedOrNull = (value: number | null | undefined): number | null => (typeof value === 'number' ? published(value) : null);

function picture(pair: PairResult, { byPort, firstHour }: ParkHours): Pick<HeatMatchView, 'week' | 'days' | 'clock'> {
  const [supply, demand] = [byPort.get(pair.source), byPort.get(pair.sink)];
  if (supply === undefined || demand === undefined) return { week: [], days: [], clock: [] };
  const hours = overlapHours(hoursOf(pair, { supplyKw: supply.kw, demandKw: demand.kw }), firstHour);
  return {
    week: fullestWeek(hours).map((one) => ({ start: toIso(one.at), sourceKw: one.source, demandKw: one.demand, servedKw: one.served })),
    clock: overlapClock(hours).map(({ month, hour, source, demand: wanted, served }) => ({ month, hour, sourceKw: source, demandKw: wanted, servedKw: served })),
    days: overlapDays(servedAsTold(hours)).map((one) => ({
      start: toIso(one.at),
      sourceKwh: publishedOrNull(one.source),
      demandKwh: publishedOrNull(one.demand),
      servedKwh: publishedOrNull(one.served),
    })),
  };
}

interface Reasoned {
  readonly source: HeatPortRow;
  readonly sink: HeatPortRow;
  readonly hours: ParkHours;
  readonly moved: readonly Moved[];
}

function reasoningOf(deps: Deps, pair: PairResult, { source, sink, hours, moved }: Reasoned): NonNullable<HeatMatchView['reasoning']> {
  const { parameters } = deps.heat;
  const values = valuesOf(parameters);
  const { test, variant, coincidence, pipe, route, link } = pair;
  const [supply, demand] = [hours.byPort.get(source.id), hours.byPort.get(sink.id)];
  return {
    temperatures: {
      sourceSupplyC: source.supplyC,
      sourceReturnC: source.returnC,
      sinkSupplyC: sink.supplyC,
      sinkReturnC: sink.returnC,
      exchangerDropK: values.exchangerDropK,
      pipeDropK: source.supplyC - 2 * values.exchangerDropK - test.availableC,
      availableC: test.availableC,
      directShare: test.directShare,
      extractableShare: variant.extractableShare,
      cop: variant.cop,
    },
    hours: {
      known: coincidence.knownHours,
      served: coincidence.servedHours,
      longestOutage: coincidence.longestOutageHours,
      yearFactor: pair.yearFactor,
      p10Kw: pair.p10Kw,
      p90Kw: pair.p90Kw,
      peakKw: pair.peakKw,
    },
    energy: {
      sourceKwh: published(pair.sourceKwh),
      demandKwh: published(pair.demandKwh),
      coincidentKwh: published(pair.coincidentKwh),
      lossKwh: published(pair.lossKwh),
      deliveredKwh: published(pair.deliveredKwh),
      pumpKwh: published(pair.pumpKwh),
      heatPumpKwh: published(pair.heatPumpKwh),
    },
    tanks: supply === undefined || demand === undefined ? [] : tanksOf(pair, hoursOf(pair, { supplyKw: supply.kw, demandKw: demand.kw }), values),
    pipe: {
      dn: pipe.size.dn,
      lengthM: published(route.lengthM),
      route: route.kind,
      surfaceFactor: route.surfaceFactor,
      paPerM: pipe.paPerM,
      velocityMs: pipe.velocityMs,
      supplyC: pipe.supplyC,
      returnC: pipe.returnC,
      arrivesC: pipe.arrivesC,
    },
    money: moneyView(deps, pair, moved),
    co2: {
      residual: source.residual,
      gasAvoidedM3: published(pair.gasAvoidedM3),
      gasKg: published(pair.gasAvoidedM3 * values.gasKgPerM3),
      electricityKg: published(link.electricityKwh * values.electricityKgPerKwh),
      avoidedKg: published(pair.co2AvoidedKg),
    },
    parameters: Object.entries(parameters.rows).map(([code, row]) => ({ code, ...row })),
  };
}

function moneyView({ heat: { parameters } }: Deps, { money, uncertainty }: PairResult, moved: readonly Moved[]): NonNullable<HeatMatchView['reasoning']>['money'] {
  if (money === null || uncertainty === null) return null;
  const { low, high } = parameters.rows.capexFactor;
  const { capexEur, paybackYears } = money;
  const at = ({ rate, transportEurPerMwh, npvEur }: AtRate): AtRate => ({ rate, transportEurPerMwh: published(transportEurPerMwh), npvEur: published(npvEur) });
  return {
    capexEur: published(capexEur),
    capexBandEur: { low: published(capexEur * low), high: published(capexEur * high) },
    parts: money.parts.map((part) => ({ ...part, eur: published(part.eur) })),
    sellerEurPerMwh: published(money.sellerEurPerMwh),
    ceilingEurPerMwh: published(money.ceilingEurPerMwh),
    public: at(money.public),
    company: at(money.company),
    runningEurPerYear: published(money.runningEurPerYear),
    paybackYears: publishedOrNull(paybackYears),
    breakEvenM: published(money.breakEvenM),
    floorEurPerMwh: publishedBand(uncertainty.floorEurPerMwh),
    sensitivity: moved.map(({ atLow, atHigh, ...one }) => ({
      ...one,
      npvLowEur: publishedOrNull(atLow?.npvEur),
      npvHighEur: publishedOrNull(atHigh?.npvEur),
      floorLowEurPerMwh: publishedOrNull(atLow?.floorEurPerMwh),
      floorHighEurPerMwh: publishedOrNull(atHigh?.floorEurPerMwh),
    })),
  };
}
