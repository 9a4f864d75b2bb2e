// What a medium of heat cannot be: refused wherever a port is entered. Pure, and by itself: the form in the browser asks it too.
import type { Medium } from './port.ts';

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
