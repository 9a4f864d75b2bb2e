// A pair of pipes in the ground: which size, how much friction, how much heat it loses, and what the pump takes. Pure.
import type { HeatValues, PipeSize } from './parameters.ts';

export const WATER_KJ_PER_KGK = 4.18;
export const WATER_KG_PER_M3 = 984;
/** Kinematic viscosity of water of about 55 °C. */
const VISCOSITY_M2_PER_S = 0.512e-6;
const LAMINAR = 2300;

/** Friction of a full pipe: Darcy-Weisbach with Colebrook, from the estimate of Swamee and Jain on.
 *  @see docs/residual-heat.md#residual-heat-pipe */
export function frictionOf({ innerMm, kgPerS, roughnessMm }: { innerMm: number; kgPerS: number; roughnessMm: number }): { paPerM: number; velocityMs: number } {
  const d = innerMm / 1000;
  const velocityMs = kgPerS / WATER_KG_PER_M3 / ((Math.PI * d * d) / 4);
  if (velocityMs <= 0) return { paPerM: 0, velocityMs: 0 };
  const reynolds = (velocityMs * d) / VISCOSITY_M2_PER_S;
  const rough = roughnessMm / 1000 / (3.7 * d);
  let factor = reynolds < LAMINAR ? 64 / reynolds : 0.25 / Math.log10(rough + 5.74 / reynolds ** 0.9) ** 2;
  if (reynolds >= LAMINAR) for (let round = 0; round < 4; round++) factor = (-2 * Math.log10(rough + 2.51 / (reynolds * Math.sqrt(factor)))) ** -2;
  return { paPerM: (factor / d) * WATER_KG_PER_M3 * 0.5 * velocityMs ** 2, velocityMs };
}

/** Mass flow that carries a power at a temperature difference. */
export const flowKgPerS = (kw: number, rangeK: number): number => kw / (WATER_KJ_PER_KGK * rangeK);

export interface ChosenPipe {
  readonly size: PipeSize;
  readonly paPerM: number;
  readonly velocityMs: number;
  readonly kgPerS: number;
}

/** The thinnest pipe within friction and velocity; the thickest of the table when none is.
 *  @param kw the power it is made for */
export function choosePipe(sizes: readonly PipeSize[], need: { kw: number; rangeK: number }, values: HeatValues): ChosenPipe {
  const kgPerS = flowKgPerS(need.kw, need.rangeK);
  let last: ChosenPipe | null = null;
  for (const size of sizes) {
    last = { size, kgPerS, ...frictionOf({ innerMm: size.innerMm, kgPerS, roughnessMm: values.roughnessMm }) };
    if (last.paPerM <= values.frictionPaPerM && last.velocityMs <= values.velocityMaxMs) return last;
  }
  if (last === null) throw new RangeError('there is no pipe in the table');
  return last;
}

/** Heat a trench with two pipes loses, kW.
 *  @see docs/residual-heat.md#residual-heat-pipe */
export const trenchLossKw = (
  size: Pick<PipeSize, 'lossWPerMK'>,
  { lengthM, supplyC, returnC, groundC }: { lengthM: number; supplyC: number; returnC: number; groundC: number },
): number => (size.lossWPerMK * lengthM * (supplyC - groundC + (returnC - groundC))) / 1000;

/** Temperature at the far end of a pipe, °C. */
export function outletC(size: Pick<PipeSize, 'lossWPerMK'>, { lengthM, inletC, groundC, kgPerS }: { lengthM: number; inletC: number; groundC: number; kgPerS: number }): number {
  if (kgPerS <= 0) return groundC;
  return groundC + (inletC - groundC) * Math.exp((-size.lossWPerMK * lengthM) / (kgPerS * WATER_KJ_PER_KGK * 1000));
}

/** Electric power of the pump at full flow, both ways.
 *  @returns kW */
export function pumpKw({ paPerM, kgPerS }: Pick<ChosenPipe, 'paPerM' | 'kgPerS'>, lengthM: number, values: HeatValues): number {
  return ((kgPerS / WATER_KG_PER_M3) * paPerM * 2 * lengthM * values.localLossFactor) / values.pumpEfficiency / 1000;
}

/** Electricity of the pump in the hours of a flow, by the cube of the part load.
 *  @param sharesCubed sum over the hours of (flow / full flow) ** 3 */
export const pumpKwh = (fullKw: number, sharesCubed: number): number => fullKw * sharesCubed;

/** Heat loss of one insulated pipe of a pair in the ground: EN 13941 in its form of resistances.
 *  @param outerMm of the steel; casingMm outside the jacket
 *  @returns W per metre and kelvin */
export function lossOfPipe({ outerMm, casingMm }: { outerMm: number; casingMm: number }, values: Pick<HeatValues, 'insulationWPerMK' | 'groundWPerMK' | 'coverM'>): number {
  const [steel, casing] = [outerMm / 1000, casingMm / 1000];
  const foam = casing - 2 * CASING_WALL_M;
  const insulation = Math.log(foam / steel) / (2 * Math.PI * values.insulationWPerMK) + Math.log(casing / foam) / (2 * Math.PI * CASING_W_PER_MK);
  const depth = values.coverM + casing / 2 + 0.0685 * values.groundWPerMK;
  const ground = Math.log((4 * depth) / casing) / (2 * Math.PI * values.groundWPerMK);
  const apart = casing + PIPES_APART_M;
  const neighbour = Math.log(1 + ((2 * depth) / apart) ** 2) / (4 * Math.PI * values.groundWPerMK);
  return 1 / (insulation + ground + neighbour);
}
const CASING_WALL_M = 0.003;
const CASING_W_PER_MK = 0.4;
const PIPES_APART_M = 0.15;

/** How many run at once of several declared peaks, as THERMOS has it; measured hours need no formula. */
export const diversity = (consumers: number): number => 0.62 + 0.38 / consumers;
