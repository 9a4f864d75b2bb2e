// Gathers the figures of a report: the same answers that the screens show, of one period.
import type { Principal } from '../domain/access.ts';
import { CARRIERS, type Carrier } from '../domain/reading.ts';
import { toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { EnergyFigures, ReportFigures, StepFigures } from '../charts/report-tables.ts';
import type { ReportKey } from '../storage/reports.ts';
import { answerBalance } from './balance-query.ts';
import { capacityText } from './capacity-query.ts';
import type { Deps } from './deps.ts';
import { answerEmissions } from './emissions-query.ts';
import type { Area } from './scope.ts';
import { EmissionsQuery } from './shapes-emissions.ts';
import { Capacity } from './shapes-capacity.ts';
import type { Balance } from './shapes.ts';

/** A report holds what its readers may see, whoever makes it: the manager of the park, or the company itself. */
const readerOf = ({ park, company }: ReportKey): Principal => ({
  id: 'report',
  roles: [company === null ? { role: 'parkmanager', parks: [park] } : { role: 'company', company }],
  processor: false,
});

/** @throws ApiError when the period or the factor set does not fit */
export async function reportFigures(deps: Deps, key: ReportKey): Promise<ReportFigures> {
  const reader = readerOf(key);
  const area: Area = key.company === null ? { kind: 'park', park: key.park } : { kind: 'company', company: key.company };
  const over = { area, from: epochMs(key.from_ms), to: epochMs(key.to_ms) };
  const balances: Balance[] = [];
  for (const carrier of CARRIERS) {
    const step = key.kind === 'park-month' ? 'P1D' : 'P1M';
    balances.push({ ...(await answerBalance(deps, reader, { ...over, carrier, step, asOf: null })), simulated: deps.simulated });
  }
  const used = balances.filter(({ carrier, quartersPresent }) => carrier === 'electricity' || quartersPresent > 0);
  const electricity = used.find(({ carrier }) => carrier === 'electricity');
  const totals = electricity?.totals;
  return {
    kind: key.kind === 'company-year' ? 'company-year' : 'park-month',
    park: { id: key.park, name: deps.directory.parks.get(key.park)?.name ?? key.park },
    company: key.company === null ? null : { id: key.company, name: deps.directory.companies.get(key.company)?.name ?? '' },
    from: toIso(over.from),
    to: toIso(over.to),
    madeAt: toIso(deps.now()),
    simulated: deps.simulated,
    energy: used.map(energyOf),
    shares: totals !== undefined && 'selfConsumption' in totals ? { selfConsumption: totals.selfConsumption, selfSufficiency: totals.selfSufficiency } : null,
    steps: electricity?.steps.flatMap(stepOf) ?? [],
    capacity: [await capacityOf(deps, reader, { ...over, direction: 'import' }), await capacityOf(deps, reader, { ...over, direction: 'export' })],
    emissions: await emissionsOf(deps, reader, { area, key }),
    signs: electricity?.signs ?? [],
  };
}

function energyOf({ carrier, unit, totals, coverage, quality }: Balance): EnergyFigures {
  const rest = { carrier: carrier satisfies Carrier, unit, coverage, measuredShare: quality.M ?? 0 };
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
  return [{ start, importKwh, exportKwh, generationKwh, consumptionKwh, localExchangeKwh, coverage }];
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
          },
    duty: key.company === null ? null : (duties.find((one) => one.company === key.company)?.duty ?? null),
  };
}

type Change = NonNullable<Awaited<ReturnType<typeof answerEmissions>>['decomposition']>;
const changeOf = ({ baseFrom, baseKg, nowKg, activityKg, weatherKg, fuelKg, factorKg, coverageKg }: Change): ReportFigures['emissions']['change'] => ({
  baseFrom,
  baseKg,
  nowKg,
  parts: { activity: activityKg, weather: weatherKg, fuel: fuelKg, factor: factorKg, coverage: coverageKg },
});
