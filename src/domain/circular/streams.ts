// Material streams as companies state them: what leaves and what is needed, how much a month, and what it must be like. Pure.
import type { EpochMs } from '../units.ts';

export const DIRECTIONS = ['offer', 'need'] as const;
export type StreamDirection = (typeof DIRECTIONS)[number];
export const LEGAL_STATUSES = ['waste', 'by-product', 'end-of-waste'] as const;
export type LegalStatus = (typeof LEGAL_STATUSES)[number];
/** Annexes I and II of the waste framework directive 2008/98/EC. */
export const PROCESSING_CODES = [...Array.from({ length: 15 }, (_, at) => `D${at + 1}`), ...Array.from({ length: 13 }, (_, at) => `R${at + 1}`)];
export const MONTHS = 12;

/** A property: of an offer what it is, of a need between what it must lie; not hard: rather so. */
export interface Requirement {
  readonly value?: number;
  readonly min?: number;
  readonly max?: number;
  readonly hard: boolean;
}
export type Specification = Readonly<Record<string, Requirement>>;

export interface StreamPlace {
  readonly lat: number;
  readonly lon: number;
}

export interface Supplier {
  /** Of what is needed. */
  readonly share: number;
  readonly distanceKm: number | null;
  /** From a used material. */
  readonly secondary: boolean;
}

export interface Stream {
  readonly id: number;
  readonly company: number;
  readonly park: string;
  readonly direction: StreamDirection;
  /** Without star; null: none was given. */
  readonly euralCode: string | null;
  readonly hazardous: boolean;
  readonly materialClass: string;
  /** January to December. */
  readonly tonnesByMonth: readonly number[];
  readonly specification: Specification;
  readonly processingCode: string | null;
  readonly legalStatus: LegalStatus;
  /** Of an offer what getting rid of it costs, of a need what buying it costs; null: not said. */
  readonly costNowEurPerTonne: number | null;
  /** Largest part of a need that used material may be. */
  readonly maxSubstitutionShare: number;
  /** Part of a need that is used material already; null: not known. */
  readonly secondaryShare: number | null;
  readonly suppliers: readonly Supplier[];
  readonly stockDays: number | null;
  /** Where it leaves or arrives; null: nobody said, and its park's middle stands for it. */
  readonly place: StreamPlace | null;
  readonly from: EpochMs;
  readonly to: EpochMs | null;
}

/** @see docs/methods-materials.md#material-streams */
export const yearOf = (tonnesByMonth: readonly number[]): number => tonnesByMonth.reduce((sum, one) => sum + one, 0);

/** @see docs/methods-materials.md#material-streams */
export const tonnesOf = (stream: Pick<Stream, 'tonnesByMonth'>): number => yearOf(stream.tonnesByMonth);

/** Are they there at one time?
 *  @see docs/methods-materials.md#material-matches */
export const overlapInTime = (one: Pick<Stream, 'from' | 'to'>, other: Pick<Stream, 'from' | 'to'>): boolean =>
  (other.to === null || one.from < other.to) && (one.to === null || other.from < one.to);

/** @see docs/methods-materials.md#material-streams */
export const isThere = ({ from, to }: Pick<Stream, 'from' | 'to'>, at: EpochMs): boolean => from <= at && (to === null || at < to);
