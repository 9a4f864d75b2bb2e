// Sources and sinks of heat as the matching sees them: place, temperatures and power by the hour. Pure.
import type { HeatValues } from './parameters.ts';

export const MEDIA = ['water', 'steam', 'air', 'flue', 'brine'] as const;
export type Medium = (typeof MEDIA)[number];
export const PROVENANCES = ['measured', 'derived', 'declared'] as const;
export type Provenance = (typeof PROVENANCES)[number];
/** How power follows from what a meter counts; direct: it counts heat. */
export const DERIVATIONS = ['direct', 'boiler', 'refrigeration', 'compressor', 'server-room', 'economiser', 'water'] as const;
export type Derivation = (typeof DERIVATIONS)[number];
export type Residual = 'yes' | 'no' | 'unknown';

/** What is known of a source or sink besides its hours. */
export interface PortFacts {
  readonly id: number;
  readonly role: 'source' | 'sink';
  readonly medium: Medium;
  readonly supplyC: number;
  readonly returnC: number;
  /** A source may not be cooled below this; null: as far as it goes. */
  readonly minReturnC: number | null;
  readonly provenance: Provenance;
  /** WGS 84; null: only the park is known. */
  readonly place: Place | null;
  /** The source is heat that would be lost: what burns gas to be sold avoids nothing. */
  readonly residual: Residual;
}
export interface Place {
  readonly latDeg: number;
  readonly lonDeg: number;
}

/** Power in each hour, kW; NaN where nothing is known. */
export interface HeatPort extends PortFacts {
  readonly kw: Float64Array;
}

/** Corners of a drawn route, both ends with it. */
export const ROUTE_POINTS_MAX = 200;

const EARTH_M = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Straight over the ground, in metres: great circle on a sphere. */
export function straightM(a: Place, b: Place): number {
  const [phi1, phi2] = [radians(a.latDeg), radians(b.latDeg)];
  const half = Math.sin((phi2 - phi1) / 2) ** 2 + Math.cos(phi1) * Math.cos(phi2) * Math.sin(radians(b.lonDeg - a.lonDeg) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** kWh of heat per unit that a meter counts, with its band.
 *  @param rangeK of a water stream: how far it is cooled
 *  @see docs/residual-heat.md#heat-ports */
export function heatPerUnit(derivation: Derivation, values: HeatValues, rangeK = 0): { value: number; low: number; high: number } {
  const { gasLhvKwhPerM3: lhv, boilerEfficiency, refrigerationEer, compressorShare, serverShare, economiserShare } = values;
  switch (derivation) {
    case 'direct':
      return { value: 1, low: 1, high: 1 };
    case 'boiler':
      return { value: lhv * boilerEfficiency, low: lhv * 0.8, high: lhv };
    case 'refrigeration':
      return { value: refrigerationEer + 1, low: 3, high: 5.5 };
    case 'compressor':
      return { value: compressorShare, low: 0.5, high: 0.94 };
    case 'server-room':
      return { value: serverShare, low: 0.9, high: 1 };
    case 'economiser':
      return { value: lhv * economiserShare, low: lhv * 0.04, high: lhv * 0.14 };
    case 'water':
      return { value: WATER_KWH_PER_M3K * rangeK, low: WATER_KWH_PER_M3K * rangeK * 0.9, high: WATER_KWH_PER_M3K * rangeK * 1.05 };
  }
}

/** Heat of a cubic metre of cold water, per kelvin. */
export const WATER_KWH_PER_M3K = 1.163;

/** Hours of a year in which the figures of a port stand for a year. */
export const YEAR_HOURS = 8760;
/** Fewer hours than three months: a look, without euros. */
export const SCREENING_HOURS = 2190;
/** A year, but for a few days that nobody measured. */
export const FULL_YEAR_HOURS = 8400;
export type Basis = 'measured-year' | 'extrapolated' | 'screening';

/** What hours that were measured at both sides allow to be said.
 *  @see docs/residual-heat.md#heat-simultaneity */
export function basisOf(knownHours: number): Basis {
  if (knownHours < SCREENING_HOURS) return 'screening';
  return knownHours < FULL_YEAR_HOURS ? 'extrapolated' : 'measured-year';
}
