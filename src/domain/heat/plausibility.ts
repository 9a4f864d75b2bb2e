// What cannot be of a heat port, and what looks odd about one: the former is refused, the latter told to who entered it. Pure.
import { type HeatParameters, valuesOf } from './parameters.ts';
import type { Derivation, Medium, Place } from './port.ts';

export interface DoubtfulPort {
  readonly role: 'source' | 'sink';
  readonly medium: Medium;
  readonly supplyC: number;
  readonly returnC: number;
  readonly derivation: Derivation;
  readonly meter: number | null;
  readonly powerKw: number | null;
  readonly place: Place | null;
  readonly residual: 'yes' | 'no' | 'unknown';
}

/** More than a paper mill: mostly a unit too many. */
const POWER_KW_ODD = 50_000;
const STEAM_C = 100;

/** What each medium can be, °C.
 *  @see docs/residual-heat.md#heat-port-limits (with sources) */
export const MEDIUM_LIMITS_C: Readonly<Record<Medium, { readonly low: number; readonly high: number }>> = {
  water: { low: 0, high: 201 },
  brine: { low: -50, high: 120 },
  steam: { low: 0, high: 374 },
  air: { low: -40, high: 400 },
  flue: { low: 0, high: 700 },
};

/** °C; null: not said. */
type Temperatures = Readonly<Record<'supplyC' | 'returnC' | 'minReturnC', number | null>>;
export interface ImpossibleC {
  readonly field: keyof Temperatures;
  readonly c: number;
  readonly low: number;
  readonly high: number;
}

/** The first temperature that its medium cannot have; null: all of them can be.
 *  @see docs/residual-heat.md#heat-port-limits */
export function impossibleC({ medium, ...port }: Temperatures & { readonly medium: Medium }): ImpossibleC | null {
  const { low, high } = MEDIUM_LIMITS_C[medium];
  for (const field of ['supplyC', 'returnC', 'minReturnC'] as const) {
    const c = port[field];
    if (c !== null && (c < low || c > high)) return { field, c, low, high };
  }
  return null;
}

/** Codes of what looks odd.
 *  @see docs/residual-heat.md#heat-ports */
export function doubtsOf(port: DoubtfulPort, parameters: HeatParameters): string[] {
  const values = valuesOf(parameters);
  const doubts: readonly [string, boolean][] = [
    ['place-unknown', port.place === null],
    ['residual-unknown', port.role === 'source' && port.residual === 'unknown'],
    ['not-residual', port.role === 'source' && port.residual === 'no'],
    ['too-hot-for-water', port.role === 'sink' && port.supplyC > values.gridMaxC],
    ['water-above-boiling', port.medium === 'water' && port.supplyC > values.gridMaxC],
    ['steam-too-cold', port.medium === 'steam' && port.supplyC < STEAM_C],
    ['small-range', port.supplyC - port.returnC < values.exchangerDropK],
    ['large-range', port.medium === 'water' && port.supplyC - port.returnC > 60],
    ['large-power', (port.powerKw ?? 0) > POWER_KW_ODD],
    ['derived', port.meter !== null && port.derivation !== 'direct'],
    ['declared', port.meter === null],
  ];
  return doubts.flatMap(([code, odd]) => (odd ? [code] : []));
}
