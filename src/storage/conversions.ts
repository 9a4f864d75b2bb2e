// The port of conversions: installations that somebody declared, with the meters on either side.
import type { ConversionKind } from '../domain/conversions.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Stamp } from './capacity.ts';

export interface ConversionRow {
  readonly id: number;
  readonly company: number;
  readonly kind: ConversionKind;
  readonly name: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly from: EpochMs;
  readonly to: EpochMs | null;
}

/** Small enough to hold in memory: reads answer at once, writes go to the database first. */
export interface Conversions {
  /** Those that were not taken back. */
  ofCompany(company: number): readonly ConversionRow[];
  byId(id: number): ConversionRow | null;
  add(row: Omit<ConversionRow, 'id'>, stamp: Stamp): Promise<ConversionRow>;
  remove(id: number, stamp: Stamp): Promise<void>;
}
