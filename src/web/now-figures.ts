// From the API's answer about this moment to what the flow diagram draws: two sides that close. Pure.
import type { Now } from '../api/shapes-now.ts';
import type { Balance } from '../api/shapes.ts';
import type { Step, StepBands } from '../charts/figures.ts';
import { localDay, roundParts } from '../charts/formats.ts';

export interface Flowing {
  readonly id: string;
  readonly kw: number;
}
export interface FlowNow {
  readonly sources: readonly Flowing[];
  readonly uses: readonly Flowing[];
  readonly totalKw: number;
}

const ONE_KW = { unit: 'kW', divisor: 1, digits: 0 };

function closed(parts: readonly Flowing[], fallback: number): Flowing[] {
  const rest = parts.findIndex((part) => part.id === 'residual');
  const rounded = roundParts(
    parts.map((part) => part.kw),
    rest === -1 ? fallback : rest,
    ONE_KW,
  );
  return parts.map((part, index) => ({ id: part.id, kw: Math.max(0, rounded[index] ?? 0) }));
}

/** In = uit: what no meter explains is a use (or a source) of its own.
 *  @param user the name of what consumes: the companies of a park, or the one company
 *  @returns null when one of them is not known: it would be drawn as nought, and the rest of it as not metered */
export function flowNow(now: Now, user: 'companies' | 'company'): FlowNow | null {
  if (now.importKw === null || now.exportKw === null || now.generationKw === null || now.consumptionKw === null) return null;
  const generation = now.generation.length > 0 ? now.generation.map(({ kind, kw }) => ({ id: kind, kw })) : [{ id: 'generation', kw: now.generationKw }];
  const storage = (now.chargeKw ?? 0) > 0 || (now.dischargeKw ?? 0) > 0;
  const sources: Flowing[] = [{ id: 'grid', kw: now.importKw }, ...generation, ...(storage ? [{ id: 'discharge', kw: now.dischargeKw ?? 0 }] : [])];
  const uses: Flowing[] = [{ id: user, kw: now.consumptionKw }, ...(storage ? [{ id: 'charge', kw: now.chargeKw ?? 0 }] : []), { id: 'export', kw: now.exportKw }];
  const sum = (parts: readonly Flowing[]): number => parts.reduce((total, part) => total + part.kw, 0);
  const rest = sum(sources) - sum(uses);
  if (rest >= 1.5) uses.push({ id: 'residual', kw: rest });
  if (rest <= -1.5) sources.push({ id: 'residual', kw: -rest });
  const left = closed(sources, 0);
  const right = closed(uses, 0);
  const totalKw = sum(left);
  const drift = totalKw - sum(right);
  return { sources: left, uses: right.map((part, index) => (index === 0 ? { id: part.id, kw: Math.max(0, part.kw + drift) } : part)), totalKw };
}

const POWERS = ['importKw', 'drawnKw', 'exportKw', 'generationKw', 'consumptionKw', 'chargeKw', 'dischargeKw'] as const;
export type PowerNow = (typeof POWERS)[number];

/** Is what is drawn told where it is not told how much of it is of the grid? */
export const isDrawnAlone = ({ importKw, drawnKw }: Pick<Now, 'importKw' | 'drawnKw'>): boolean => importKw === null && drawnKw !== null;

/** Is a power that is not told kept back? Of a silent area nothing is known; of one that was heard, what is not told is secret. */
export const isNowKept = (now: Pick<Now, PowerNow>): boolean => POWERS.some((field) => now[field] !== null) && POWERS.some((field) => now[field] === null);

type ApiStep = Balance['steps'][number];

const estimatedShare = (step: ApiStep): number => (step.quality.E ?? 0) + (step.quality.S ?? 0);

const NOTHING = { gridIn: 0, generation: 0, discharge: 0, charge: 0, gridOut: 0, consumption: 0, residual: 0, coverage: 0, estimatedShare: 0 };

