// Which connections enter a figure, for whom, by which registers and up to when. The one place where consent meets data.
import { type Principal, decide, mayEnter } from '../domain/access.ts';
import type { BalanceFlow, RegisterWay } from '../domain/balance.ts';
import type { Carrier, Flow } from '../domain/reading.ts';
import { RECOGNISABLE } from '../domain/disclosure.ts';
import type { Member } from '../domain/told-quarters.ts';
import { toldUntil } from '../domain/told-until.ts';
import { QUARTER_MS, quarterStart } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { QuarterNumber } from '../storage/series.ts';
import type { Directory } from '../storage/directory.ts';
import type { CompanyRow, ConnectionRow, GenerationKind, MeterRow, RegisterRow } from '../storage/registry.ts';
import { memberOf, protectedEntityOf, seesMembers } from './members.ts';

export interface ScopedRegister {
  readonly register: number;
  readonly flow: BalanceFlow;
  readonly meter: number;
  readonly way: RegisterWay;
  /** It holds the figure of the whole connection (docs/methods.md#registers-of-imported-figures). */
  readonly whole?: true;
  /** Quarters [from, to) in which its meter hangs there, where that is not the whole period. */
  readonly fromQuarter?: QuarterNumber;
  readonly toQuarter?: QuarterNumber;
}
/** Registers that files and people fill, not meters. */
export const wholeName = (flow: Flow): string => `given-${flow}`;
export const isWhole = (name: string): boolean => name.startsWith('given-');
export interface ScopedConnection {
  readonly id: number;
  readonly company: number;
  readonly behind: number | null;
  readonly passesOn: boolean;
  /** Quarters [from, to) in which it is there, where that is not the whole period. */
  readonly fromQuarter?: QuarterNumber;
  readonly toQuarter?: QuarterNumber;
  readonly registers: readonly ScopedRegister[];
}
export interface Scope {
  readonly connections: readonly ScopedConnection[];
  /** Connections of this carrier in the area that the reader may not see: they lower the coverage. */
  readonly withheld: number;
  /** Whose the connections are, where the reader may not see them one by one: only such quarters enter a sum as may be told. */
  readonly members?: readonly Member[];
  /** No park of the region may be told by itself: then it is all of them together that are judged. */
  readonly asOne?: true;
  /** End of what the reader is told, where that is not the running quarter: no sum holds a later quarter. */
  readonly toldUntil?: EpochMs;
}

/** The connections that are there in a quarter, with the meters that are. */
export const thereIn = (connections: readonly ScopedConnection[], quarter: QuarterNumber): ScopedConnection[] =>
  connections.filter((one) => isThereIn(one, quarter)).map((one) => ({ ...one, registers: one.registers.filter((register) => isThereIn(register, quarter)) }));

interface Stretch {
  readonly fromQuarter?: QuarterNumber;
  readonly toQuarter?: QuarterNumber;
}
const isThereIn = ({ fromQuarter, toQuarter }: Stretch, quarter: QuarterNumber): boolean =>
  (fromQuarter === undefined || quarter >= fromQuarter) && (toQuarter === undefined || quarter < toQuarter);

/** The registers of all its connections: whose quarters are asked for. */
export const registersIn = (scope: Scope): Int32Array => Int32Array.from(scope.connections.flatMap((connection) => connection.registers.map((one) => one.register)));

export type Area = { readonly kind: 'park'; readonly park: string } | { readonly kind: 'company'; readonly company: number } | { readonly kind: 'region' };

/** What a register adds to the balance; null when it is detail behind another meter. */
export function flowInBalance(meter: Pick<MeterRow, 'role' | 'generationKind'>, flow: Flow): BalanceFlow | null {
  switch (meter.role) {
    case 'main':
      return flow === 'generation' ? 'other-generation' : flow === 'consumption' ? 'import' : flow;
    case 'sub':
      return null;
    case 'generation':
    case 'heat-source':
      // What a PV meter takes at night is standby of the inverter, already in the main meter.
      return flow === 'generation' || flow === 'export' ? generationFlow(meter.generationKind) : null;
    case 'storage':
      return flow === 'charge' || flow === 'import' ? 'charge' : flow === 'discharge' || flow === 'export' ? 'discharge' : null;
    case 'heat-sink':
      return flow === 'import' || flow === 'consumption' ? 'import' : null;
  }
}

/** A meter as it counts in the balance: biogas is made where it is used, so nothing need be measured where it comes in. Where nothing but
 *  sub-meters hang on its connection, they are no detail behind another meter: what they counted is what came in.
 *  @see docs/methods.md#balance */
