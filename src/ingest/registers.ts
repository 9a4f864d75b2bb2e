// Which register of which meter a decoded reading belongs to. Pure look-ups on a snapshot of the registry.
import { crc32 } from 'node:zlib';
import type { CounterRules } from '../domain/ledger.ts';
import type { Carrier, Reading, ReadingUnit, Refused } from '../domain/reading.ts';
import type { RegisterRow } from '../storage/registry.ts';
import type { RegisterTags } from '../storage/series.ts';

export interface MeterSnapshot {
  readonly id: number;
  readonly carrier: Carrier;
  readonly serial: string;
  /** 1.1 x the physical capacity of the connection in kWh an hour; null when it is not known. */
  readonly maxPerHour: number | null;
}

export interface GatewaySnapshot {
  readonly id: number;
  readonly profile: string | null;
  readonly meters: readonly MeterSnapshot[];
}

export interface RegistrySnapshot {
  readonly gateways: readonly GatewaySnapshot[];
  readonly registers: readonly RegisterRow[];
  /** Park and role of every meter, those without a gateway included. */
  readonly places?: ReadonlyMap<number, Pick<RegisterTags, 'park' | 'role'>>;
}

/** Readings in GJ are stored in kWh: 1 kWh = 0.0036 GJ. */
const KWH_PER_GJ = 1 / 0.0036;
/** When nobody said how large a connection is: above every connection of a business park. */
const MAX_PER_HOUR_UNKNOWN: Readonly<Partial<Record<Carrier, number>>> = { electricity: 100_000, gas: 50_000, water: 10_000 };
const MAX_PER_HOUR_OTHER = 200_000;
/** Counters lag behind their time stamp: telegrams repeat a value for up to ten seconds. */
const DISPLAY_LAG_H = 10 / 3600;
const RESOLUTION = 0.01;

export const storedUnit = (unit: ReadingUnit): ReadingUnit => (unit === 'GJ' ? 'kWh' : unit);
export const storedValue = (reading: Reading): number => (reading.unit === 'GJ' ? reading.value * KWH_PER_GJ : reading.value);
/** A number for a serial: 0 when the message does not say. */
export const deviceNumber = (serial: string): number => (serial === '' ? 0 : crc32(serial) || 1);

export class Registers {
  readonly #gateways = new Map<number, GatewaySnapshot>();
  readonly #byMeter = new Map<number, Map<string, RegisterRow>>();
  readonly #byId = new Map<number, RegisterRow>();
  readonly #meters = new Map<number, MeterSnapshot>();
  /** Registers that quarters are made of. */
  readonly #derived = new Set<number>();
  #places: NonNullable<RegistrySnapshot['places']> = new Map();

  replace(snapshot: RegistrySnapshot): void {
    this.#gateways.clear();
    this.#meters.clear();
    for (const gateway of snapshot.gateways) {
      this.#gateways.set(gateway.id, gateway);
      for (const meter of gateway.meters) this.#meters.set(meter.id, meter);
    }
    this.#places = snapshot.places ?? this.#places;
    this.add(snapshot.registers);
  }

  add(registers: readonly RegisterRow[]): void {
    for (const register of registers) {
      const named = this.#byMeter.get(register.meter) ?? new Map<string, RegisterRow>();
      this.#byMeter.set(register.meter, named.set(register.name, register));
      this.#byId.set(register.id, register);
    }
    const counted = new Set([...this.#byId.values()].filter((one) => one.kind === 'counter').map((one) => one.meter));
    this.#derived.clear();
    // Power is integrated only where a meter tells nothing else.
    for (const { id, meter, kind, unit } of this.#byId.values()) if (kind === 'counter' || (unit === 'kW' && !counted.has(meter))) this.#derived.add(id);
  }

  /** Is this register a counter, or power of a meter without counters? */
  makesQuarters(id: number): boolean {
    return this.#derived.has(id);
  }

  gateway(id: number): GatewaySnapshot | undefined {
    return this.#gateways.get(id);
  }

  find(meter: number, name: string): RegisterRow | undefined {
    return this.#byMeter.get(meter)?.get(name);
  }

  byId(id: number): RegisterRow | undefined {
    return this.#byId.get(id);
  }

  all(): RegisterRow[] {
    return [...this.#byId.values()];
  }

  /** What a dashboard may choose a register by; undefined while the registry has not told where its meter stands. */
  tagsOf(id: number): RegisterTags | undefined {
    const register = this.#byId.get(id);
    const place = register === undefined ? undefined : this.#places.get(register.meter);
    return register === undefined || place === undefined ? undefined : { ...place, carrier: register.carrier, flow: register.flow, unit: register.unit };
  }

  /** The meter a reading belongs to: the only one of its carrier, or the one whose serial it names. */
  meterFor(gateway: GatewaySnapshot, reading: Reading): MeterSnapshot | Refused {
    const [first] = gateway.meters;
    // Most gateways carry one meter, and this is asked for every reading.
    if (first !== undefined && gateway.meters.length === 1 && first.carrier === reading.carrier) return first;
    let only: MeterSnapshot | null = null;
    let sameCarrier = 0;
    for (const meter of gateway.meters) {
      if (meter.carrier !== reading.carrier) continue;
      sameCarrier += 1;
      only = meter;
    }
    if (only !== null && sameCarrier === 1) return only;
    const candidates = gateway.meters.filter((meter) => meter.carrier === reading.carrier);
    const named = candidates.find((meter) => meter.serial === reading.device);
    if (named !== undefined) return named;
    const detail =
      candidates.length === 0
        ? `the gateway has no ${reading.carrier} meter; add one and its messages count from then on`
        : `the gateway has ${candidates.length} ${reading.carrier} meters and the message names ${reading.device === '' ? 'none' : `'${reading.device}'`}; give the meter that serial`;
    return { reason: 'no-meter', detail };
  }

  /** What the counter of a register can have done between two readings. */
  rulesFor(register: RegisterRow, modulus: number | null): CounterRules {
    const known = this.#meters.get(register.meter)?.maxPerHour;
    const maxPerHour = known ?? MAX_PER_HOUR_UNKNOWN[register.carrier] ?? MAX_PER_HOUR_OTHER;
    return { maxPerHour, slack: RESOLUTION + maxPerHour * DISPLAY_LAG_H, modulus, integrates: register.kind === 'gauge' };
  }
}
