// What stands at one simulated firm, drawn from the ranges of its kind.
import type { Archetype } from './archetypes.ts';
import type { Draws } from './noise.ts';
import type { Shift } from './shifts.ts';

/** Sizes of a firm's installations; 0 means it has none. */
export interface Equipment {
  readonly shift: Shift;
  readonly shiftedS: number;
  readonly baseKw: number;
  readonly processKw: number;
  readonly coolingKwPerK: number;
  readonly coolingFromC: number;
  readonly heatBy: Archetype['heatBy'];
  readonly roomHeatKwPerK: number;
  readonly processHeatKw: number;
  readonly steadyHeatKw: number;
  readonly waterBaseM3h: number;
  readonly waterProcessM3h: number;
  readonly waterReusedM3h: number;
  readonly pvKwp: number;
  readonly windKw: number;
  readonly chpKw: number;
  readonly biogasM3h: number;
  readonly batteryKw: number;
  readonly chargers: number;
  readonly chargerKw: number;
  readonly residualShare: number;
  readonly heatSink: boolean;
}

/** Lower heating value of sewage gas at about 64 % methane (order of magnitude for the simulation only). */
export const BIOGAS_KWH_PER_M3 = 6.4;
export const CHP_ELECTRIC_SHARE = 0.38;
export const CHP_HEAT_SHARE = 0.47;
/** Seasonal performance of the heat pumps of firms without gas. */
export const HEAT_PUMP_FACTOR = 3.2;

export const NO_EQUIPMENT: Equipment = {
  shift: 'continuous',
  shiftedS: 0,
  baseKw: 0,
  processKw: 0,
  coolingKwPerK: 0,
  coolingFromC: 0,
  heatBy: 'none',
  roomHeatKwPerK: 0,
  processHeatKw: 0,
  steadyHeatKw: 0,
  waterBaseM3h: 0,
  waterProcessM3h: 0,
  waterReusedM3h: 0,
  pvKwp: 0,
  windKw: 0,
  chpKw: 0,
  biogasM3h: 0,
  batteryKw: 0,
  chargers: 0,
  chargerKw: 0,
  residualShare: 0,
  heatSink: false,
};

/** Draws the sizes of one firm. */
export function drawEquipment(kind: Archetype, draws: Draws): Equipment {
  const size = (range: readonly [number, number] | undefined): number => (range === undefined ? 0 : round(draws.between(range)));
  const biogasM3h = size(kind.biogasM3h);
  const hasPv = draws.chance(kind.pvChance ?? 0);
  return {
    shift: kind.shift,
    shiftedS: Math.round(draws.between([-1500, 1500])),
    baseKw: size(kind.baseKw),
    processKw: size(kind.processKw),
    coolingKwPerK: size(kind.coolingKwPerK),
    coolingFromC: kind.coolingFromC ?? 0,
    heatBy: kind.heatBy,
    roomHeatKwPerK: size(kind.roomHeatKwPerK),
    processHeatKw: size(kind.processHeatKw),
    steadyHeatKw: size(kind.steadyHeatKw),
    waterBaseM3h: size(kind.waterBaseM3h),
    waterProcessM3h: size(kind.waterProcessM3h),
    waterReusedM3h: size(kind.waterReusedM3h),
    pvKwp: hasPv ? size(kind.pvKwp) : 0,
    windKw: size(kind.windKw),
    chpKw: biogasM3h > 0 ? round(biogasM3h * 1.1 * BIOGAS_KWH_PER_M3 * CHP_ELECTRIC_SHARE) : size(kind.chpKw),
    biogasM3h,
    batteryKw: size(kind.batteryKw),
    chargers: kind.chargers === undefined ? 0 : draws.whole(kind.chargers),
    chargerKw: kind.chargerKw ?? 0,
    residualShare: kind.residualShare ?? 0,
    heatSink: kind.heatSink ?? false,
  };
}

/** The most a firm is expected to draw and to feed in, for choosing its connection. */
export function peaksOf(equipment: Equipment): { importKw: number; exportKw: number } {
  const electricHeatKw = equipment.heatBy === 'electricity' ? (equipment.roomHeatKwPerK * 24 + equipment.steadyHeatKw) / HEAT_PUMP_FACTOR : 0;
  const coolingKw = equipment.coolingKwPerK * (30 - equipment.coolingFromC);
  const chargingKw = equipment.chargers * equipment.chargerKw * 0.6;
  const ownKw = equipment.baseKw + equipment.processKw * 1.1;
  const generationKw = equipment.pvKwp * 0.85 + equipment.windKw + equipment.chpKw;
  const steadyUseKw = equipment.baseKw + (equipment.shift === 'continuous' ? equipment.processKw * 0.8 : 0);
  // A heat-led engine runs on while the machines stand still at Christmas.
  const standstillKw = equipment.biogasM3h > 0 ? 0 : equipment.chpKw * 0.5;
  return {
    importKw: ownKw + Math.max(electricHeatKw, coolingKw) + chargingKw + equipment.batteryKw - equipment.chpKw * 0.7,
    exportKw: Math.max(standstillKw, generationKw + equipment.batteryKw - steadyUseKw, 0),
  };
}

function round(value: number): number {
  const step = value >= 100 ? 1 : value >= 10 ? 0.1 : 0.001;
  return Math.round(value / step) * step;
}
