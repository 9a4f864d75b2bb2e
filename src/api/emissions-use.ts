// What was used in an area, month by month: the balances of all carriers, fuels that people entered, and which part of
// the electricity is covered by guarantees. Consent is asked here, through the scope of each carrier.
import type { Principal } from '../domain/access.ts';
import { type StepSums, coverageOf, generationOf, qualityOf } from '../domain/balance-steps.ts';
import type { Used } from '../domain/emissions.ts';
import type { FactorList } from '../domain/emission-factors.ts';
import { fuelOf } from '../domain/fuel.ts';
import { type Cover, GUARANTEE_SOURCES, type Guarantee, NO_COVER, addCover, coverOf } from '../domain/guarantees.ts';
import { CARRIERS, type Carrier } from '../domain/reading.ts';
import { localAdd, localFloor } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { GuaranteeRow } from '../storage/guarantees-sql.ts';
import type { FigureRow } from '../storage/imports-sql.ts';
import { withWithheld } from '../domain/balance-rows.ts';
import { type Summed, sumPeriod } from './balance-sums.ts';
import type { Deps } from './deps.ts';
import { withoutSecretParks } from './disclosure-query.ts';
import { seesMembers } from './members.ts';
import { type Area, type Scope, scopeOf, visibleCompanies } from './scope.ts';

/** Carriers that emit something, or are named when they do and the lists do not know how much. */
export const EMITTING: readonly Carrier[] = CARRIERS.filter((carrier) => carrier !== 'water');
/** Carriers of which these lists have biogenic CO2 alone, as biogas: they enter no scope, so no scope tells of them. */
export function scopelessIn(lists: readonly FactorList[]): ReadonlySet<string> {
  const factors = lists.flatMap((list) => list.factors);
  const isScopeless = (carrier: Carrier): boolean => {
    const mine = factors.filter(({ code }) => code === carrier);
    return mine.length > 0 && mine.every(({ direct, chain }) => direct === 0 && chain === 0);
  };
  return new Set(EMITTING.filter(isScopeless));
}
/** Fuel rows of one answer; a region of 1,500 companies with a receipt a month stays below it. */
const FUELS_MAX = 50_000;

interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
}
export interface Over extends Stretch {
  readonly area: Area;
}
export interface CarrierUse {
  readonly carrier: Carrier;
  readonly scope: Scope;
  readonly summed: Summed;
}
export interface MonthUse {
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly used: readonly Used[];
  readonly cover: Cover;
  /** Of which company. */
  readonly covers: ReadonlyMap<number, Cover>;
  readonly localExchangeKwh: number;
  readonly renewableExportKwh: number;
  readonly residualHeatKwh: number;
}

/** The balances of every carrier that there is in the area, by month. */
export async function carriersUsed(deps: Deps, principal: Principal, over: Over): Promise<CarrierUse[]> {
  const found: CarrierUse[] = [];
  for (const carrier of EMITTING) {
    const scope = await withoutSecretParks(deps, principal, { ...over, scope: scopeOf(deps.directory, principal, { ...over, carrier, now: deps.now() }) });
    if (scope.connections.length === 0 && scope.withheld === 0) continue;
    found.push({ carrier, scope, summed: await sumPeriod(deps, scope, { ...over, carrier, step: 'P1M' }) });
  }
  return found;
}

/** What left its source for good: electricity as it was bought, the others less what was passed on. */
export const amountOf = (carrier: Carrier, sums: StepSums): number => (carrier === 'electricity' ? sums.import : sums.import - sums.export);

const unitOf = (carrier: Carrier): 'kWh' | 'm3' => (carrier === 'gas' || carrier === 'biogas' || carrier === 'hydrogen' ? 'm3' : 'kWh');
const renewableExport = (sums: StepSums): number => Math.min(sums.export, sums.generation.sun + sums.generation.wind);

/** Puts carriers, fuels and guarantees together by month. */
export async function monthsUsed(deps: Deps, principal: Principal, over: Over & { carriers: readonly CarrierUse[] }): Promise<MonthUse[]> {
  const { carriers } = over;
  const companies = visibleCompanies(deps.directory, principal, { area: over.area, now: deps.now() }).map((company) => company.id);
  const [first] = carriers;
  const months = first === undefined ? [{ start: over.from, end: over.to }] : first.summed.steps.map(({ start, end }) => ({ start, end }));
  // Whose electricity does not enter the figure, its guarantees do not either.
  const entered = new Set(carriers.find((one) => one.carrier === 'electricity')?.scope.connections.map((one) => one.company));
  const covered = companies.filter((company) => entered.has(company));
  const [fuels, covers] = [await fuelsOf(deps, companies, enteredIn(principal, over)), await coverByMonth(deps, principal, { ...over, companies: covered, months })];
  return months.map(({ start, end }, index) => {
    const sums = (carrier: Carrier): StepSums | null => carriers.find((one) => one.carrier === carrier)?.summed.steps[index]?.sums ?? null;
    const bought = carriers.flatMap(({ carrier }): Used[] => {
      const mine = sums(carrier);
      return mine === null ? [] : [{ subject: carrier, amount: amountOf(carrier, mine), unit: unitOf(carrier) }];
    });
    const electricity = sums('electricity');
    return {
      start,
      end,
      used: [...bought, ...fuels(start, end)],
      cover: [...(covers[index]?.values() ?? [])].reduce(addCover, NO_COVER),
      covers: covers[index] ?? new Map<number, Cover>(),
      localExchangeKwh: electricity?.localExchange ?? 0,
      renewableExportKwh: electricity === null ? 0 : renewableExport(electricity),
      residualHeatKwh: sums('heat')?.localExchange ?? 0,
    };
  });
}

