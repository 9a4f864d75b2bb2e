// The state of an area at this moment: power from the last values, the running quarter, today so far.
import type { Principal } from '../domain/access.ts';
import { GENERATION_FLOWS } from '../domain/balance.ts';
import { type StepSums, addSums, coverageOf, generationOf, qualityOf, ratio, useOf } from '../domain/balance-steps.ts';
import { CARRIERS } from '../domain/reading.ts';
import { QUARTER_MS, localAdd, localFloor, quarterStart, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { answerBalance, unitOf } from './balance-query.ts';
import { secretFields } from '../domain/disclosure-fields.ts';
import { isSecret } from './disclosure-query.ts';
import { judgedToday } from './judged-now.ts';
import { judgePower, secretNow } from './judged-power.ts';
import { seesMembers } from './members.ts';
import { scopeKey } from './balance-pieces.ts';
import { co2Now } from './co2-now.ts';
import { drawnNow, takenNow } from './taken-now.ts';
import { isUntold, sumPeriod, untoldOf } from './balance-sums.ts';
import { ownRunning } from './capacity-running.ts';
import type { Deps } from './deps.ts';
import { speakingIn, later, newestIn } from './heard.ts';
import { generatedIn, powerOf, suppliedIn, thousandths } from './now-power.ts';
import { isAllHeld, toldField } from './period.ts';
import { type Area, type Scope, companiesIn, endTold, scopeOf, validAt, visibleCompanies } from './scope.ts';
import type { MeterRow, ParkRow } from '../storage/registry.ts';
import type { Now } from './shapes-now.ts';
import type { RegionNow } from './shapes.ts';
import { meterView } from './views.ts';

export async function answerNow(deps: Deps, principal: Principal, area: Area): Promise<Omit<Now, 'simulated'>> {
  const now = deps.now();
  const day = { from: localFloor(now, 'P1D'), to: localAdd(localFloor(now, 'P1D'), 'P1D', 1) };
  const scope = scopeOf(deps.directory, principal, { area, carrier: 'electricity', ...day, now });
  const make = (): Promise<State> => stateNow(deps, principal, { area, scope, day });
  const state = await (seesMembers(principal, area) ? make() : deps.judgedNow.held(`now ${JSON.stringify(area)} ${scopeKey(scope)}`, { ...speakingIn(deps, scope), now }, make));
  const { at, start, end, limitKind, own } = await ownRunning(deps, { place: area, direction: 'import', scope });
  return { ...state, quarter: { at, start, end, limitKind, ...own } };
}

/** All but the running quarter, which is that of the room on the grid. */
type State = Omit<Now, 'simulated' | 'quarter'>;

interface NowOver {
  readonly area: Area;
  readonly scope: Scope;
  readonly day: { readonly from: EpochMs; readonly to: EpochMs };
}

async function stateNow(deps: Deps, principal: Principal, { area, scope, day }: NowOver): Promise<State> {
  const now = deps.now();
  const moment = judgePower(deps, principal, { area, scope });
  const power = { ...powerOf(deps, scope), ...(!moment.heard && { known: false }) };
  const [supplyKw, useKw] = [suppliedIn(power.powers), power.consumptionKw + power.powers.charge];
  const shown = (value: number): number | null => (power.known ? thousandths(value) : null);
  const told = { end: endTold(deps, principal, { area, at: now }), at: now };
  const today = isAllHeld(day, told) ? null : await answerBalance(deps, principal, { area, carrier: 'electricity', step: 'P1D', ...day });
  // Of whoever may not see the members, the balance has said already whether there is anything to show at all.
  const secret = new Map([...secretFields(await judgedToday(deps, principal, { area, scope, day })), ...secretNow(moment)]);
  const kinds = secret.size > 0 || !moment.byKind || !power.known ? [] : GENERATION_FLOWS;
  const open = (field: string, value: number | null): number | null => (secret.has(field) ? null : value);
  const meters = metersIn(deps, principal, area);
  return {
    at: toIso(now),
    importKw: open('gridImport', shown(power.gridImportKw)),
    drawnKw: await drawnNow(deps, principal, { area, day }),
    exportKw: open('gridExport', shown(power.gridExportKw)),
    generationKw: open('generation', shown(generatedIn(power.powers))),
    consumptionKw: open('consumption', shown(Math.max(power.consumptionKw, 0))),
    chargeKw: open('charge', shown(power.powers.charge)),
    dischargeKw: open('discharge', shown(power.powers.discharge)),
    selfSufficiency: open('selfSufficiency', power.known ? ratio(Math.min(supplyKw, useKw), useKw) : null),
    selfSufficiencyToday: today !== null && 'selfSufficiency' in today.totals ? today.totals.selfSufficiency.collective : null,
    generation: kinds.flatMap((kind) => (power.powers[kind] > 0 ? [{ kind, kw: thousandths(power.powers[kind]) }] : [])),
    co2: await co2Now(deps, principal, { area, day }),
    carriers: await carriersToday(deps, principal, { area, day }),
    meters: { live: meters.filter((one) => one.state === 'live').length, total: meters.length },
    coverage: today?.coverage ?? 0,
    quality: today?.quality ?? {},
    ...toldField(day, told),
    asOf: toIso(newestIn(deps, scope) ?? now),
  };
}

async function carriersToday(deps: Deps, principal: Principal, over: { area: Area; day: { from: EpochMs; to: EpochMs } }): Promise<Now['carriers']> {
  const now = deps.now();
  const found: Now['carriers'] = [];
  for (const carrier of CARRIERS) {
    const scope = carrier === 'electricity' ? null : scopeOf(deps.directory, principal, { area: over.area, carrier, ...over.day, now });
    if (scope === null || scope.connections.length === 0 || isSecret(await judgedToday(deps, principal, { area: over.area, scope, day: over.day }))) continue;
    const until = epochMs(Math.max(quarterStart(now), over.day.from + QUARTER_MS));
    const { total } = await sumPeriod(deps, scope, { area: over.area, carrier, from: over.day.from, to: until, step: 'P1D' });
    const { amounts } = await takenNow(deps, principal, { area: over.area, carrier, day: over.day });
    const perHour = amounts === null ? null : thousandths(amounts.reduce((sum, amount) => sum + Math.max(amount, 0), 0));
    found.push({ carrier, unit: unitOf(carrier), todayAmount: total.quarters === 0 ? null : thousandths(total.import + generationOf(total)), perHour });
  }
  return found;
}

/** The meters that hang there now. */
function metersIn(deps: Deps, principal: Principal, area: Area): { state: string }[] {
  const now = deps.now();
  const companies = new Set(visibleCompanies(deps.directory, principal, { area, now }).map((one) => one.id));
  const isSeen = (meter: MeterRow): boolean => validAt(meter, now) && companies.has(deps.directory.companyOfMeter(meter)?.id ?? -1);
  return [...deps.directory.meters.values()].filter(isSeen).flatMap((meter) => meterView(deps, meter) ?? []);
}

interface ParkNow {
  readonly row: RegionNow['parks'][number];
  readonly sums: StepSums;
  /** Of the quarters of today of which this reader is told every figure; null where it is told none of what is made of them. */
  readonly closed: StepSums | null;
  /** Quarters of today of which a figure is kept back from this reader; null: of none. */
  readonly untold: ReturnType<typeof untoldOf>;
  readonly newest: EpochMs | null;
  /** Where its quarters of today are held back from this reader. */
  readonly toldUntil: EpochMs | null;
}

/** From midnight to the running quarter, or the first one. */
export const todayUntilNow = (now: EpochMs): NowOver['day'] => ({ from: localFloor(now, 'P1D'), to: epochMs(Math.max(quarterStart(now), localFloor(now, 'P1D') + QUARTER_MS)) });

/** One line a park. @returns parks in the order of the configuration */
export async function answerRegionNow(deps: Deps, principal: Principal): Promise<Omit<RegionNow, 'simulated'>> {
  const now = deps.now();
  const found = await parksNow(deps, principal);
  const sums = addSums(found.map((one) => one.sums));
  // A park of which all is told, as to its own manager, is told beside the others.
  const ends = found.flatMap(({ toldUntil }) => toldUntil ?? []);
  const told = ends.length === 0 ? {} : toldField(todayUntilNow(now), { end: epochMs(Math.min(...ends)), at: now });
  return {
    at: toIso(now),
    parks: found.map((one) => one.row),
    coverage: coverageOf(sums),
    quality: qualityOf(sums),
    selfSufficiencyToday: selfSufficiencyOf(found).value,
    ...told,
    asOf: toIso(newestOf(found) ?? now),
  };
}

/** The last value that was heard of any of them. */
export const newestOf = (found: readonly ParkNow[]): EpochMs | null => found.map((one) => one.newest).reduce(later, null);

/** How far what the parks made went together today, of the quarters of which this reader is told all, and what each park has of these.
 *  @returns no parts and value null where that is too little to speak of the day */
export function selfSufficiencyOf(found: readonly ParkNow[]): { value: number | null; parts: readonly { row: ParkNow['row']; coveredKwh: number; usedKwh: number }[] } {
  const parts = found.flatMap(({ row, closed }) => (closed === null ? [] : [{ row, coveredKwh: closed.collectiveUse, usedKwh: useOf(closed) }]));
  const closed = addSums(found.flatMap((one) => one.closed ?? []));
  if (!isLikeTheRest(closed, addSums(found.map((one) => one.sums)))) return { value: null, parts: [] };
  return { value: ratio(closed.collectiveUse, useOf(closed)), parts };
}

/** Are the quarters of which all is told at least half of what was measured? Fewer are mostly those of the night, in which nobody makes
 *  anything, and would be taken for the day. */
const isLikeTheRest = (closed: StepSums, all: StepSums): boolean => closed.present >= all.present * LIKE_THE_REST_MIN;
const LIKE_THE_REST_MIN = 0.5;

/** Each park with its sums of today. */
export async function parksNow(deps: Deps, principal: Principal): Promise<ParkNow[]> {
  const now = deps.now();
  const day = todayUntilNow(now);
  const found: ParkNow[] = [];
  for (const park of deps.directory.parks.values()) {
    const area: Area = { kind: 'park', park: park.id };
    const scope = scopeOf(deps.directory, principal, { area, carrier: 'electricity', ...day, now });
    if (scope.connections.length === 0 && companiesIn(deps.directory, area).length === 0) continue;
    const make = (): Promise<ParkNow> => parkNow(deps, principal, { park, area, scope, day });
    found.push(await (seesMembers(principal, area) ? make() : deps.judgedNow.held(`line ${park.id} ${scopeKey(scope)}`, { ...speakingIn(deps, scope), now }, make)));
  }
  return found;
}

async function parkNow(deps: Deps, principal: Principal, { park, area, scope, day }: NowOver & { park: Pick<ParkRow, 'id' | 'name' | 'municipality'> }): Promise<ParkNow> {
  const now = deps.now();
  const companies = visibleCompanies(deps.directory, principal, { area, now }).length;
  const summed = await sumPeriod(deps, scope, { area, carrier: 'electricity', ...day, step: 'P1D' });
  const { total } = summed;
  const sums = { ...total, expected: total.expected + scope.withheld * total.quarters };
  const moment = judgePower(deps, principal, { area, scope });
  const power = powerOf(deps, scope);
  const useKw = power.consumptionKw + power.powers.charge;
  const meters = metersIn(deps, principal, area);
  const judged = await judgedToday(deps, principal, { area, scope, day });
  const hidden = isSecret(judged);
  // One who generates among many, or takes: use less import would tell it.
  const open = !hidden && judged.generation.sign !== 'x' && judged.storage.sign !== 'x';
  const known = power.known && moment.heard && !hidden;
  const atOnce = new Map([...secretFields(judged), ...secretNow(moment)]);
  const some = total.present > 0 && !hidden;
  const row = {
    park: park.id,
    name: park.name,
    municipality: park.municipality,
    companies,
    drawnKw: await drawnNow(deps, principal, { area, day }),
    generationKw: known && open && !atOnce.has('generation') ? thousandths(generatedIn(power.powers)) : null,
    selfSufficiency: known && open && !atOnce.has('selfSufficiency') ? ratio(Math.min(suppliedIn(power.powers), useKw), useKw) : null,
    todayImportKwh: some && !isUntold(summed, 'exchange') ? thousandths(total.gridImport) : null,
    todayGenerationKwh: some && open && !isUntold(summed, 'generation') ? thousandths(generationOf(total)) : null,
    todayConsumptionKwh: some && open && !isUntold(summed, 'use') ? thousandths(total.consumption) : null,
    metersLive: meters.filter((one) => one.state === 'live').length,
    metersTotal: meters.length,
    coverage: coverageOf(sums),
  };
  return { row, sums, closed: some && open ? summed.closed : null, untold: untoldOf(summed), newest: newestIn(deps, scope), toldUntil: scope.toldUntil ?? null };
}
