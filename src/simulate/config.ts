// The simulator process's two files: its configuration (read only) and its state (written whole, never in place).
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Fault } from './faults.ts';
import type { PlanPark } from './plan.ts';
import type { SimulationState } from './session.ts';

export interface GatewayLogin {
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly topic: string;
}

export interface SimulatorConfig {
  readonly seed: number;
  readonly mqttUrl: string;
  readonly parks: readonly PlanPark[];
  /** By gateway key of the plan; a gateway without a login stays silent. */
  readonly gateways: Readonly<Record<string, GatewayLogin>>;
  readonly statePath: string;
  /** Counters begin here on the first start; a quarter boundary. */
  readonly startAtMs: number;
  readonly faults: readonly Fault[];
  /** Where the true quarters are appended, one JSON object a line; null keeps none. */
  readonly truthPath: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads and checks a configuration file.
 *  @throws Error naming the field that is wrong */
export function readConfig(path: string): SimulatorConfig {
  const file = fields(JSON.parse(readFileSync(path, 'utf8')), 'configuration');
  const startAtMs = numberOf(file, 'startAtMs');
  if (startAtMs % 900_000 !== 0) throw new Error('startAtMs must be a quarter boundary');
  return {
    seed: numberOf(file, 'seed'),
    mqttUrl: textOf(file, 'mqttUrl'),
    statePath: textOf(file, 'statePath'),
    startAtMs,
    parks: listOf(file['parks'], 'parks').map(parkOf),
    gateways: Object.fromEntries(Object.entries(fields(file['gateways'], 'gateways')).map(([key, value]) => [key, loginOf(fields(value, key))])),
    faults: listOf(file['faults'] ?? [], 'faults').map(faultOf),
    truthPath: file['truthPath'] === undefined ? null : textOf(file, 'truthPath'),
  };
}

function parkOf(value: unknown): PlanPark {
  const park = fields(value, 'park');
  const topology = textOf(park, 'topology');
  const size = textOf(park, 'size');
  if (topology !== 'public-grid' && topology !== 'closed-distribution') throw new Error(`unknown topology ${topology}`);
  if (size !== 'large' && size !== 'small') throw new Error(`unknown size ${size}`);
  return { id: textOf(park, 'id'), lat: numberOf(park, 'lat'), lon: numberOf(park, 'lon'), areaHa: numberOf(park, 'areaHa'), topology, size };
}

function loginOf(login: Fields): GatewayLogin {
  return { username: textOf(login, 'username'), password: textOf(login, 'password'), clientId: textOf(login, 'clientId'), topic: textOf(login, 'topic') };
}

function faultOf(value: unknown): Fault {
  const fault = fields(value, 'fault');
  const span = { gateway: textOf(fault, 'gateway'), fromMs: numberOf(fault, 'fromMs'), toMs: numberOf(fault, 'toMs') };
  const kind = textOf(fault, 'kind');
  switch (kind) {
    case 'gap':
    case 'duplicate':
    case 'late-burst':
    case 'garbage':
    case 'unit-slip':
      return { kind, ...span };
    case 'clock-skew':
      return { kind, ...span, skewS: numberOf(fault, 'skewS') };
    case 'frozen':
    case 'reversed':
    case 'reset':
    case 'swap':
      return fault['meter'] === undefined ? { kind, ...span } : { kind, ...span, meter: textOf(fault, 'meter') };
    default:
      throw new Error(`unknown fault ${kind}`);
  }
}

/** State of an earlier run; null when there is none.
 *  @throws Error when the file is not a state of this seed: counters must not start again unseen */
export function readState({ path, seed }: { path: string; seed: number }): SimulationState | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new Error(`cannot read the simulator's state ${path}`, { cause });
  }
  const state: unknown = JSON.parse(text);
  if (!isState(state) || state.seed !== seed) throw new Error(`${path} is not a simulator state of seed ${seed}`);
  return state;
}

/** Our own file: its version vouches for the rest. */
function isState(value: unknown): value is SimulationState {
  return isFields(value) && value['version'] === 1 && isFields(value['companies']) && isFields(value['held']);
}

/** Writes a state beside the old one and then takes its place. */
export function writeState(path: string, state: SimulationState): void {
  writeFileSync(`${path}.tmp`, JSON.stringify(state), { flush: true });
  renameSync(`${path}.tmp`, path);
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function fields(value: unknown, name: string): Fields {
  if (!isFields(value)) throw new Error(`${name} must be an object`);
  return value;
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${name} must be a list`);
  return value;
}

function textOf(from: Fields, name: string): string {
  const value = from[name];
  if (typeof value !== 'string' || value === '') throw new Error(`${name} must be a text`);
  return value;
}

function numberOf(from: Fields, name: string): number {
  const value = from[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${name} must be a number`);
  return value;
}
