// What flows at one firm at one instant: a pure function of seed, plan and time, from weather and shifts.
// Inside a firm energy is conserved: import - export = use - generation + charge - discharge.
import { localHour, secondOfDay, tariffAt } from './calendar.ts';
import { type Equipment, BIOGAS_KWH_PER_M3, CHP_ELECTRIC_SHARE, CHP_HEAT_SHARE, HEAT_PUMP_FACTOR } from './equipment.ts';
import { batteryFlow, makeCharging, pvPower, windPower } from './installations.ts';
import { makeNoise, seedFor } from './noise.ts';
import { isGridCooperative, type PlanCompany, type PlanMeter, type RegionPlan } from './plan.ts';
import { registersOf } from './registers.ts';
import { makeActivity } from './shifts.ts';
import { weatherStation, type Weather } from './weather.ts';

/** Everything that is metered somewhere, as rates at one instant. */
export interface Rates {
  readonly useKw: number;
  readonly importKw: number;
  readonly exportKw: number;
  readonly sunKw: number;
  readonly windKw: number;
  readonly chpKw: number;
  readonly chargeKw: number;
  readonly dischargeKw: number;
  readonly gasM3h: number;
  readonly heatKw: number;
  readonly heatSourceKw: number;
  readonly heatSinkKw: number;
  readonly waterM3h: number;
  readonly waterReusedM3h: number;
  readonly biogasM3h: number;
  /** Of gasM3h what the engine burns. */
  readonly engineGasM3h: number;
  /** What the engine gives besides power, used or not. */
  readonly engineHeatKw: number;
}

/** Rates of one firm at any instant. */
export type Flow = (atMs: number) => Rates;

const GAS_KWH_PER_M3 = 8.792;
const BOILER_EFFICIENCY = 0.9;
/** Pilot lights and taps: keeps a summer day's gas above the resolution of a meter. */
const GAS_ALWAYS_M3H = 0.15;
const GRID_LOSS_SHARE = 0.01;

const flowsOfPlans = new WeakMap<RegionPlan, ReadonlyMap<string, Flow>>();

/** Flow of each firm of a plan by its key; made once per plan. */
export function flowsOf(plan: RegionPlan): ReadonlyMap<string, Flow> {
  const known = flowsOfPlans.get(plan);
  if (known !== undefined) return known;
  const flows = new Map<string, Flow>();
  for (const company of plan.companies) if (!isGridCooperative(company)) flows.set(company.key, firmFlow(plan.seed, company));
  for (const company of plan.companies) if (isGridCooperative(company)) flows.set(company.key, gridFlow({ company, plan, flows }));
  flowsOfPlans.set(plan, flows);
  return flows;
}

/** Flow of one firm.
 *  @throws RangeError when the plan has no such firm */
export function flowOf(plan: RegionPlan, company: PlanCompany): Flow {
  const flow = flowsOf(plan).get(company.key);
  if (flow === undefined) throw new RangeError(`no company ${company.key} in this plan`);
  return flow;
}

/** Rate of each counter of one meter at an instant, by register name: kW (heat too), m3/h for gas and water. */
export function powerAt({ plan, company, meter, at }: { plan: RegionPlan; company: PlanCompany; meter: PlanMeter; at: number }): Readonly<Record<string, number>> {
  const rates = flowOf(plan, company)(at);
  const normal = tariffAt(at);
  return Object.fromEntries(
    registersOf({ company, meter }).map(({ register, rate, tariff: only }) => [register, rate === null || (only !== 0 && only !== normal) ? 0 : rates[rate]]),
  );
}

/** The main meter of a closed distribution system: the firms behind it, and 1 % losses in its cables. */
function gridFlow({ company, plan, flows }: { company: PlanCompany; plan: RegionPlan; flows: ReadonlyMap<string, Flow> }): Flow {
  const own = new Set(company.connections.map((connection) => connection.key));
  const members = plan.companies
    .filter((member) => member.connections.some((connection) => connection.behind !== null && own.has(connection.behind)))
    .flatMap((member) => flows.get(member.key) ?? []);
  return (atMs) => {
    let netKw = 0;
    for (const member of members) {
      const { importKw, exportKw } = member(atMs);
      netKw += importKw - exportKw;
    }
    const lossKw = Math.abs(netKw) * GRID_LOSS_SHARE;
    return { ...NOTHING, useKw: lossKw, importKw: Math.max(0, netKw + lossKw), exportKw: Math.max(0, -netKw - lossKw) };
  };
}

const NOTHING: Rates = {
  useKw: 0,
  importKw: 0,
  exportKw: 0,
  sunKw: 0,
  windKw: 0,
  chpKw: 0,
  chargeKw: 0,
  dischargeKw: 0,
  gasM3h: 0,
  heatKw: 0,
  heatSourceKw: 0,
  heatSinkKw: 0,
  waterM3h: 0,
  waterReusedM3h: 0,
  biogasM3h: 0,
  engineGasM3h: 0,
  engineHeatKw: 0,
};

/** Firms within a few kilometres share a station, and with it its memory. */
const nearby = (degrees: number): number => Math.round(degrees * 25) / 25;

