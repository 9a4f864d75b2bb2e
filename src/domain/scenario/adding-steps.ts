// Steps that only look at the connection where they land: panels, turbines, batteries and trucks. Pure.
import { sumOf } from '../array-sums.ts';
import { type ConnectionQuarters, NO_VALUE } from '../balance.ts';
import type { AddingStep } from './along.ts';
import { type Battery, type Dispatch, dispatchOf } from './battery.ts';
import { type Note, type StepGround, type Stepped, type Targets, electricityTargets, untouched } from './step-ground.ts';
import type { StepOf } from './steps.ts';
import { type Shape, sunShape, windShape } from './sun-and-wind.ts';
import { chargedKwh, nightsOf } from './truck-hub.ts';
import { type Added, type Year, knownFlags, measuredNetKwh, netKwh, tellThroughout } from './year.ts';

/** Of what is added, the part in quarters that were measured. */
function applied(targets: Targets, kwh: Float64Array, quarters: number): number {
  const whole = sumOf(kwh);
  return targets.reduce((all, { connection, part }) => {
    const known = knownFlags(connection, quarters);
    if (tellThroughout(known)) return all + whole * part;
    let total = 0;
    for (let t = 0; t < quarters; t++) if (known[t] !== NO_VALUE) total += kwh[t] ?? 0;
    return all + total * part;
  }, 0);
}

function shapeOf({ kept }: StepGround, key: string, make: () => Shape): Shape {
  return kept.shapes.put(key, kept.shapes.get(key) ?? make());
}

/** Panels, with the shape of those that are measured here, of the weather or of a clear sky.
 *  @see docs/scenarios.md#sun */
export function withPanels(year: Year, step: StepOf<'pv'>, ground: StepGround): Stepped {
  const targets = electricityTargets(year, step.company, ground);
  if (targets.length === 0) return untouched(year);
  const plane = step.tiltDeg === null && step.azimuthDeg === null ? null : { tiltDeg: step.tiltDeg ?? 0, azimuthDeg: step.azimuthDeg ?? 180 };
  const over = { ...ground, ...year, connections: ground.kept.measured };
  const shape = shapeOf(ground, `pv ${plane?.tiltDeg} ${plane?.azimuthDeg}`, () => sunShape(over, plane));
  const most = step.inverterKw === null ? Infinity : step.inverterKw / 4;
  const made = shape.kwh.map((one) => Math.min(one * step.kwp, most));
  const { values } = ground;
  const capexEur = step.kwp * values.pvEurPerKwp;
  const cost = { capexEur, lifeYears: values.pvLifeYears, yearlyEur: capexEur * values.pvMaintenanceShare };
  return generating(year, targets, { flow: 'sun', kwh: made, source: shape.source, cost });
}

/** One profile over connections, each its part. */
function generating(year: Year, targets: Targets, { flow, kwh, source, cost }: Pick<Added, 'flow' | 'kwh'> & Pick<Shape, 'source'> & Pick<Stepped, 'cost'>): Stepped {
  return {
    year,
    adding: addingAt(targets, (_, part) => [{ flow, kwh, part }]),
    cost,
    did: { connections: targets.length, kwh: applied(targets, kwh, year.quarters), notes: [{ note: 'shape', source }] },
  };
}

function addingAt(targets: Targets, add: (connection: ConnectionQuarters, part: number) => readonly Added[]): AddingStep {
  const parts = new Map(targets.map(({ connection, part }) => [connection.id, part]));
  return (connection) => {
    const part = parts.get(connection.id);
    return part === undefined ? [] : add(connection, part);
  };
}

/** A turbine, by the wind.
 *  @see docs/scenarios.md#wind */
export function withTurbine(year: Year, step: StepOf<'wind'>, ground: StepGround): Stepped {
  const targets = electricityTargets(year, step.company, ground);
  if (targets.length === 0) return untouched(year);
  const shape = shapeOf(ground, 'wind', () => windShape({ ...ground, ...year, connections: ground.kept.measured }));
  const made = shape.kwh.map((one) => one * step.kw);
  const { values } = ground;
  const capexEur = step.kw * values.windEurPerKw;
  const cost = { capexEur, lifeYears: values.windLifeYears, yearlyEur: capexEur * values.windMaintenanceShare };
  return generating(year, targets, { flow: 'wind', kwh: made, source: shape.source, cost });
}

