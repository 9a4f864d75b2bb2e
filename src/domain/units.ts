// Branded numbers: a unit that the compiler checks. The only file where a cast is allowed.

declare const unit: unique symbol;
type Branded<Name extends string> = number & { readonly [unit]: Name };

export type Kwh = Branded<'kWh'>;
export type Kw = Branded<'kW'>;
export type M3 = Branded<'m3'>;
export type Gj = Branded<'GJ'>;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Branded<'epoch-ms'>;
/** Length of time in milliseconds. */
export type DurationMs = Branded<'ms'>;
/** A share between 0 and 1. */
export type Share = Branded<'share'>;

/** @throws RangeError when the number is NaN or infinite: neither is ever a measurement. */
function finite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be a finite number, got ${value}`);
  return value;
}

export const kwh = (value: number): Kwh => finite(value, 'kWh') as Kwh;
export const kw = (value: number): Kw => finite(value, 'kW') as Kw;
export const m3 = (value: number): M3 => finite(value, 'm3') as M3;
export const gj = (value: number): Gj => finite(value, 'GJ') as Gj;
export const epochMs = (value: number): EpochMs => finite(value, 'epoch ms') as EpochMs;
export const durationMs = (value: number): DurationMs => finite(value, 'ms') as DurationMs;

/** @throws RangeError outside 0..1 */
export function share(value: number): Share {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`a share lies between 0 and 1, got ${value}`);
  return value as Share;
}

/** 1 kWh = 3.6 MJ by definition of the hour (SI brochure, 9th edition, table 8). */
export const GJ_PER_KWH = 0.0036;
export const kwhFromGj = (value: Gj): Kwh => kwh(value / GJ_PER_KWH);
