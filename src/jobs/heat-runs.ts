// Runs of the heat matching: brings the hours of a park's ports together, has the worker match them, and keeps what came out.
import { Recent } from '../domain/recent.ts';
import { FLAGS } from '../domain/balance.ts';
import type { Matched } from '../domain/heat/matching.ts';
import { type HeatCode, type HeatParameters, valuesOf } from '../domain/heat/parameters.ts';
import { YEAR_HOURS, heatPerUnit } from '../domain/heat/port.ts';
import { declaredHours } from '../domain/heat/profiles.ts';
import { type Moved, type TrialPort, underOther, withValue } from '../domain/heat/trial.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { QuarterColumns } from '../storage/series.ts';
import { type HeatPairKey, type HeatPortRow, type HeatRegistry, pairKey } from '../storage/heat.ts';
import type { Compute } from './compute.ts';
import type { GatherJob } from './gathering.ts';
import type { Network, PinchOfSlice } from './heat-network-sums.ts';

const HOUR_MS = 3_600_000;
const QUARTERS_PER_HOUR = 4;
/** Hours that are asked of the store at once. */
const STRETCH_HOURS = 730;
/** While history comes in, hours are read again after this; else after the longer one. */
export const GROWING_KEPT_MS = 120_000;
export const STEADY_KEPT_MS = 2 * HOUR_MS;
/** More hours than this share since the reading before: history is coming in. */
const GROWING_SHARE = 0.01;
/** Registers of one question to the store. */
const REGISTERS_AT_ONCE = 60;
/** A choice of links that somebody waits for; the night has more time. */
export const TIME_LIMIT_S = 5;
/** Trials of one set of ports that are kept; the first goes. */
export const TRIALS_MAX = 16;
/** Results that are kept; the one not asked for longest goes. */
const RESULTS_MAX = 64;

export interface HeatRunsPorts {
  readonly heat: Pick<HeatRegistry, 'version' | 'portsOf' | 'routes'>;
  readonly parameters: HeatParameters;
  readonly compute: Pick<Compute, 'heatHours' | 'heatMatches' | 'heatSensitivity' | 'heatNetwork' | 'heatPinch'>;
  readonly quarters: (query: { registers: Int32Array; from: number; to: number }) => Promise<QuarterColumns>;
  /** The registers of a port's meter, as one connection; none when there is no meter or it counts nothing. */
  readonly registersOf: (port: HeatPortRow, period: { from: EpochMs; to: EpochMs }) => GatherJob['connections'][number]['registers'];
  /** Between two ports of a park of which one has no place. */
  readonly assumedM: (park: string) => number;
  readonly now: () => EpochMs;
}

export interface ParkHours {
  /** Hours since 1970; the year ends with the hour that is over last. */
  readonly firstHour: number;
  readonly hours: number;
  readonly byPort: ReadonlyMap<number, KnownHours>;
  readonly version: number;
  readonly readAt: EpochMs;
  /** There were fewer hours when they were read before. */
  readonly growing: boolean;
}
export interface KnownHours {
  readonly kw: Float64Array;
  readonly knownHours: number;
  /** Of its registers; empty for what was declared. */
  readonly quartersByFlag: readonly number[];
}

export interface ParkMatches extends Matched {
  readonly hours: ParkHours;
  readonly asOf: EpochMs;
}

interface Kept {
  readonly hours: ParkHours;
  readonly ports: readonly TrialPort[];
  readonly matched: Promise<Matched>;
  network: Promise<Network> | null;
  pinches: Promise<readonly PinchOfSlice[]> | null;
  /** By pair that somebody looked at. */
  readonly moved: Map<string, Promise<readonly Moved[]>>;
  /** By assumption and value that somebody tried. */
  readonly trials: Recent<string, Promise<Matched>>;
}

export class HeatRuns {
  readonly #ports: HeatRunsPorts;
  readonly #hours = new Map<string, Promise<ParkHours>>();
  /** Hours that were known at the last reading, by park. */
  readonly #known = new Map<string, number>();
  readonly #results = new Recent<string, Kept>(RESULTS_MAX);