export function countingAs(directory: Directory, meter: MeterRow): Pick<MeterRow, 'role' | 'generationKind'> {
  const isAlone = meter.carrier === 'biogas' && meter.role === 'sub' && directory.metersOf(meter.connection).every(({ role }) => role === 'sub');
  return isAlone ? { role: 'main', generationKind: null } : meter;
}

/** Counters, and power of a meter that told it before it had a counter: nothing else has quarters. */
export function tellingEnergy(registers: readonly RegisterRow[]): RegisterRow[] {
  const firstCounter = Math.min(...registers.filter((one) => one.kind === 'counter').map((one) => one.id));
  // Ids count up in the order in which registers are first seen.
  return registers.filter((one) => one.kind === 'counter' || one.id < firstCounter);
}

/** How a register tells energy; null when it does not. */
export function wayOf(register: Pick<RegisterRow, 'name' | 'kind' | 'unit'>): RegisterWay | null {
  if (register.kind === 'gauge') return register.unit === 'kW' ? 'power' : null;
  return /-t\d$/.test(register.name) ? 'tariff' : 'total';
}

const generationFlow = (kind: GenerationKind | null): BalanceFlow => (kind === null || kind === 'other' ? 'other-generation' : kind);

export function companiesIn(directory: Directory, area: Area): readonly CompanyRow[] {
  switch (area.kind) {
    case 'park':
      return directory.companiesOf(area.park);
    case 'company': {
      const company = directory.companies.get(area.company);
      return company === undefined ? [] : [company];
    }
    case 'region':
      return [...directory.companies.values()];
  }
}

/** Companies whose readings this reader may see in a figure about the area. To who gets them one by one only those enter that it may
 *  see: of an account that has the role of the region as well, one that shares with the region alone would be the sum less the others. */
export function visibleCompanies(directory: Directory, principal: Principal, over: { area: Area; now: EpochMs }): CompanyRow[] {
  const isOneByOne = over.area.kind !== 'company' && seesMembers(principal, over.area);
  return companiesIn(directory, over.area).filter(({ id, park }) => {
    const company = { company: id, park, sharing: directory.sharingOf(id, over.now) };
    return mayEnter(principal, company) && (!isOneByOne || decide(principal, 'see', { kind: 'company', ...company }) === 'allow');
  });
}

/** End of what a reader is told of an area as of a moment: the running quarter, or of companies that it may not see one by one a whole
 *  hour that has settled. Where all of them allowed to be recognised nobody is to be protected.
 *  @see docs/methods.md#disclosure */
export function endTold(deps: Known, principal: Principal, { area, at }: { area: Area; at: EpochMs }): EpochMs {
  if (seesMembers(principal, area)) return quarterStart(at);
  const companies = visibleCompanies(deps.directory, principal, { area, now: deps.now() });
  return areProtected(
    deps,
    companies.map(({ id }) => id),
  )
    ? toldUntil(at)
    : quarterStart(at);
}

interface Known {
  readonly directory: Directory;
  readonly now: () => EpochMs;
}
const areProtected = (known: Known, companies: readonly number[]): boolean => companies.some((id) => protectedEntityOf(known, id) !== RECOGNISABLE);

interface Valid {
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs | null;
}

