// Puts measured quarters behind a meter of a test region, as a metering company's file would.
import type { Carrier, Flow } from '../../src/domain/reading.ts';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import type { SmallRegion } from './small-region.ts';

interface Measured {
  readonly from: string;
  /** Mean power of quarters that follow each other from `from` on; of the second flow where below 0. */
  readonly kw: readonly number[];
  readonly carrier?: Carrier;
  readonly flows?: readonly Flow[];
}

export async function measure(region: SmallRegion, meter: number, { from, kw, carrier = 'electricity', flows = ['import', 'export'] }: Measured): Promise<void> {
  const { directory, store } = region.app.parts;
  const wanted = flows.map((flow) => ({ meter, name: flow, carrier, flow, kind: 'counter' as const, unit: 'kWh' as const }));
  const registers = (await directory.addRegisters(wanted)).map((row) => row.id);
  const first = Date.parse(from) / QUARTER_MS;
  const columns = emptyColumns(kw.length * registers.length);
  columns.flags.fill(flagCode('M'));
  columns.sources.fill(1);
  kw.forEach((power, index) => {
    registers.forEach((register, flow) => {
      const row = flow * kw.length + index;
      columns.registers[row] = register;
      columns.quarters[row] = first + index;
      columns.amounts[row] = Math.max(flow === 0 ? power : -power, 0) / 4;
    });
  });
  await store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 });
}