/** A battery at each connection, by a rule or as the solver found.
 *  @see docs/scenarios.md#battery-rules */
export function withBattery(year: Year, { step, at }: { step: StepOf<'battery'>; at: number }, ground: StepGround): Stepped {
  const targets = electricityTargets(year, step.company, ground);
  if (targets.length === 0) return untouched(year);
  const { values } = ground;
  let [charged, limitKw] = [0, 0];
  const solved = ground.solved.get(at);
  const { quarters } = year;
  const [net, measured] = [new Float64Array(quarters), new Float64Array(quarters)];
  // One after the other in the same arrays: a hundred batteries of their own would leave the cache of the processor.
  const into: Dispatch = { chargeKwh: new Float64Array(quarters), dischargeKwh: new Float64Array(quarters), storedKwh: new Float64Array(quarters) };
  const adding = addingAt(targets, (connection, part) => {
    const battery: Battery = { kwh: step.kwh * part, kw: step.kw * part, roundTrip: values.batteryRoundTrip };
    const limit = step.limitKw === null ? null : step.limitKw * part;
    const done: Dispatch & { readonly limitKw?: number; readonly chargedKwh?: number } =
      solved?.get(connection.id) ??
      dispatchOf({ net: netKwh(connection, quarters, { net }), sure: () => measuredNetKwh(connection, net, measured) }, battery, { step, limit, cheap: ground.cheap, into });
    limitKw += done.limitKw ?? 0;
    charged += done.chargedKwh ?? sumOf(done.chargeKwh);
    return [
      { flow: 'charge', kwh: done.chargeKwh, part: 1 },
      { flow: 'discharge', kwh: done.dischargeKwh, part: 1 },
    ];
  });
  const capexEur = step.kwh * values.batteryEurPerKwh + step.kw * values.batteryEurPerKw;
  return {
    year,
    adding,
    cost: { capexEur, lifeYears: values.batteryLifeYears, yearlyEur: capexEur * values.batteryMaintenanceShare },
    did: () => ({ connections: targets.length, kwh: charged, limitKw: limitKw > 0 ? limitKw : null, notes: notesOf(step, solved !== undefined) }),
  };
}

function notesOf({ rule, foresight }: StepOf<'battery'>, solved: boolean): Note[] {
  switch (rule) {
    case 'peak-shaving':
      return [{ note: 'upper-bound' }];
    case 'threshold':
      return [{ note: 'lower-bound' }];
    case 'lp':
      return solved ? (foresight === 'year' ? [{ note: 'upper-bound' }] : []) : [{ note: 'not-solved' }];
    case 'self-consumption':
    case 'price':
      return [];
  }
}

/** Trucks that charge at night.
 *  @see docs/scenarios.md#truck-hub */
export function withTrucks(year: Year, step: StepOf<'truck-hub'>, ground: StepGround): Stepped {
  const targets = electricityTargets(year, step.company, ground);
  if (targets.length === 0) return untouched(year);
  const { kept, values } = ground;
  const nights = (kept.nights ??= nightsOf(year.firstQuarter, year.quarters));
  const chargersKw = step.trucks * step.chargerKw;
  let [kwh, shortKwh] = [0, 0];
  const [net, into] = [new Float64Array(year.quarters), new Float64Array(year.quarters)];
  const adding = addingAt(targets, (connection, part) => {
    const charging = { nightKwh: step.trucks * step.truckKwh * part, chargersKw: chargersKw * part, smart: step.smart, into };
    const done = chargedKwh(netKwh(connection, year.quarters, { net, within: nights }), nights, charging);
    kwh += done.totalKwh;
    shortKwh += done.shortKwh;
    return [{ flow: 'use', kwh: done.kwh, part: 1 }];
  });
  const capexEur = chargersKw * values.chargerEurPerKw;
  return {
    year,
    adding,
    cost: { capexEur, lifeYears: values.chargerLifeYears, yearlyEur: capexEur * values.chargerMaintenanceShare },
    did: () => ({ connections: targets.length, kwh, notes: shortKwh > 1 ? [{ note: 'short', kwh: shortKwh }] : [] }),
  };
}
