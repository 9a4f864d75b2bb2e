// Gathers the figures of a report: the same answers that the screens show, of one period.
import type { Principal } from '../domain/access.ts';
import { CARRIERS, type Carrier } from '../domain/reading.ts';
import { toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { EnergyFigures, ReportFigures, StepFigures } from '../charts/report-tables.ts';
import type { ReportKey } from '../storage/reports.ts';
import { answerBalance } from './balance-query.ts';
import { capacityText } from './capacity-query.ts';
import type { Deps } from './deps.ts';
import { answerEmissions } from './emissions-query.ts';
import { ApiError } from './errors.ts';
import { REPORT_KINDS } from './shapes-reports.ts';
import type { Area } from './scope.ts';
import { EmissionsQuery } from './shapes-emissions.ts';
import { Capacity } from './shapes-capacity.ts';
import type { Balance } from './shapes.ts';

/** A report holds what its readers may see, whoever makes it: the region, the manager of the park, or the company itself. */
export const readerOf = ({ kind, park, company }: Pick<ReportKey, 'kind' | 'park' | 'company'>): Principal => ({
  id: 'report',
  roles: [kind === 'region-year' ? { role: 'region' } : company === null ? { role: 'parkmanager', parks: [park] } : { role: 'company', company }],
  processor: false,
});

export function areaOf({ kind, park, company }: Pick<ReportKey, 'kind' | 'park' | 'company'>): Area {
  if (kind === 'region-year') return { kind: 'region' };
  return company === null ? { kind: 'park', park } : { kind: 'company', company };
}

/** @throws ApiError when the period or the factor set does not fit */
export async function reportFigures(deps: Deps, key: ReportKey): Promise<ReportFigures> {
  const reader = readerOf(key);
  const area = areaOf(key);
  const over = { area, from: epochMs(key.from_ms), to: epochMs(key.to_ms) };
  const signs: ReportFigures['signs'][number][] = [];
  const balances: Balance[] = [];
  for (const carrier of CARRIERS) {
    const step = key.kind === 'park-month' ? 'P1D' : 'P1M';
    const answer = await orKeptBack(answerBalance(deps, reader, { ...over, carrier, step, asOf: null }));
    if (typeof answer === 'string') signs.push({ figure: carrier, sign: 'x', reason: answer });
    else balances.push({ ...answer, simulated: deps.simulated });
  }
  const used = balances.filter(({ carrier, quartersPresent }) => carrier === 'electricity' || quartersPresent > 0);
  const electricity = used.find(({ carrier }) => carrier === 'electricity');
  const totals = electricity?.totals;
  const emissions = await orKeptBack(emissionsOf(deps, reader, { area, key }));
  if (typeof emissions === 'string') signs.push({ figure: 'emissions', sign: 'x', reason: emissions });
  const shared = totals !== undefined && 'selfConsumption' in totals ? { selfConsumption: totals.selfConsumption, selfSufficiency: totals.selfSufficiency } : null;
  const parks = area.kind === 'region' ? await parksOf(deps, reader, over) : [];
  signs.push(...parks.flatMap(signOf));
  return {
    kind: REPORT_KINDS.find((kind) => kind === key.kind) ?? 'park-month',
    park: area.kind === 'region' ? null : { id: key.park, name: deps.directory.parks.get(key.park)?.name ?? key.park },
    company: key.company === null ? null : { id: key.company, name: deps.directory.companies.get(key.company)?.name ?? '' },
    from: toIso(over.from),
    to: toIso(over.to),
    madeAt: toIso(deps.now()),
    simulated: deps.simulated,
    energy: used.map(energyOf),
    shares: shared,
    steps: electricity?.steps.flatMap(stepOf) ?? [],
    parks,
    // The grids of the parks of a region are not one connection: there is no limit of them together.
    capacity: area.kind === 'region' ? [] : [await capacityOf(deps, reader, { ...over, direction: 'import' }), await capacityOf(deps, reader, { ...over, direction: 'export' })],
    emissions: typeof emissions === 'string' ? noEmissions(key) : emissions,
    signs: [...(electricity?.signs ?? []), ...settlingIn(electricity), ...signs],
  };
}

/** Hours of a running period that the readers of the report are not told yet. */
const settlingIn = (electricity: Balance | undefined): ReportFigures['signs'] =>
  electricity?.toldUntil === undefined ? [] : [{ figure: 'quarters', sign: '*', reason: electricity.toldUntil.reason }];

/** The answer, or why it is kept back from its readers. */
async function orKeptBack<T extends object>(answer: Promise<T>): Promise<T | string> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'suppressed') return error.message;
    throw error;
  }
}

const NO_KG = { locationBasedKg: null, marketBasedKg: null } as const;
const noEmissions = ({ factors }: ReportKey): ReportFigures['emissions'] => ({
  factors: { name: factors, edition: '', lists: [] },
  totals: { scope1Kg: null, scope2: NO_KG, upstream: NO_KG, biogenicKg: null, avoidedKg: null },
  lines: [],
  notCounted: [],
  uncertaintyShare: 0,
  change: null,
  trajectory: null,
  duty: null,
});

type ParkFigure = ReportFigures['parks'][number];
const PARK_FIELDS = ['importKwh', 'generationKwh', 'consumptionKwh'] as const;