  constructor(ports: HeatRunsPorts) {
    this.#ports = ports;
  }

  /** Matches between ports of companies that the reader may know of.
   *  @param mayEnter judges the company of a port; null: the park's own */
  async matches(park: string, mayEnter: (company: number | null) => boolean): Promise<ParkMatches> {
    const { hours, matched } = await this.#kept(park, mayEnter);
    return { ...(await matched), hours, asOf: endOf(hours) };
  }

  /** The links that pay together, among those matches. */
  async network(park: string, mayEnter: (company: number | null) => boolean, timeLimitS = TIME_LIMIT_S): Promise<Network & { matches: ParkMatches }> {
    const kept = await this.#kept(park, mayEnter);
    const matched = await kept.matched;
    const { parameters, compute } = this.#ports;
    kept.network ??= compute.heatNetwork({ pairs: matched.pairs, ports: kept.ports, routes: this.#ports.heat.routes(), firstHour: kept.hours.firstHour, parameters, timeLimitS });
    kept.network.catch(() => (kept.network = null));
    return { ...(await kept.network), matches: { ...matched, hours: kept.hours, asOf: endOf(kept.hours) } };
  }

  /** What those ports could exchange at most, by slice of the year. */
  async pinches(park: string, mayEnter: (company: number | null) => boolean): Promise<{ slices: readonly PinchOfSlice[]; leastK: number; hours: ParkHours }> {
    const kept = await this.#kept(park, mayEnter);
    const leastK = 2 * valuesOf(this.#ports.parameters).exchangerDropK;
    kept.pinches ??= this.#ports.compute.heatPinch({ ports: kept.ports, firstHour: kept.hours.firstHour, leastK });
    kept.pinches.catch(() => (kept.pinches = null));
    return { slices: await kept.pinches, leastK, hours: kept.hours };
  }

  /** What each assumption moves of a pair, most first; empty where one of the two is not there. */
  async sensitivity(park: string, mayEnter: (company: number | null) => boolean, pair: HeatPairKey): Promise<readonly Moved[]> {
    const { ports, moved } = await this.#kept(park, mayEnter);
    const [source, sink] = [ports.find((port) => port.id === pair.source), ports.find((port) => port.id === pair.sink)];
    if (source === undefined || sink === undefined) return [];
    const { heat, compute, parameters, assumedM } = this.#ports;
    const key = pairKey(pair);
    const made = moved.get(key) ?? compute.heatSensitivity({ source, sink, routes: heat.routes(), parameters, assumedM: assumedM(park) });
    moved.set(key, made);
    made.catch(() => moved.delete(key));
    return made;
  }

  /** The matches as they would be with one assumption that is another, worked out once for as long as nothing changed. */
  async trial(park: string, mayEnter: (company: number | null) => boolean, tried: { code: HeatCode; value: number }): Promise<Matched> {
    const kept = await this.#kept(park, mayEnter);
    const key = `${tried.code} ${tried.value}`;
    const made = kept.trials.put(key, kept.trials.get(key) ?? this.#tried(park, kept, tried));
    made.catch(() => kept.trials.delete(key, made));
    return made;
  }

  #tried(park: string, kept: Kept, { code, value }: { code: HeatCode; value: number }): Promise<Matched> {
    const { heat, compute, assumedM } = this.#ports;
    const parameters = withValue(this.#ports.parameters, code, value);
    const [before, after] = [valuesOf(this.#ports.parameters), valuesOf(parameters)];
    const ports = kept.ports.map((port) => underOther(port, before, after));
    return compute.heatMatches({ ports, routes: heat.routes(), parameters, assumedM: assumedM(park) });
  }

  /** What a meter of delivered heat counted in the last year, while the contract held: what it counted before is nobody's delivery. */
  async meteredKwh(port: HeatPortRow, { meter, from, to }: { meter: number; from: EpochMs; to: EpochMs | null }): Promise<{ kwh: number; from: EpochMs; to: EpochMs }> {
    const end = Math.floor(this.#ports.now() / HOUR_MS);
    const span = { firstHour: end - YEAR_HOURS, hours: YEAR_HOURS };
    const [one] = (await this.#measured([{ ...port, meter, derivation: 'direct', factor: null, from, to }], span)).values();
    const kwh = one?.kw.reduce((sum, kw) => sum + (Number.isNaN(kw) ? 0 : kw), 0) ?? 0;
    const begun = epochMs(Math.min(Math.max(from, span.firstHour * HOUR_MS), end * HOUR_MS));
    return { kwh, from: begun, to: epochMs(Math.max(begun, Math.min(to ?? Infinity, end * HOUR_MS))) };
  }

  async #kept(park: string, mayEnter: (company: number | null) => boolean): Promise<Kept> {
    const hours = await this.hoursOf(park);
    const rows = this.#ports.heat.portsOf(park).filter((row) => mayEnter(row.company));
    const key = `${park} ${rows.map((row) => row.id).join(' ')}`;
    const known = this.#results.get(key);
    const kept = this.#results.put(key, known?.hours === hours ? known : this.#made(park, hours, rows));
    kept.matched.catch(() => this.#results.delete(key, kept));
    return kept;
  }

  #made(park: string, hours: ParkHours, rows: readonly HeatPortRow[]): Kept {
    const { heat, compute, parameters, assumedM } = this.#ports;
    const ports = rows.flatMap((row) => portOf(row, hours));
    const matched = compute.heatMatches({ ports, routes: heat.routes(), parameters, assumedM: assumedM(park) });
    return { hours, ports, matched, network: null, pinches: null, moved: new Map(), trials: new Recent(TRIALS_MAX) };
  }

  /** The last year of the ports of a park, hour by hour. */
  async hoursOf(park: string): Promise<ParkHours> {
    const kept = await this.#hours.get(park)?.catch(() => null);
    if (kept !== null && kept !== undefined && this.#fresh(kept)) return kept;
    const reading = this.#hours.get(park);
    // Whoever waited for the old one meanwhile has begun a new one.
    if (reading !== undefined) {
      const newer = await reading.catch(() => null);
      if (newer !== null && this.#fresh(newer)) return newer;
    }
    const made = this.#read(park);
    this.#hours.set(park, made);
    return made.catch((error: unknown) => {
      // A store that fills up may be too busy to answer: what was read a while ago is better than nothing, and is read again next time.
      if (kept?.version !== this.#ports.heat.version) {
        this.#hours.delete(park);
        throw error;
      }
      this.#hours.set(park, Promise.resolve(kept));
      return kept;
    });
  }

  /** Reads the hours of a park again, whatever is kept. */
  forget(park: string): void {
    this.#hours.delete(park);
  }

  #fresh({ version, readAt, growing }: ParkHours): boolean {
    if (version !== this.#ports.heat.version) return false;
    return this.#ports.now() - readAt < (growing ? GROWING_KEPT_MS : STEADY_KEPT_MS);
  }

  #growing(park: string, byPort: ReadonlyMap<number, KnownHours>): boolean {
    const hours = [...byPort.values()].reduce((sum, one) => sum + one.knownHours, 0);
    const before = this.#known.get(park) ?? 0;
    this.#known.set(park, hours);
    return hours - before > GROWING_SHARE * hours;
  }

  async #read(park: string): Promise<ParkHours> {
    const { heat, now } = this.#ports;
    const version = heat.version;
    const readAt = now();
    const end = Math.floor(readAt / HOUR_MS);
    const span = { firstHour: end - YEAR_HOURS, hours: YEAR_HOURS };
    const rows = heat.portsOf(park);
    const byPort = new Map<number, KnownHours>();
    for (const row of rows) {
      if (row.meter !== null) continue;
      const kw = declaredHours(row.profile, row.powerKw ?? 0, span);
      outsideValidity(kw, row, span);
      byPort.set(row.id, { kw, knownHours: known(kw), quartersByFlag: [] });
    }
    const metered = rows.filter((row) => row.meter !== null);
    for (let first = 0; first < metered.length; first += REGISTERS_AT_ONCE)
      for (const [id, one] of await this.#measured(metered.slice(first, first + REGISTERS_AT_ONCE), span)) byPort.set(id, one);
    return { ...span, byPort, version, readAt, growing: this.#growing(park, byPort) };
  }

  async #measured(rows: readonly HeatPortRow[], { firstHour, hours }: { firstHour: number; hours: number }): Promise<Map<number, KnownHours>> {
    const values = valuesOf(this.#ports.parameters);
    const period = { from: epochMs(firstHour * HOUR_MS), to: epochMs((firstHour + hours) * HOUR_MS) };
    const connections = rows.map((row) => ({ id: row.id, company: row.company ?? 0, behind: null, passesOn: false, registers: this.#ports.registersOf(row, period) }));
    const factors = rows.map((row) => row.factor ?? heatPerUnit(row.derivation, values, row.supplyC - row.returnC).value);
    const registers = Int32Array.from(connections.flatMap((one) => one.registers.map(({ register }) => register)));
    const year = new Map(rows.map((row) => [row.id, { kw: new Float64Array(hours).fill(Number.NaN), quartersByFlag: FLAGS.map(() => 0) }]));
    for (let at = 0; at < hours; at += STRETCH_HOURS) {
      const length = Math.min(STRETCH_HOURS, hours - at);
      const from = (firstHour + at) * QUARTERS_PER_HOUR;
      const columns = await this.#ports.quarters({ registers, from, to: from + length * QUARTERS_PER_HOUR });
      const stretch = await this.#ports.compute.heatHours({ firstQuarter: from, quarters: length * QUARTERS_PER_HOUR, connections, columns, before: [], factors });
      for (const one of stretch) {
        const whole = year.get(one.id);
        whole?.kw.set(one.kw, at);
        one.quartersByFlag.forEach((count, flag) => whole !== undefined && (whole.quartersByFlag[flag] = (whole.quartersByFlag[flag] ?? 0) + count));
      }
    }
    for (const row of rows) outsideValidity(year.get(row.id)?.kw ?? new Float64Array(), row, { firstHour, hours });
    return new Map([...year].map(([id, one]) => [id, { ...one, knownHours: known(one.kw) }]));
  }
}

const endOf = ({ firstHour, hours }: ParkHours): EpochMs => epochMs((firstHour + hours) * HOUR_MS);

const known = (kw: Float64Array): number => kw.reduce((count, one) => count + (Number.isNaN(one) ? 0 : 1), 0);

/** A port that is there for a part of the year is not known in the rest. */
function outsideValidity(kw: Float64Array, row: HeatPortRow, { firstHour, hours }: { firstHour: number; hours: number }): void {
  const from = Math.min(hours, Math.max(0, Math.ceil(row.from / HOUR_MS) - firstHour));
  kw.fill(Number.NaN, 0, from);
  if (row.to !== null) kw.fill(Number.NaN, Math.min(hours, Math.max(0, Math.floor(row.to / HOUR_MS) - firstHour)));
}

function portOf(row: HeatPortRow, { byPort }: ParkHours): TrialPort[] {
  const one = byPort.get(row.id);
  if (one === undefined) return [];
  const { id, role, medium, supplyC, returnC, minReturnC, provenance, place, residual } = row;
  const owner = row.company === null ? `port ${id}` : `company ${row.company}`;
  // Hours that somebody declared, or whose factor somebody knows, rest on no assumption.
  const derivation = row.meter === null || row.factor !== null ? null : row.derivation;
  const derived = { derivation, rangeK: supplyC - returnC };
  return [{ id, role, medium, supplyC, returnC, minReturnC, provenance, place, residual, owner, kw: one.kw, derived }];
}
