// What looks odd about a heat port: told to who entered it. What cannot be is refused, see medium-limits.ts. Pure.
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
