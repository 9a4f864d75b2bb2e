// The readings of one counter in order, as columns: two hours of a region are tens of millions of them, and as objects
// they would fill the memory and keep the collector busy.
import type { CounterReading } from '../domain/ledger.ts';
import { epochMs } from '../domain/units.ts';

const CAPACITY_MIN = 16;

export class SortedReadings {
  #at = new Float64Array(CAPACITY_MIN);
  #values = new Float64Array(CAPACITY_MIN);
  #devices = new Uint32Array(CAPACITY_MIN);
  #length = 0;

  /** @param readings in the order of `compareReadings`; equal ones may stand there twice */
  constructor(readings: readonly CounterReading[] = []) {
    for (const reading of readings) this.#push(reading);
  }

  get length(): number {
    return this.#length;
  }

  get first(): CounterReading | null {
    return this.#length === 0 ? null : this.#reading(0);
  }

  get last(): CounterReading | null {
    return this.#length === 0 ? null : this.#reading(this.#length - 1);
  }

  /** Sorts a reading in.
   *  @returns where it came; null when it is there already */
  add(reading: CounterReading): 'end' | 'inside' | null {
    if (this.#length === 0 || this.#compare(this.#length - 1, reading) < 0) {
      this.#push(reading);
      return 'end';
    }
    const place = this.#placeOf(reading);
    if (this.#compare(place, reading) === 0) return null;
    this.#push(reading);
    for (const column of [this.#at, this.#values, this.#devices]) column.copyWithin(place + 1, place, this.#length - 1);
    this.#put(place, reading);
    return 'inside';
  }

  /** Readings from a place on, as the ledger reads them. */
  from(place: number): CounterReading[] {
    const readings: CounterReading[] = [];
    for (let at = place; at < this.#length; at++) readings.push(this.#reading(at));
    return readings;
  }

  /** Place of the last reading that is not after this one; -1 when all are. */
  lastNotAfter(reading: CounterReading): number {
    let place = this.#placeOf(reading);
    while (place < this.#length && this.#compare(place, reading) === 0) place += 1;
    return place - 1;
  }

  /** Place of a reading; -1 when it is not there. */
  indexOf(reading: CounterReading): number {
    const place = this.#placeOf(reading);
    return place < this.#length && this.#compare(place, reading) === 0 ? place : -1;
  }

  /** Forgets what stands before a place. */
  dropBefore(place: number): void {
    for (const column of [this.#at, this.#values, this.#devices]) column.copyWithin(0, place, this.#length);
    this.#length -= place;
    if (this.#length * 4 < this.#at.length) this.#resize(Math.max(CAPACITY_MIN, this.#length * 2));
  }

  /** Place of the first reading that is not before this one. */
  #placeOf(reading: CounterReading): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(middle, reading) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** `compareReadings` without an object for the one that stands there. */
  #compare(place: number, { at, value, device }: CounterReading): number {
    return (this.#at[place] ?? 0) - at || (this.#values[place] ?? 0) - value || (this.#devices[place] ?? 0) - device;
  }

  #push(reading: CounterReading): void {
    if (this.#length === this.#at.length) this.#resize(this.#length * 2);
    this.#put(this.#length, reading);
    this.#length += 1;
  }

  #put(place: number, { at, value, device }: CounterReading): void {
    this.#at[place] = at;
    this.#values[place] = value;
    this.#devices[place] = device;
  }

  #reading(place: number): CounterReading {
    return { at: epochMs(this.#at[place] ?? 0), value: this.#values[place] ?? 0, device: this.#devices[place] ?? 0 };
  }

  #resize(capacity: number): void {
    const [at, values, devices] = [this.#at, this.#values, this.#devices];
    this.#at = new Float64Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#devices = new Uint32Array(capacity);
    this.#at.set(at.subarray(0, this.#length));
    this.#values.set(values.subarray(0, this.#length));
    this.#devices.set(devices.subarray(0, this.#length));
  }
}