function firmFlow(seed: number, company: PlanCompany): Flow {
  const { equipment } = company;
  const noise = (name: string): ((position: number) => number) => makeNoise(seedFor(seed, `${company.key} ${name}`));
  const station = weatherStation({ seed, lat: nearby(company.lat), lon: nearby(company.lon) });
  const activity = makeActivity(equipment.shift, equipment.shiftedS);
  const charging = makeCharging({ seed: seedFor(seed, `${company.key} chargers`), chargers: equipment.chargers, chargerKw: equipment.chargerKw });
  const hourly = noise('hours');
  const tenMinutes = noise('ten minutes');
  const minutes = noise('minutes');
  const seconds = noise('seconds');
  const flicker = noise('flicker');
  return (atMs) => {
    const local = localHour(atMs);
    const secondS = secondOfDay(atMs, local);
    const weather = station(atMs);
    const level = activity(secondS, local);
    const pace = 1 + 0.1 * hourly(atMs / 5_400_000) + 0.08 * tenMinutes(atMs / 600_000);
    const heat = heatFlow({ equipment, weather, level, pace, biogasM3h: equipment.biogasM3h * (0.85 + 0.15 * hourly(atMs / 40_000_000)) });
    const battery = batteryFlow({ batteryKw: equipment.batteryKw, secondS, day: local.day });
    const sunKw = pvPower({ pvKwp: equipment.pvKwp, weather, flicker: flicker(atMs / 40_000) });
    const windKw = windPower({ windKw: equipment.windKw, windMs: weather.windMs * (1 + 0.06 * flicker(atMs / 25_000)) });
    const coolingKw = equipment.coolingKwPerK * Math.max(0, weather.temperatureC - equipment.coolingFromC) * (0.45 + 0.55 * level);
    const ripple = 1 + 0.06 * minutes(atMs / 60_000) + 0.03 * seconds(atMs / 7000);
    const useKw = equipment.baseKw * (1 + 0.05 * minutes(atMs / 90_000)) + (equipment.processKw * level * pace + coolingKw) * ripple + heat.electricKw + charging(atMs, local);
    const netKw = useKw - sunKw - windKw - heat.chpKw + battery.chargeKw - battery.dischargeKw;
    return {
      useKw,
      sunKw,
      windKw,
      ...battery,
      importKw: netKw > 0 ? netKw : 0,
      exportKw: netKw < 0 ? -netKw : 0,
      chpKw: heat.chpKw,
      gasM3h: heat.gasM3h,
      heatKw: heat.networkKw,
      biogasM3h: heat.biogasM3h,
      engineGasM3h: heat.engineGasM3h,
      engineHeatKw: heat.engineHeatKw,
      heatSourceKw: heat.processKw * equipment.residualShare,
      heatSinkKw: equipment.heatSink ? heat.processKw + equipment.steadyHeatKw : 0,
      waterReusedM3h: equipment.waterReusedM3h * (0.6 + 0.4 * level * pace),
      waterM3h: equipment.waterBaseM3h + equipment.waterProcessM3h * level * pace,
    };
  };
}

interface HeatFlow {
  readonly processKw: number;
  readonly electricKw: number;
  readonly networkKw: number;
  readonly gasM3h: number;
  readonly biogasM3h: number;
  readonly chpKw: number;
  readonly engineGasM3h: number;
  readonly engineHeatKw: number;
}

/** Heat demand and what covers it: first the engine's own heat, then boiler, network or heat pump. */
function heatFlow({ equipment, weather, level, pace, biogasM3h }: { equipment: Equipment; weather: Weather; level: number; pace: number; biogasM3h: number }): HeatFlow {
  const processKw = equipment.processHeatKw * (0.04 + 0.96 * level * pace);
  const roomKw = equipment.roomHeatKwPerK * Math.max(0, 16 - weather.temperatureC) * (0.55 + 0.45 * level);
  const demandKw = processKw + roomKw + equipment.steadyHeatKw;
  const engineHeatKw = (equipment.chpKw / CHP_ELECTRIC_SHARE) * CHP_HEAT_SHARE;
  const engineLoad =
    engineHeatKw === 0 ? 0 : equipment.biogasM3h > 0 ? (biogasM3h * BIOGAS_KWH_PER_M3 * CHP_ELECTRIC_SHARE) / equipment.chpKw : Math.min(1, demandKw / engineHeatKw);
  const chpKw = equipment.chpKw * engineLoad;
  const restKw = Math.max(0, demandKw - engineHeatKw * engineLoad);
  const engineGasM3h = equipment.biogasM3h > 0 ? 0 : chpKw / CHP_ELECTRIC_SHARE / GAS_KWH_PER_M3;
  const onGas = equipment.heatBy === 'gas';
  return {
    processKw,
    chpKw,
    biogasM3h,
    engineGasM3h,
    engineHeatKw: engineHeatKw * engineLoad,
    electricKw: equipment.heatBy === 'electricity' ? restKw / HEAT_PUMP_FACTOR : 0,
    networkKw: equipment.heatBy === 'network' ? restKw : 0,
    gasM3h: onGas ? GAS_ALWAYS_M3H + engineGasM3h + restKw / BOILER_EFFICIENCY / GAS_KWH_PER_M3 : 0,
  };
}
