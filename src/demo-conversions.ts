// Conversions of the demo region: the engines that burn the biogas of their own digester.
import type { EpochMs } from './domain/units.ts';
import type { Conversions } from './storage/conversions.ts';

/** A company with a meter before its engine and one behind it. */
export interface Engine {
  readonly company: number;
  readonly biogasMeter: number;
  readonly powerMeter: number;
}

/** Declares each engine, once. */
export async function addDemoConversions(conversions: Conversions, engines: readonly Engine[], over: { since: EpochMs; now: EpochMs }): Promise<void> {
  for (const { company, biogasMeter, powerMeter } of engines) {
    const row = { company, kind: 'chp' as const, name: 'Simulatie WKK', inputs: [biogasMeter], outputs: [powerMeter], from: over.since, to: null };
    await conversions.add(row, { author: 'simulator', at: over.now });
  }
}
