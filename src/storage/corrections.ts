// The port of corrections by hand and swaps: what somebody asked for, not what came of it (that is in the series).
import type { EpochMs } from '../domain/units.ts';

export interface CorrectionRow {
  readonly id: number;
  readonly kind: 'amounts' | 'swap';
  readonly meter: number;
  /** null: several registers of the meter, as a swap has. */
  readonly register: number | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** What was asked for, as JSON. */
  readonly detail: string;
  readonly author: string;
  readonly reason: string;
  readonly at: EpochMs;
  readonly undone: { readonly author: string; readonly reason: string; readonly at: EpochMs } | null;
}

export interface Corrections {
  insert(row: Omit<CorrectionRow, 'id' | 'undone'>): Promise<CorrectionRow>;
  byId(id: number): Promise<CorrectionRow | null>;
  /** The latest of some meters, newest first. */
  latest(query: { meters: readonly number[]; limit: number }): Promise<CorrectionRow[]>;
}