/** The whole local months of a period; `to` is not after `from` where it has none. */
export function wholeMonths({ from, to }: Stretch): Stretch {
  const month = localFloor(from, 'P1M');
  return { from: month === from ? from : localAdd(month, 'P1M', 1), to: localFloor(to, 'P1M') };
}

/** The part of a period of which a reader is told what people entered: it is spread evenly over its days, so that of companies together
 *  two periods that differ by a day would tell what the one did whose bill goes on that day.
 *  @see docs/methods.md#disclosure */
const enteredIn = (principal: Principal, over: Over): Stretch => (seesMembers(principal, over.area) ? over : wholeMonths(over));

/** Fuel figures that touch a period. */
export async function fuelRowsIn(deps: Deps, companies: readonly number[], over: { from: EpochMs; to: EpochMs }): Promise<FigureRow[]> {
  return (await deps.imports.rows.figures(companies, FUELS_MAX)).filter((row) => row.kind === 'fuel' && row.from_ms < over.to && row.to_ms > over.from);
}

/** Share of a figure that falls in a stretch of time: it is spread evenly over the days it is of. */
export const overlapOf = (row: FigureRow, { start, end }: { start: EpochMs; end: EpochMs }): number =>
  Math.max(0, Math.min(row.to_ms, end) - Math.max(row.from_ms, start)) / (row.to_ms - row.from_ms);

async function fuelsOf(deps: Deps, companies: readonly number[], over: Stretch): Promise<(start: EpochMs, end: EpochMs) => Used[]> {
  const rows = await fuelRowsIn(deps, companies, over);
  return (from, to) => {
    const [start, end] = [epochMs(Math.max(from, over.from)), epochMs(Math.min(to, over.to))];
    const sums = new Map<string, Used>();
    for (const row of rows) {
      const fuel = fuelOf(row.subject);
      const overlap = overlapOf(row, { start, end });
      if (fuel === null || overlap === 0) continue;
      sums.set(fuel, { subject: fuel, amount: (sums.get(fuel)?.amount ?? 0) + row.amount * overlap, unit: row.unit });
    }
    return [...sums.values()];
  };
}

/** Only companies with guarantees are summed by themselves. */
async function coverByMonth(
  deps: Deps,
  principal: Principal,
  over: Over & { companies: readonly number[]; months: readonly { start: EpochMs; end: EpochMs }[] },
): Promise<Map<number, Cover>[]> {
  const rows = await deps.guarantees.of(over.companies, over);
  const covers = over.months.map(() => new Map<number, Cover>());
  for (const company of new Set(rows.map((row) => row.company))) {
    const area: Area = { kind: 'company', company };
    const scope = scopeOf(deps.directory, principal, { area, carrier: 'electricity', from: over.from, to: over.to, now: deps.now() });
    const { steps } = await sumPeriod(deps, scope, { area, carrier: 'electricity', from: over.from, to: over.to, step: 'P1M' });
    const parts = steps.map(({ start, end, sums }) => ({ from: start, to: end, importKwh: sums.import, ownUseKwh: sums.ownUse, exportKwh: sums.export }));
    const mine = coverOf(parts, rows.filter((row) => row.company === company).map(guaranteeOf));
    covers.forEach((cover, index) => cover.set(company, mine[index] ?? NO_COVER));
  }
  return covers;
}

const guaranteeOf = (row: GuaranteeRow): Guarantee => ({
  kind: row.kind === 'sold' ? 'sold' : 'bought',
  source: GUARANTEE_SOURCES.find((source) => source === row.source) ?? 'biomass',
  from: epochMs(row.from_ms),
  to: epochMs(row.to_ms),
  kwh: row.kwh,
});

export interface Measured {
  readonly carrier: Carrier;
  readonly unit: 'kWh' | 'm3';
  readonly coverage: number;
  readonly quality: ReturnType<typeof qualityOf>;
  readonly quartersExpected: number;
  readonly quartersPresent: number;
  readonly quartersEstimated: number;
  readonly expected: number;
  readonly generationKwh: number;
}

/** How much of each carrier was measured; connections that the reader may not see count as not measured. */
export function measuredOf(carriers: readonly CarrierUse[]): Measured[] {
  return carriers.map(({ carrier, scope, summed }) => {
    const total = withWithheld(summed.total, scope.withheld);
    return {
      carrier,
      unit: unitOf(carrier),
      coverage: coverageOf(total),
      quality: qualityOf(total),
      quartersExpected: total.quarters,
      quartersPresent: total.quartersPresent,
      quartersEstimated: total.quartersEstimated,
      expected: total.expected,
      generationKwh: generationOf(total),
    };
  });
}
