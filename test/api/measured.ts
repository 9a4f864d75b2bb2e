// Puts measured quarters behind a meter of a test region, as a metering company's file would.
import { QUARTER_MS } from '../../src/domain/time.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import type { SmallRegion } from './small-region.ts';

/** @param kw mean power of quarters that follow each other from `from` on; import, or export where below 0 */
export async function measure(region: SmallRegion, meter: number, over: { from: string; kw: readonly number[] }): Promise<void> {
  const { directory, store } = region.app.parts;
  const wanted = (['import', 'export'] as const).map((flow) => ({ meter, name: flow, carrier: 'electricity' as const, flow, kind: 'counter' as const, unit: 'kWh' as const }));
  const registers = (await directory.addRegisters(wanted)).map((row) => row.id);
  const first = Date.parse(over.from) / QUARTER_MS;
  const columns = emptyColumns(over.kw.length * 2);
  columns.flags.fill(flagCode('M'));
  columns.sources.fill(1);
  over.kw.forEach((kw, index) => {
    [registers[0], registers[1]].forEach((register, flow) => {
      const row = flow * over.kw.length + index;
      columns.registers[row] = register ?? 0;
      columns.quarters[row] = first + index;
      columns.amounts[row] = Math.max(flow === 0 ? kw : -kw, 0) / 4;
    });
  });
  await store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 });
}
