// Which heat ports the meters of a company give away, before anybody described one. Pure.
import type { Derivation, Medium } from './port.ts';

export interface CountingMeter {
  readonly id: number;
  readonly carrier: string;
  readonly role: string;
}
export interface GivenAway {
  readonly meter: number;
  readonly role: 'source' | 'sink';
  readonly medium: Medium;
  readonly derivation: Derivation;
}

/** Heat meters of a source or a sink; and gas as the heat a boiler makes of it, unless a meter counts that heat.
 *  @param meters of one company
 *  @see docs/residual-heat.md#heat-ports */
export function portsGivenAway(meters: readonly CountingMeter[]): GivenAway[] {
  const counted = meters.some((meter) => meter.carrier === 'heat' && meter.role === 'heat-sink');
  return meters.flatMap((meter): GivenAway[] => {
    if (meter.carrier === 'heat' && (meter.role === 'heat-source' || meter.role === 'heat-sink'))
      return [{ meter: meter.id, role: meter.role === 'heat-source' ? 'source' : 'sink', medium: 'water', derivation: 'direct' }];
    if (meter.carrier === 'gas' && meter.role === 'main' && !counted) return [{ meter: meter.id, role: 'sink', medium: 'water', derivation: 'boiler' }];
    return [];
  });
}