/** Until when an answer has to have quarters: later ones are held back from its reader, and are not missing. */
export const toldMs = (atMs: number, told: Balance['toldUntil']): number => (told === undefined ? atMs : Math.min(atMs, Date.parse(told.at)));

/** Does what is told end before this local date begins? */
export const isBefore = (told: Balance['toldUntil'], date: string): boolean => told !== undefined && localDay(Date.parse(told.at) - 1) < date;

/** The steps of a whole period: answers end at the present, the axis does not. */
export function wholePeriod(steps: readonly Step[], starts: readonly number[]): Step[] {
  const known = new Map(steps.map((step) => [step.startMs, step]));
  return starts.slice(0, -1).map((startMs, index) => known.get(startMs) ?? { ...NOTHING, startMs, endMs: starts[index + 1] ?? startMs });
}

const partsOf = ({ generation, consumption }: Omit<StepBands, 'gridIn'>): Omit<StepBands, 'gridIn'> => ({ generation, consumption });

/** The bands of the whole period, by the names of a step. */
export function bandsOfTotals({ totals }: Pick<Balance, 'totals'>): StepBands | undefined {
  if ('importM3' in totals) return totals.uncertaintyM3 && { ...partsOf(totals.uncertaintyM3), gridIn: totals.uncertaintyM3.import };
  return totals.uncertaintyKwh && { ...partsOf(totals.uncertaintyKwh), gridIn: totals.uncertaintyKwh.gridImport };
}

/** Any carrier's step in one form; amounts in the unit of the balance. What is kept back is not drawn: the page says so. */
export function toStep(step: ApiStep): Step {
  const common = { startMs: Date.parse(step.start), endMs: Date.parse(step.end), coverage: step.sign === 'x' ? 0 : step.coverage, estimatedShare: estimatedShare(step) };
  if ('importM3' in step) {
    return {
      ...common,
      ...(step.uncertaintyM3 && { bands: { ...partsOf(step.uncertaintyM3), gridIn: step.uncertaintyM3.import } }),
      gridIn: step.importM3 ?? 0,
      generation: step.generationM3 ?? 0,
      discharge: 0,
      charge: 0,
      gridOut: step.exportM3 ?? 0,
      consumption: step.consumptionM3 ?? 0,
      residual: step.residualM3 ?? 0,
    };
  }
  return {
    ...common,
    ...(step.uncertaintyKwh && { bands: { ...partsOf(step.uncertaintyKwh), gridIn: step.uncertaintyKwh.gridImport } }),
    gridIn: step.gridImportKwh ?? 0,
    generation: step.generationKwh ?? 0,
    discharge: step.dischargeKwh ?? 0,
    charge: step.chargeKwh ?? 0,
    gridOut: step.gridExportKwh ?? 0,
    consumption: step.consumptionKwh ?? 0,
    residual: step.residualKwh ?? 0,
  };
}

/** The same where it is about what comes from the grid: of a step of which that is kept back nothing is known, and not nought. */
export const toGridStep = (step: ApiStep): Step => (isGridKept(step) ? { ...toStep(step), coverage: 0 } : toStep(step));

const isGridKept = (step: ApiStep): boolean => 'gridImportKwh' in step && step.gridImportKwh === null;
/** Of a step of which the import is kept back as well nothing is known. */
const toDrawnStep = (step: ApiStep): Step => ('importKwh' in step && step.importKwh !== null ? { ...toStep(step), gridIn: step.importKwh } : { ...toStep(step), coverage: 0 });

/** What comes from the grid in each step; where that is kept back of any of them, what the connections draw: bars of two kinds cannot be
 *  compared. */
export const importSteps = (steps: readonly ApiStep[]): { drawn: boolean; steps: Step[] } =>
  steps.some(isGridKept) ? { drawn: true, steps: steps.map(toDrawnStep) } : { drawn: false, steps: steps.map(toStep) };
