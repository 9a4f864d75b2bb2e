// Conversions with what their meters counted in a period of local days, and a declared one checked against its meters.
import { type Principal, decide } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { type ConversionTrouble, conversionFigures, conversionTrouble, energyKwh } from '../domain/conversions.ts';
import { fromMicro } from '../domain/ledger.ts';
import { firstQuarterOf, localDayOf } from '../domain/local-days.ts';
import type { Flow } from '../domain/reading.ts';
import { QUARTER_MS, localAdd, localFloor, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { overlap } from '../storage/capacity.ts';
import type { ConversionRow } from '../storage/conversions.ts';
import type { RegisterRow } from '../storage/registry.ts';
import { unitOf } from './balance-query.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { validity } from './limits.ts';
import { period } from './period.ts';
import { type Area, companiesIn, isWhole, tellingEnergy, wayOf } from './scope.ts';
import type { SaidInBoth } from './said.ts';
import type { ConversionList, ConversionView, NewConversion } from './shapes-conversions.ts';
import { companyResource } from './views.ts';

export const CONVERSIONS_MAX = 50;
const DAYS = 30;
const DAYS_MAX = 800;
/** Of the quarters of a meter, so many have to be known before it is held against the others. */
const WHOLE_MIN = 0.98;

interface Days {
  readonly from: number;
  readonly to: number;
}

/** Whole local days; without a period the last thirty.
 *  @throws ApiError when it is reversed or too long */
function daysOf(query: { from?: string | undefined; to?: string | undefined }, now: EpochMs): Days {
  const today = localFloor(now, 'P1D');
  const asked =
    query.from === undefined || query.to === undefined ? { from: localAdd(today, 'P1D', -DAYS), to: localAdd(today, 'P1D', 1) } : period({ from: query.from, to: query.to });
  const days = { from: localDayOf(Math.floor(asked.from / QUARTER_MS)), to: localDayOf(Math.ceil(asked.to / QUARTER_MS) - 1) + 1 };
  if (days.to - days.from > DAYS_MAX) throw new ApiError('period-too-long', `Conversions are answered over ${DAYS_MAX} days at most.`);
  return days;
}

interface ConversionsOver {
  readonly area: Area;
  readonly query: { from?: string | undefined; to?: string | undefined };
}
/** Conversions that the reader may see one by one, with what their meters counted. */
export interface MeasuredConversions {
  readonly span: { readonly from: EpochMs; readonly to: EpochMs };
  readonly rows: readonly ConversionRow[];
  readonly sums: (row: ConversionRow) => ConversionSums;
}

/** @param only this one, where the reader may see it */
export async function measuredConversions(deps: Deps, principal: Principal, { area, query, only }: ConversionsOver & { only?: number }): Promise<MeasuredConversions> {
  const days = daysOf(query, deps.now());
  const at = (day: number): EpochMs => epochMs(firstQuarterOf(day) * QUARTER_MS);
  const span = { from: at(days.from), to: at(days.to) };
  const seen = companiesIn(deps.directory, area).filter((company) => {
    const resource = companyResource(deps, company.id);
    return resource !== null && decide(principal, 'see', resource) === 'allow';
  });
  const rows = seen.flatMap((company) => deps.conversions.ofCompany(company.id)).filter((row) => overlap(row, span) && (only === undefined || row.id === only));
  return { span, rows, sums: await sumsOf(deps, rows, days) };
}

/** Conversions of an area that the reader may see one by one. */
export async function answerConversions(deps: Deps, principal: Principal, over: ConversionsOver): Promise<Omit<ConversionList, 'simulated'>> {
  const { span, rows, sums } = await measuredConversions(deps, principal, over);
  const items = rows.map((row) => viewOf(deps, row, sums(row)));
  const sides = items.flatMap((item) => [...item.inputs, ...item.outputs]);
  const coverage = sides.length === 0 ? 0 : sides.reduce((sum, side) => sum + side.coverage, 0) / sides.length;
  return {
    from: toIso(span.from),
    to: toIso(span.to),
    items,
    flows: flowsOf(items),
    heatingValue: 'lower',
    coverage: published(coverage),
    quality: { M: published(coverage), X: published(1 - coverage) },
    asOf: toIso(deps.now()),
    next: null,
  };
}

/** What a register counted, and whether that is what its meter took. */
interface RegisterSum {
  readonly register: RegisterRow;
  readonly taken: boolean;
  readonly amountMicro: number;
  readonly present: number;
}
export interface MeterSum {
  readonly registers: readonly RegisterSum[];
  /** It has a register for what comes out. */
  readonly gives: boolean;
  /** Quarters of the register that has least, of those that should be there. */
  readonly present: number;
  readonly expected: number;
}
/** Of a meter that has no registers. */
export const NOT_SUMMED: MeterSum = { registers: [], gives: false, present: 0, expected: 0 };
export interface ConversionSums {
  /** The whole local days that count. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly meters: ReadonlyMap<number, MeterSum>;
}
const TAKEN: ReadonlySet<Flow> = new Set(['import', 'consumption', 'charge']);

/** Registers that tell each energy once: tariffs, else the total. */
function registersOf(deps: Deps, meter: number): RegisterRow[] {
  const all = tellingEnergy(deps.directory.registersOf(meter)).filter((one) => !isWhole(one.name) && wayOf(one) !== null);
  return [...new Set(all.map((one) => one.flow))].flatMap((flow) => {
    const own = all.filter((one) => one.flow === flow);
    const tariffs = own.filter((one) => wayOf(one) === 'tariff');
    return tariffs.length > 0 ? tariffs : own.slice(0, 1);
  });
}

/** What the meters of each conversion counted on the whole local days on which it was theirs. */
async function sumsOf(deps: Deps, rows: readonly ConversionRow[], days: Days): Promise<MeasuredConversions['sums']> {
  const meters = new Map([...new Set(rows.flatMap((row) => [...row.inputs, ...row.outputs]))].map((meter) => [meter, registersOf(deps, meter)]));
  const registers = Int32Array.from([...meters.values()].flat(), (one) => one.id);
  const rollups = registers.length === 0 ? [] : await deps.store.ask({ kind: 'rollups', registers, step: 'P1D', ...days });
  const byRegister = new Map<number, (typeof rollups)[number][]>();
  for (const one of rollups) byRegister.set(one.register, [...(byRegister.get(one.register) ?? []), one]);
  return (row) => {
    const mine = daysWithin(row, days);
    const first = firstQuarterOf(mine.from);
    const until = Math.min(firstQuarterOf(mine.to), Math.floor(deps.now() / QUARTER_MS));
    const expected = Math.max(until - first, 0);
    const of = (register: RegisterRow): RegisterSum => {
      const here = (byRegister.get(register.id) ?? []).filter(({ day }) => day >= mine.from && day < mine.to);
      const sum = (what: 'present' | 'amountMicro'): number => here.reduce((all, one) => all + one[what], 0);
      return { register, taken: TAKEN.has(register.flow), amountMicro: sum('amountMicro'), present: sum('present') };
    };
    const sums = [...row.inputs, ...row.outputs].map((meter): [number, MeterSum] => {
      const own = (meters.get(meter) ?? []).map(of);
      // A tariff that is missing is missing.
      const present = own.length === 0 ? 0 : Math.min(expected, ...own.map((one) => one.present));
      return [meter, { registers: own, gives: own.some((one) => !one.taken), present, expected }];
    });
    return { from: epochMs(first * QUARTER_MS), to: epochMs(Math.max(until, first) * QUARTER_MS), meters: new Map(sums) };
  };
}

/** The registers that say what a meter counts on one side: what comes out of an installation stands on a meter as generation, or on
 *  a meter in its pipe as what passed. */
export const registersTold = ({ registers, gives }: MeterSum, way: Way): readonly RegisterSum[] => registers.filter((one) => one.taken === (way === 'input' || !gives));

export type Way = 'input' | 'output';

/** Local days that lie wholly within its validity: of a day on which it began or ended nothing counts on either side. */
function daysWithin({ from, to }: Pick<ConversionRow, 'from' | 'to'>, days: Days): Days {
  const first = Math.max(days.from, dayFrom(from));
  const end = to === null ? days.to : Math.min(days.to, localDayOf(Math.floor(to / QUARTER_MS)));
  return { from: first, to: Math.max(end, first) };
}

/** The first local day that begins at or after an instant. */
function dayFrom(at: EpochMs): number {
  const day = localDayOf(Math.floor(at / QUARTER_MS));
  return firstQuarterOf(day) * QUARTER_MS === at ? day : day + 1;
}

const unknown = <T extends { amount: number | null }>(side: T): T => ({ ...side, amount: null });

/** A conversion as it is told. */
export function viewOf(deps: Deps, row: ConversionRow, { meters: sums }: ConversionSums): ConversionView {
  const side = (meters: readonly number[], way: Way): ConversionView['inputs'] =>
    meters.flatMap((id) => {
      const meter = deps.directory.meters.get(id);
      if (meter === undefined) return [];
      const sum = sums.get(id) ?? NOT_SUMMED;
      const coverage = sum.present / Math.max(sum.expected, 1);
      const amount = coverage === 0 ? null : fromMicro(registersTold(sum, way).reduce((all, one) => all + one.amountMicro, 0));
      const kwh = amount === null ? null : energyKwh(meter.carrier, amount);
      return [{ meter: id, serial: meter.serial, carrier: meter.carrier, amount, unit: unitOf(meter.carrier), kwh, coverage: published(coverage) }];
    });
  const [inputs, outputs] = [side(row.inputs, 'input'), side(row.outputs, 'output')];
  // Half of a side against all of the other says nothing.
  const whole = [...inputs, ...outputs].every((one) => one.coverage >= WHOLE_MIN);
  const figures = conversionFigures(row.kind, whole ? inputs : inputs.map(unknown), whole ? outputs : outputs.map(unknown));
  const orNull = (value: number | null): number | null => (value === null ? null : published(value));
  const { id, company, kind, name, from, to } = row;
  return {
    id,
    company,
    companyName: deps.directory.companies.get(company)?.name ?? '',
    kind,
    name,
    validFrom: toIso(from),
    validTo: to === null ? null : toIso(to),
    inputs,
    outputs,
    inputKwh: orNull(figures.inputKwh),
    outputKwh: orNull(figures.outputKwh),
    ambientKwh: orNull(figures.ambientKwh),
    lossKwh: orNull(figures.lossKwh),
    efficiency: orNull(figures.efficiency),
    impossible: figures.impossible,
  };
}

/** In = out of every conversion: what is lost, and what came from outside, are nodes as well. */
function flowsOf(items: readonly ConversionView[]): ConversionList['flows'] {
  return items.flatMap((item) => {
    const node = `conversion:${item.id}`;
    if (item.lossKwh === null || item.inputKwh === null) return [];
    return [
      ...item.inputs.map((side) => ({ from: `in:${side.carrier}`, to: node, amount: side.kwh ?? 0 })),
      { from: 'ambient', to: node, amount: item.ambientKwh ?? 0 },
      ...item.outputs.map((side) => ({ from: node, to: `out:${side.carrier}`, amount: side.kwh ?? 0 })),
      { from: node, to: 'loss', amount: item.lossKwh },
    ].filter((flow) => Math.abs(flow.amount) > 1e-6);
  });
}

function troubleSaid(kind: ConversionRow['kind'], { side, strange, takes }: ConversionTrouble): SaidInBoth {
  if (strange === null) return { en: `${side}: a ${kind} needs at least one meter here`, nl: `${side}: een ${kind} heeft hier ten minste één meter nodig` };
  return { en: `${side}: a ${kind} has no ${strange} there, only ${takes.join(', ')}`, nl: `${side}: een ${kind} heeft daar geen ${strange}, alleen ${takes.join(', ')}` };
}

/** @throws ApiError when a meter is not the company's, does not fit the kind, or is of another conversion in that time */
export function checkedConversion(deps: Deps, principal: Principal, body: NewConversion): Omit<ConversionRow, 'id'> {
  const { company, kind, name } = body;
  const rows = deps.conversions.ofCompany(company);
  if (rows.length >= CONVERSIONS_MAX)
    throw new ApiError('conflict', { en: `A company has at most ${CONVERSIONS_MAX} conversions.`, nl: `Een bedrijf heeft hoogstens ${CONVERSIONS_MAX} omzettingen.` });
  const [inputs, outputs] = [[...new Set(body.inputs)], [...new Set(body.outputs)]];
  const carriers = (ids: readonly number[], side: string): ConversionView['inputs'][number]['carrier'][] =>
    ids.map((id) => {
      const meter = deps.directory.meters.get(id);
      if (meter === undefined || deps.directory.companyOfMeter(meter)?.id !== company)
        throw new ApiError('invalid-request', { en: `${side}: this company has no meter ${id}`, nl: `${side}: dit bedrijf heeft geen meter ${id}` });
      return meter.carrier;
    });
  const trouble = conversionTrouble(kind, { inputs: carriers(inputs, 'inputs'), outputs: carriers(outputs, 'outputs') });
  if (trouble !== null) throw new ApiError('invalid-request', troubleSaid(kind, trouble));
  const both = inputs.find((id) => outputs.includes(id));
  if (both !== undefined)
    throw new ApiError('invalid-request', { en: `outputs: meter ${both} cannot be on both sides`, nl: `outputs: meter ${both} kan niet aan beide kanten staan` });
  const row = { company, kind, name, inputs, outputs, ...validity(body) };
  const taken = rows.find((one) => overlap(one, row) && (one.inputs.some((id) => inputs.includes(id)) || one.outputs.some((id) => outputs.includes(id))));
  // One energy in two conversions would be counted twice.
  if (taken !== undefined) {
    const resource = companyResource(deps, company);
    // Who may declare one for a company need not know what it has.
    const which = resource !== null && decide(principal, 'see', resource) === 'allow' ? `${taken.id} (${taken.name})` : null;
    throw new ApiError('conflict', {
      en: `A meter of this is in ${which === null ? 'another conversion' : `conversion ${which}`} in that time already.`,
      nl: `Een meter hiervan zit in die tijd al in ${which === null ? 'een andere omzetting' : `omzetting ${which}`}.`,
    });
  }
  return row;
}
