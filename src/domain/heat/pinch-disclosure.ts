// Whether the pinch of a place says too much of one company, for whoever may not see the companies. Pure.
import { type Contribution, type Reason, judgeMeasure } from '../disclosure.ts';
import type { Slice, Stream } from './pinch.ts';

/** Mean power of a port in a slice of the year, and what of it lies above and below the pinch. */
export interface PortInSlice {
  readonly port: number;
  readonly kind: Stream['kind'];
  readonly kw: number;
  readonly aboveKw: number;
  readonly belowKw: number;
}
interface JudgedSlice {
  readonly slice: Slice;
  readonly hours: number;
  readonly byPort: readonly PortInSlice[];
}

/** Slices that lie within the year: what is left of it beside them can be reckoned. */
const BESIDE: readonly (readonly Slice[])[] = [['winter'], ['summer'], ['winter', 'summer'], ['day'], ['night']];

/** Why it is kept back as a whole; null: it is not. What is let off, what is asked for, the heat that must be added and the cooling are
 *  each judged by those who make it up, in every slice: of the four each follows from the others, and so does a part of the year from
 *  the year and the other parts.
 *  @param entityOf whose a port is; null: nobody's, such as homes of the park
 *  @see docs/residual-heat.md#heat-disclosure */
export function secretPinch(slices: readonly JudgedSlice[], entityOf: (port: number) => string | null): Reason | null {
  const of = (ports: readonly PortInSlice[], amount: (port: PortInSlice) => number): Contribution[] =>
    ports.flatMap((port) => {
      const entity = entityOf(port.port);
      return entity === null ? [] : [{ entity, amount: amount(port) }];
    });
  const kindIn = (ports: readonly PortInSlice[], kind: Stream['kind']): Contribution[] => of(ports, (port) => (port.kind === kind ? port.kw : 0));
  const figures = [
    ...slices.flatMap(({ byPort }) => [of(byPort, (port) => port.aboveKw), of(byPort, (port) => port.belowKw)]),
    ...[...slices.map(({ byPort }) => byPort), ...restsOf(slices)].flatMap((ports) => [kindIn(ports, 'hot'), kindIn(ports, 'cold')]),
  ];
  for (const figure of figures) {
    const judged = judgeMeasure(figure);
    if (judged.sign === 'x') return judged.reason;
  }
  return null;
}

/** What the year comes to less some of its parts, in kWh of each port. */
function restsOf(slices: readonly JudgedSlice[]): PortInSlice[][] {
  const year = slices.find(({ slice }) => slice === 'year');
  if (year === undefined) return [];
  return BESIDE.map((some) => {
    const parts = slices.filter(({ slice }) => some.includes(slice));
    return year.byPort.map((port) => {
      const beside = parts.reduce((sum, { hours, byPort }) => sum + hours * (byPort.find((one) => one.port === port.port)?.kw ?? 0), 0);
      const kwh = port.kw * year.hours - beside;
      // What is left of a sum of hours is no amount.
      return { ...port, kw: kwh > 1e-6 * port.kw * year.hours ? kwh : 0 };
    });
  });
}