/** Electricity of each park, kept back as its own balance is: where the total less the others would tell one, the total leaves it out. */
async function parksOf(deps: Deps, reader: Principal, { from, to }: { from: EpochMs; to: EpochMs }): Promise<ParkFigure[]> {
  const rows: ParkFigure[] = [];
  for (const { id, name } of deps.directory.parks.values()) {
    const answer = await orKeptBack(answerBalance(deps, reader, { area: { kind: 'park', park: id }, carrier: 'electricity', from, to, step: 'P1M', asOf: null }));
    if (typeof answer === 'string') rows.push({ id, name, importKwh: null, generationKwh: null, consumptionKwh: null, coverage: 1 });
    else if (answer.quartersPresent > 0 && 'importKwh' in answer.totals)
      rows.push({
        id,
        name,
        importKwh: answer.totals.importKwh,
        generationKwh: answer.totals.generationKwh,
        consumptionKwh: answer.totals.consumptionKwh,
        coverage: answer.coverage,
      });
  }
  return rows;
}

/** Says of a park which of its figures are kept back. */
function signOf(row: ParkFigure): ReportFigures['signs'][number][] {
  const fields = PARK_FIELDS.filter((field) => row[field] === null);
  return fields.length === 0 ? [] : [{ figure: `${row.name}: ${fields.join(', ')}`, sign: 'x', reason: 'too few companies, or one or two that make up nearly all of it' }];
}

/** The bands of an answer, where it has any: of what may not be told of its companies there are none. */
function bandsIn(figures: Balance['totals'] | Balance['steps'][number]): EnergyFigures['bands'] {
  const told = 'importKwh' in figures ? figures.uncertaintyKwh : figures.uncertaintyM3;
  if (told === undefined) return null;
  const { import: taken, export: fed, generation, consumption } = told;
  return { import: taken, export: fed, generation, consumption };
}

function energyOf({ carrier, unit, totals, coverage, quality }: Balance): EnergyFigures {
  const rest = { carrier: carrier satisfies Carrier, unit, coverage, measuredShare: quality.M ?? 0, bands: bandsIn(totals) };
  return 'importKwh' in totals
    ? {
        ...rest,
        importAmount: totals.importKwh,
        exportAmount: totals.exportKwh,
        generationAmount: totals.generationKwh,
        consumptionAmount: totals.consumptionKwh,
        localExchangeAmount: totals.localExchangeKwh,
        residualAmount: totals.residualKwh,
      }
    : {
        ...rest,
        importAmount: totals.importM3,
        exportAmount: totals.exportM3,
        generationAmount: totals.generationM3,
        consumptionAmount: totals.consumptionM3,
        localExchangeAmount: null,
        residualAmount: totals.residualM3,
      };
}

function stepOf(step: Balance['steps'][number]): StepFigures[] {
  if (!('importKwh' in step)) return [];
  const { start, importKwh, exportKwh, generationKwh, consumptionKwh, localExchangeKwh, coverage } = step;
  return [{ start, importKwh, exportKwh, generationKwh, consumptionKwh, localExchangeKwh, coverage, bands: bandsIn(step) }];
}

type Over = Pick<Parameters<typeof capacityText>[2], 'from' | 'to' | 'direction'>;

async function capacityOf(deps: Deps, reader: Principal, { area, ...over }: Over & { area: Area }): Promise<ReportFigures['capacity'][number]> {
  const { items, totals, limitKind, direction } = Capacity.parse(JSON.parse(new TextDecoder().decode(await capacityText(deps, reader, { place: area, ...over, step: 'P1M' }))));
  const { kwMax, kwMaxAt, hoursAbove, aboveKwh, eveningShare } = totals;
  return { direction, limitKind, limitKw: items.at(-1)?.limitKw ?? null, kwMax, kwMaxAt, hoursAbove, aboveKwh, eveningShare };
}

async function emissionsOf(deps: Deps, reader: Principal, { area, key }: { area: Area; key: ReportKey }): Promise<ReportFigures['emissions']> {
  const query = EmissionsQuery.parse({ from: toIso(epochMs(key.from_ms)), to: toIso(epochMs(key.to_ms)), factors: key.factors });
  const { factors, totals, lines, notCounted, uncertaintyShare, decomposition, trajectory, duties } = await answerEmissions(deps, reader, { area, query });
  return {
    factors: { name: factors.name, edition: factors.edition, lists: factors.lists.map(({ edition, source }) => ({ edition, source })) },
    totals,
    lines: lines.map(({ subject, amount, unit, scope1Kg, scope2, upstream, biogenicKg }) => ({ subject, amount, unit, scope1Kg, scope2, upstream, biogenicKg })),
    notCounted,
    uncertaintyShare,
    change: decomposition === null ? null : changeOf(decomposition),
    trajectory:
      trajectory === null
        ? null
        : {
            baseYear: trajectory.base.year,
            baseKg: trajectory.base.kg,
            provisional: trajectory.base.provisional,
            goalYear: trajectory.goal.year,
            requiredYearlyRate: trajectory.requiredYearlyRate,
            goalReduction: trajectory.goal.reduction,
            requiredKgPerYear: trajectory.requiredKgPerYear,
          },
    duty: key.company === null ? null : (duties.find((one) => one.company === key.company)?.duty ?? null),
  };
}

type Change = NonNullable<Awaited<ReturnType<typeof answerEmissions>>['decomposition']>;
const changeOf = ({ baseFrom, baseKg, nowKg, activityKg, weatherKg, fuelKg, factorKg, coverageKg, ...over }: Change): ReportFigures['emissions']['change'] => ({
  baseFrom,
  baseKg,
  nowKg,
  parts: { activity: activityKg, weather: weatherKg, fuel: fuelKg, factor: factorKg, coverage: coverageKg },
  over: { baseTo: over.baseTo, from: over.from, to: over.to, likeForLike: over.likeForLike, heatingShare: over.heatingShare, degreeDays: over.degreeDays },
});
