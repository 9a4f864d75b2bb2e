// Where each figure of a report is explained: what to ask the balance, the CO2 and the room that it was taken from.
import { CARRIERS, type Carrier } from '../domain/reading.ts';
import { type Step, localAdd, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { ReportHead } from '../storage/reports.ts';
import { unitOf } from './balance-query.ts';
import { pathOf } from './capacity-scope.ts';
import { nameOf } from './explain-fields.ts';
import { areaOf } from './report-figures.ts';
import type { Area } from './scope.ts';
import type { ReportAnswer } from './shapes-reports.ts';

type Figures = ReportAnswer['figures'];
type Explained = ReportAnswer['explained'][number];
type Direction = Figures['capacity'][number]['direction'];

/** A figure by its place in the report, with its value there and what is asked to have it explained. */
export type ReportQuestion = { readonly figure: string; readonly told: number } & Asked;
type Asked =
  | { readonly kind: 'balance'; readonly area: Area; readonly carrier: Carrier; readonly step: Step; readonly field: string; readonly start?: string; readonly end?: string }
  | { readonly kind: 'co2'; readonly field: string }
  /** The highest quarter. */
  | { readonly kind: 'quarter'; readonly direction: Direction; readonly at: string }
  | { readonly kind: 'total'; readonly direction: Direction; readonly field: string };
export type ReportHeadKey = Pick<ReportHead, 'id' | 'kind' | 'park' | 'company' | 'factors' | 'published_at'>;

const AMOUNTS = [
  ['importAmount', 'import'],
  ['exportAmount', 'export'],
  ['generationAmount', 'generation'],
  ['consumptionAmount', 'consumption'],
  ['localExchangeAmount', 'localExchange'],
  ['residualAmount', 'residual'],
] as const;
const SHARES = ['selfConsumption.individual', 'selfConsumption.collective', 'selfSufficiency.individual', 'selfSufficiency.collective'] as const;
const OF_STEP = ['importKwh', 'exportKwh', 'generationKwh', 'consumptionKwh', 'localExchangeKwh'] as const;
const OF_PARK = ['importKwh', 'generationKwh', 'consumptionKwh'] as const;
const KG_OF_LINE = ['scope1Kg', 'scope2.locationBasedKg', 'scope2.marketBasedKg', 'upstream.locationBasedKg', 'upstream.marketBasedKg', 'biogenicKg'] as const;
const KG = [...KG_OF_LINE, 'avoidedKg'] as const;
const ROOM = ['hoursAbove', 'aboveKwh', 'eveningShare'] as const;

/** Of why the emissions changed and of the way to the goal, with their names there. */
const HISTORY = [
  ['change.baseKg', 'decomposition.baseKg'],
  ['change.nowKg', 'decomposition.nowKg'],
  ['change.parts.activity', 'decomposition.activityKg'],
  ['change.parts.weather', 'decomposition.weatherKg'],
  ['change.parts.fuel', 'decomposition.fuelKg'],
  ['change.parts.factor', 'decomposition.factorKg'],
  ['change.parts.coverage', 'decomposition.coverageKg'],
  ['trajectory.baseKg', 'trajectory.base.kg'],
  ['trajectory.requiredYearlyRate', 'trajectory.requiredYearlyRate'],
  ['trajectory.requiredKgPerYear', 'trajectory.requiredKgPerYear'],
] as const;

/** The questions behind the figures of a report that are made of others. */
export const questionsIn = (figures: Figures, row: ReportHeadKey): ReportQuestion[] => [...ofBalances(figures, row), ...ofEmissions(figures), ...ofRoom(figures)];

/** A published report shows the balance as it was then; of CO2 and room it keeps the explanation of its day.
 *  @param kept figures whose explanation a published report keeps
 *  @returns figures with routes below /api/v1 */
export function explainedIn(figures: Figures, row: ReportHeadKey, kept: ReadonlySet<string>): Explained[] {
  const published = row.published_at !== null;
  return questionsIn(figures, row).flatMap((question): Explained[] => {
    const { figure, kind } = question;
    if (!published || kind === 'balance') return [{ figure, route: routeOf(figures, row, question) }];
    return kept.has(figure) ? [{ figure, route: `/reports/${row.id}/explain?${new URLSearchParams({ figure })}` }] : [];
  });
}

function routeOf({ from, to, madeAt }: Figures, row: ReportHeadKey, question: ReportQuestion): string {
  const place = pathOf(areaOf(row));
  switch (question.kind) {
    case 'balance': {
      const { carrier, step, field, start, end } = question;
      const part = start === undefined || end === undefined ? {} : { start, end };
      return `${pathOf(question.area)}/balance/explain?${new URLSearchParams({ carrier, from, to, step, field, ...part, ...(row.published_at !== null && { asOf: madeAt }) })}`;
    }
    case 'co2':
      return `${place}/emissions/explain?${new URLSearchParams({ from, to, factors: row.factors, field: question.field })}`;
    case 'quarter':
      return `${place}/capacity/explain?${new URLSearchParams({ direction: question.direction, from, to, at: question.at })}`;
    case 'total':
      return `${place}/capacity/totals/explain?${new URLSearchParams({ direction: question.direction, from, to, field: question.field })}`;
  }
}

function ofBalances(figures: Figures, row: ReportHeadKey): ReportQuestion[] {
  const area = areaOf(row);
  const step: Step = row.kind === 'park-month' ? 'P1D' : 'P1M';
  const asked = { kind: 'balance', area, carrier: 'electricity', step } as const;
  const energy = figures.energy.flatMap((one) => {
    const carrier = CARRIERS.find((name) => name === one.carrier);
    if (carrier === undefined) return [];
    const of = { ...asked, carrier };
    return [
      ...AMOUNTS.flatMap(([name, field]) => told(one, name, { ...of, figure: `energy.${carrier}.${name}`, field: nameOf(field, unitOf(carrier)) })),
      ...told(one, 'coverage', { ...of, figure: `energy.${carrier}.coverage`, field: 'coverage' }),
    ];
  });
  const shares = SHARES.flatMap((name) => told(figures.shares, name, { ...asked, figure: `shares.${name}`, field: name }));
  const steps = figures.steps.flatMap((one) => {
    const end = toIso(epochMs(Math.min(localAdd(epochMs(Date.parse(one.start)), step, 1), Date.parse(figures.to))));
    return OF_STEP.flatMap((name) => told(one, name, { ...asked, figure: `steps.${one.start}.${name}`, field: name, start: one.start, end }));
  });
  const parks = figures.parks.flatMap((one) =>
    OF_PARK.flatMap((name) => told(one, name, { ...asked, area: { kind: 'park', park: one.id }, figure: `parks.${one.id}.${name}`, field: name })),
  );
  return [...energy, ...shares, ...steps, ...parks];
}

function ofEmissions({ emissions }: Figures): ReportQuestion[] {
  const totals = KG.flatMap((name) => told(emissions.totals, name, { kind: 'co2', figure: `emissions.totals.${name}`, field: name }));
  const lines = emissions.lines.flatMap((line) =>
    KG_OF_LINE.flatMap((name) => told(line, name, { kind: 'co2', figure: `emissions.lines.${line.subject}.${name}`, field: `lines.${line.subject}.${name}` })),
  );
  return [...totals, ...lines, ...HISTORY.flatMap(([name, field]) => told(emissions, name, { kind: 'co2', figure: `emissions.${name}`, field }))];
}

function ofRoom({ capacity }: Figures): ReportQuestion[] {
  return capacity.flatMap((one): ReportQuestion[] => {
    const { direction, kwMaxAt } = one;
    const peak = kwMaxAt === null ? [] : told(one, 'kwMax', { kind: 'quarter', figure: `capacity.${direction}.kwMax`, direction, at: kwMaxAt });
    return [...peak, ...ROOM.flatMap((field) => told(one, field, { kind: 'total', figure: `capacity.${direction}.${field}`, direction, field }))];
  });
}

/** Nothing where the figure is not told. */
function told(from: object | null, name: string, question: Asked & { figure: string }): ReportQuestion[] {
  const found = name.split('.').reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? new Map<string, unknown>(Object.entries(at)).get(key) : null), from);
  return typeof found === 'number' ? [{ ...question, told: found }] : [];
}
