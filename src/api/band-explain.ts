// Explains an end of a band of a balance: the stretches of registers that are not sure, and what each leaves unknown. Only for whoever
// may see the members.
import type { Principal } from '../domain/access.ts';
import type { PublishedUnit } from '../domain/balance-rows.ts';
import { BAND_DEVIATIONS, type Band, COUNTER_STEP, LAG_DIFFERENCE_S } from '../domain/energy-uncertainty.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { BANDED, type Banded, type StretchDoubt, bandedAmounts, bandsOf, marginsIn, stretchDoubts } from './balance-bands.ts';
import { type Bounds, balanceBounds, checkPeriod, unitOf } from './balance-query.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { nameOf } from './explain-fields.ts';
import { type ExplainQuestion, explainBalance } from './explain-query.ts';
import { companiesOpen } from './explain-terms.ts';
import { explainMeasured, qualityNamed } from './measured-explain.ts';
import type { Scope } from './scope.ts';
import type { ExplainedBand, Explanation } from './shapes-settled.ts';

type Filled = Pick<Explanation, 'value' | 'unit' | 'level' | 'quarters' | 'steps' | 'parts'> & { band: ExplainedBand };
type Stretch = ExplainedBand['stretches'][number];
type End = keyof Band;
const PEAK = 'peakImport';
const NOTHING_MORE = { quarters: [], steps: [], parts: [] };
const RULE = { counterStep: COUNTER_STEP, lagSeconds: LAG_DIFFERENCE_S, deviations: BAND_DEVIATIONS };

/** An end of a band as the answer names it: uncertaintyKwh.import.low, uncertaintyM3.generation.high, uncertaintyKw.peakImport.high.
 *  @returns null of any other figure */
function bandNamed(field: string, unit: PublishedUnit): { figure: Banded | typeof PEAK; end: End } | null {
  const [, inUnit, name, side] = /^uncertainty(Kwh|M3|Kw)\.([A-Za-z]+)\.(low|high)$/.exec(field) ?? [];
  const end = side === 'low' ? 'low' : 'high';
  if (inUnit === 'Kw') return name === PEAK && unit === 'kWh' ? { figure: PEAK, end } : null;
  const figure = BANDED.find((one) => one === name);
  return figure === undefined || inUnit !== (unit === 'kWh' ? 'Kwh' : 'M3') || (figure === 'gridImport' && unit === 'm3') ? null : { figure, end };
}

/** A figure of a balance, an end of the band around it, or how it was measured.
 *  @throws ApiError when there is no such figure, when it is kept back, or when the answer has no such band for this reader */
export async function explainBalanceFigure(deps: Deps, principal: Principal, question: ExplainQuestion): Promise<Omit<Explanation, 'simulated'>> {
  const banded = bandNamed(question.field, unitOf(question.carrier));
  if (qualityNamed(question.field) !== null) return explainQuality(deps, principal, question);
  if (banded === null) return explainBalance(deps, principal, question);
  checkPeriod(question);
  const { field, start, end } = question;
  return { field, start: toIso(start), end: toIso(end), asOf: toIso(deps.now()), ...(await explainBand(deps, principal, { question, ...banded })) };
}

async function explainQuality(deps: Deps, principal: Principal, question: ExplainQuestion): Promise<Omit<Explanation, 'simulated'>> {
  const { value, start, end, measured } = await explainMeasured(deps, principal, question);
  const asOf = toIso(epochMs(Math.min(question.asOf ?? deps.now(), deps.now())));
  return { ...NOTHING_MORE, field: question.field, unit: 'ratio', start: toIso(start), end: toIso(end), value, level: 'measured', measured, asOf };
}

async function explainBand(
  deps: Deps,
  principal: Principal,
  { question, figure, end }: { question: ExplainQuestion } & NonNullable<ReturnType<typeof bandNamed>>,
): Promise<Filled> {
  const found = await balanceBounds(deps, principal, question);
  if (found === null) throw new ApiError('invalid-request', 'field: this answer has no band: it is for whoever may see the members, and of figures as they are now.');
  if (figure === PEAK) return explainPeakBand(question, found, end);
  const { bounds, summed, scope } = found;
  const whole = question.start === question.from && question.end === question.to;
  const piece = whole ? bounds.whole : summed.steps.find((one) => one.start === question.start && one.end === question.end);
  if (piece === undefined) throw new ApiError('bad-time', "'start' and 'end' must be those of a step of this balance.");
  const unit = unitOf(question.carrier);
  const doubts = stretchDoubts(bounds.doubts, figure, { from: piece.start / QUARTER_MS, to: piece.end / QUARTER_MS });
  const [amount, { quarters }] = [bandedAmounts(piece.sums)[figure], piece.sums];
  const band: ExplainedBand = {
    end,
    amount,
    field: nameOf(figure, unit),
    quarters,
    ...RULE,
    stretches: stretchesOf(deps, principal, { doubts, scope }),
    margins: marginsIn({ amount, quarters, doubts }),
    tried: [],
  };
  return { ...NOTHING_MORE, unit, value: bandsOf(bounds.doubts, piece)[figure][end], level: 'band', band };
}

function explainPeakBand(question: ExplainQuestion, { bounds, summed }: { bounds: Bounds; summed: { readonly peak: { readonly kw: number } | null } }, end: End): Filled {
  if (question.start !== question.from || question.end !== question.to)
    throw new ApiError('bad-time', 'The band of a peak is that of the whole period: ask for it without start and end.');
  const { peak, tried } = bounds;
  if (peak === null || tried === null || summed.peak === null)
    throw new ApiError('invalid-request', 'field: this period has no peak, or what is in doubt is too long to be looked at.');
  const band: ExplainedBand = { end, amount: summed.peak.kw, field: 'peakImportKw', quarters: 1, ...RULE, stretches: [], margins: null, tried: end === 'low' ? [] : [...tried] };
  return { ...NOTHING_MORE, unit: 'kW', value: peak[end], level: 'tried', band };
}

/** What adds nothing is left out; those of whom the reader may not see by itself stand in one. */
function stretchesOf(deps: Deps, principal: Principal, { doubts, scope }: { doubts: readonly StretchDoubt[]; scope: Scope }): Stretch[] {
  const open = companiesOpen(deps, principal);
  const companyOf = new Map(scope.connections.flatMap(({ company, registers }) => registers.map(({ register }) => [register, company] as const)));
  const shown: Stretch[] = [];
  const others = { weight: 1, comparable: 0, variance: 0, missing: 0, missingVariance: 0 };
  let hidden = 0;
  for (const { stretch, sign, doubt } of doubts) {
    if (doubt.variance === 0 && doubt.missing === 0 && doubt.missingVariance === 0) continue;
    const company = companyOf.get(stretch.register) ?? 0;
    if (!open(company)) {
      hidden += 1;
      others.variance += doubt.variance;
      others.missing += sign * doubt.missing;
      others.missingVariance += doubt.missingVariance;
      continue;
    }
    const register = deps.directory.registers.get(stretch.register);
    shown.push({
      register: stretch.register,
      name: register?.name ?? null,
      meter: register?.meter ?? null,
      company,
      start: toIso(epochMs(stretch.first * QUARTER_MS)),
      end: toIso(epochMs((stretch.first + stretch.quarters) * QUARTER_MS)),
      total: stretch.total,
      comparable: stretch.residuals.length,
      weight: sign,
      ...doubt,
    });
  }
  return hidden === 0 ? shown : [...shown, { register: null, name: null, meter: null, company: null, start: null, end: null, total: null, ...others }];
}
