// Coefficients of performance: Lorenz between sliding temperatures, and Carnot with a quality grade. Pure.

const KELVIN = 273.15;
/** Below this the two temperatures are one. */
const SAME_K = 1e-6;

/** Mean temperature of heat taken up or given off between two temperatures, K.
 *  @param aC, bC in °C; the limit of equal temperatures is that temperature */
export function logMeanK(aC: number, bC: number): number {
  const [a, b] = [aC + KELVIN, bC + KELVIN];
  return Math.abs(a - b) < SAME_K ? a : (a - b) / Math.log(a / b);
}

export interface Sliding {
  readonly fromC: number;
  readonly toC: number;
}

/** Share of Lorenz that a real machine reaches.
 *  @returns null: no heat pump is needed, the cold side is warm enough
 *  @see docs/residual-heat.md#heat-pump */
export function lorenzCop(hot: Sliding, cold: Sliding, limits: { efficiency: number; max: number }): number | null {
  const [hotK, coldK] = [logMeanK(hot.toC, hot.fromC), logMeanK(cold.fromC, cold.toC)];
  if (coldK >= hotK) return null;
  return Math.min(limits.max, (limits.efficiency * hotK) / (hotK - coldK));
}

/** Quality grade times Carnot, as oemof-thermal has it.
 *  @param icing factor below a cold-side temperature, °C
 *  @returns null: the cold side is warmer, no heat pump is needed
 *  @see docs/residual-heat.md#heat-pump */
export function carnotCop(
  { hotC, coldC }: { hotC: number; coldC: number },
  { grade, max, icing }: { grade: number; max: number; icing?: { belowC: number; factor: number } },
): number | null {
  if (coldC > hotC) return null;
  const factor = icing !== undefined && coldC < icing.belowC ? icing.factor : 1;
  const liftK = hotC - coldC;
  return liftK < SAME_K ? max : Math.min(max, factor * grade * ((hotC + KELVIN) / liftK));
}

/** Refrigeration machine: quality grade times Carnot for the cold side. */
export const chillerEer = ({ hotC, coldC }: { hotC: number; coldC: number }, { grade, max }: { grade: number; max: number }): number =>
  hotC - coldC < SAME_K ? max : Math.min(max, (grade * (coldC + KELVIN)) / (hotC - coldC));

/** What comes of heat from the cold side: `Q_h = Q_c · COP / (COP − 1)`.
 *  @returns kW */
export const lifted = (sourceKw: number, cop: number): { sinkKw: number; electricityKw: number } => {
  const sinkKw = (sourceKw * cop) / (cop - 1);
  return { sinkKw, electricityKw: sinkKw / cop };
};

/** The cold side is cooled by what is taken from it, and that depends on the COP: solved in a few rounds.
 *  @param flowKwPerK heat capacity flow of the cold side
 *  @returns null: no heat pump is needed */
export function solvedCop(
  hot: Sliding & { kw: number },
  cold: { fromC: number; lowestC: number; flowKwPerK: number },
  limits: { efficiency: number; max: number },
): { cop: number; coldToC: number } | null {
  let coldToC = Math.max(cold.lowestC, cold.fromC - 5);
  let cop: number | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    cop = lorenzCop(hot, { fromC: cold.fromC, toC: coldToC }, limits);
    if (cop === null) return null;
    const takenKw = hot.kw * (1 - 1 / cop);
    coldToC = Math.max(cold.lowestC, cold.flowKwPerK > 0 ? cold.fromC - takenKw / cold.flowKwPerK : cold.lowestC);
  }
  return cop === null ? null : { cop, coldToC };
}
const ROUNDS = 4;
