// A park's year for the benchmark of figures: offices by day, mills round the clock, sun that feeds in. Pure.
import { type ConnectionQuarters, FLAGS } from '../src/domain/balance.ts';

export const COMPANIES = 100;
export const YEAR = 35_040;
/** 1 January 2025, local midnight: a year that is over. */
export const FIRST = Date.parse('2024-12-31T23:00:00Z') / 900_000;

/** Net power of one company in a quarter, kW; below 0 where it feeds in. */
export function kwAt(company: number, quarter: number): number {
  const hour = (quarter % 96) / 4;
  const wave = Math.sin(company * 1.7 + quarter * 0.37) + Math.sin(company * 3.1 + quarter * 0.011);
  const day = hour > 7 + (company % 4) && hour < 16 + (company % 6) ? 1 : 0.25;
  const sun = company % 3 === 0 ? Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI)) * 120 : 0;
  return (50 + (company % 17) * 20) * day + wave * 12 - sun;
}

/** Connections with a counter each way, in whole millionths of a kWh. */
export function connectionsOf(companies: number, quarters: number): ConnectionQuarters[] {
  return Array.from({ length: companies }, (_, id) => {
    const net = Float64Array.from({ length: quarters }, (__, t) => Math.round(kwAt(id, t) * 250_000));
    const flags = new Uint8Array(quarters).fill(FLAGS.indexOf('M'));
    return {
      id,
      company: id,
      behind: null,
      passesOn: false,
      registers: [
        { flow: 'import', meter: id, way: 'total', amounts: net.map((one) => Math.max(one, 0)), flags },
        { flow: 'export', meter: id, way: 'total', amounts: net.map((one) => Math.max(0 - one, 0)), flags },
      ],
    };
  });
}