interface Period {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const validIn = (row: Valid, { from, to }: Period): boolean => row.validFrom < to && (row.validTo === null || row.validTo > from);
/** Does it hang there at this instant? */
export const validAt = (row: Valid, at: EpochMs): boolean => row.validFrom <= at && (row.validTo === null || row.validTo > at);

/** The connections of one carrier in an area that this reader may add up, in [from, to). */
export function scopeOf(directory: Directory, principal: Principal, over: { area: Area; carrier: Carrier; from: EpochMs; to: EpochMs; now: EpochMs }): Scope {
  const visible = new Set(visibleCompanies(directory, principal, over).map((company) => company.id));
  const there = companiesIn(directory, over.area)
    .flatMap((company) => directory.connectionsOf(company.id))
    .filter((one) => one.carrier === over.carrier);
  const all = there.filter((one) => validIn(one, over) && !isLetOff(directory, one, over));
  const seen = all.filter((one) => visible.has(one.company));
  const hidden = all.length - seen.length;
  // Whenever they lie there: of two periods one of which ends before that, the difference would be what the main meter does not pass on.
  const rootsWithHidden = new Set(there.filter((one) => !visible.has(one.company) && one.behind !== null).map((one) => one.behind));
  // Main meter minus the connections that may be seen would give away the others: such a main is left out.
  const usable = over.area.kind === 'company' ? seen : seen.filter((one) => !rootsWithHidden.has(one.id));
  const ids = new Set(usable.map((one) => one.id));
  const roots = new Set(usable.flatMap((one) => (one.behind !== null && ids.has(one.behind) ? [one.behind] : [])));
  const known = { directory, now: () => over.now };
  const isOpen = seesMembers(principal, over.area);
  return {
    connections: usable.map((one) => scoped(directory, one, { ids, roots, ...over })),
    withheld: hidden + seen.length - usable.length,
    ...(!isOpen && { members: [...new Set(usable.map((one) => one.company))].map((company) => memberOf(known, principal, company)) }),
    ...(!isOpen && areProtected(known, [...visible]) && { toldUntil: toldUntil(over.now) }),
  };
}

/** Does nothing hang there but meters of heat that is let off, and perhaps sub-meters such as that of an engine whose heat it is? That is
 *  not taken from anybody, so no balance has it, and none misses it. One that never spoke may still turn out to tell what was made.
 *  @see docs/methods.md#balance */
function isLetOff(directory: Directory, connection: ConnectionRow, period: Period): boolean {
  const meters = directory.metersOf(connection.id).filter((meter) => validIn(meter, period));
  return (
    meters.some(({ role }) => role === 'heat-source') &&
    meters.every((meter) => {
      const told = meter.role === 'heat-source' || meter.role === 'sub' ? tellingEnergy(directory.registersOf(meter.id)) : [];
      return told.length > 0 && told.every(({ flow }) => flowInBalance(meter, flow) === null);
    })
  );
}

/** While it is there. The quarter in which meters change belongs to the one that is there at its end. */
function timeOf(row: Valid, { from, to }: Period): Pick<ScopedRegister, 'fromQuarter' | 'toQuarter'> {
  const ends = row.validTo ?? Infinity;
  return { ...(row.validFrom > from && { fromQuarter: Math.floor(row.validFrom / QUARTER_MS) }), ...(ends < to && { toQuarter: Math.floor(ends / QUARTER_MS) }) };
}

const whileBoth = (one: Valid, other: Valid): Valid => ({
  validFrom: one.validFrom > other.validFrom ? one.validFrom : other.validFrom,
  validTo: one.validTo === null || (other.validTo !== null && other.validTo < one.validTo) ? other.validTo : one.validTo,
});

/** A connection with the registers that count, alone or among others.
 *  @param with_ ids of the connections beside it, and those of them that others lie behind */
export function scoped(directory: Directory, connection: ConnectionRow, with_: Period & { ids: ReadonlySet<number>; roots: ReadonlySet<number> }): ScopedConnection {
  const registers = countingOf(directory, connection).flatMap(({ register, time, meter }) => {
    if (!validIn(meter, with_)) return [];
    return isWithin(time, with_) ? [register] : [{ ...register, ...timeOf(time, with_) }];
  });
  const behind = connection.behind !== null && with_.ids.has(connection.behind) ? connection.behind : null;
  return { id: connection.id, company: connection.company, behind, passesOn: with_.roots.has(connection.id), ...timeOf(connection, with_), registers };
}

const isWithin = (row: Valid, { from, to }: Period): boolean => row.validFrom <= from && (row.validTo === null || row.validTo >= to);

/** A register that counts in the balance of its connection, whatever the period. */
interface Counting {
  readonly register: ScopedRegister;
  readonly meter: Valid;
  /** When it counts. */
  readonly time: Valid;
}
/** Of the connections of a directory, until it changes: a figure of the region asks for each of them. */
const countingIn = new WeakMap<Directory, { readonly version: number; readonly of: Map<number, readonly Counting[]> }>();

function countingOf(directory: Directory, connection: ConnectionRow): readonly Counting[] {
  const known = countingIn.get(directory);
  const kept = known?.version === directory.version ? known : { version: directory.version, of: new Map<number, readonly Counting[]>() };
  countingIn.set(directory, kept);
  const found = kept.of.get(connection.id) ?? registersCounting(directory, connection);
  kept.of.set(connection.id, found);
  return found;
}

function registersCounting(directory: Directory, connection: ConnectionRow): Counting[] {
  return directory.metersOf(connection.id).flatMap((meter) => {
    const as = countingAs(directory, meter);
    return tellingEnergy(directory.registersOf(meter.id)).flatMap((register): Counting[] => {
      const flow = flowInBalance(as, register.flow);
      const way = wayOf(register);
      if (flow === null || way === null) return [];
      const whole = isWhole(register.name);
      // A figure of the whole connection is not bound to the meter that it was put with, but it is to the connection.
      return [{ register: { register: register.id, flow, meter: meter.id, way, ...(whole && { whole }) }, meter, time: whole ? connection : whileBoth(connection, meter) }];
    });
  });
}
