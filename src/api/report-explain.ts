// Where each figure of a report is explained: in the balance, the CO2 and the room that it was taken from.
import { CARRIERS } from '../domain/reading.ts';
import type { ReportHead } from '../storage/reports.ts';
import { unitOf } from './balance-query.ts';
import { nameOf } from './explain-fields.ts';
import type { ReportAnswer } from './shapes-reports.ts';

type Figures = ReportAnswer['figures'];
type Explained = ReportAnswer['explained'][number];

const AMOUNTS = [
  ['importAmount', 'import'],
  ['exportAmount', 'export'],
  ['generationAmount', 'generation'],
  ['consumptionAmount', 'consumption'],
  ['localExchangeAmount', 'localExchange'],
  ['residualAmount', 'residual'],
] as const;
const SHARES = ['selfConsumption.individual', 'selfConsumption.collective', 'selfSufficiency.individual', 'selfSufficiency.collective'] as const;
const KG = ['scope1Kg', 'scope2.locationBasedKg', 'scope2.marketBasedKg', 'upstream.locationBasedKg', 'upstream.marketBasedKg', 'avoidedKg', 'biogenicKg'] as const;

/** Of why the emissions changed and of the way to the goal, with their names there. */
const CHANGE = [
  ['change.baseKg', 'decomposition.baseKg'],
  ['change.nowKg', 'decomposition.nowKg'],
  ['change.parts.activity', 'decomposition.activityKg'],
  ['change.parts.weather', 'decomposition.weatherKg'],
  ['change.parts.fuel', 'decomposition.fuelKg'],
  ['change.parts.factor', 'decomposition.factorKg'],
  ['change.parts.coverage', 'decomposition.coverageKg'],
] as const;
const WAY = [
  ['trajectory.baseKg', 'trajectory.base.kg'],
  ['trajectory.requiredYearlyRate', 'trajectory.requiredYearlyRate'],
] as const;

/** A published report shows the balance as it was then; of CO2 and room only today's can be explained, so of those nothing is told.
 *  @returns figures by their place in the report, with routes below /api/v1 */
export function explainedIn(
  figures: Figures,
  { kind, park, company, factors, published_at }: Pick<ReportHead, 'kind' | 'park' | 'company' | 'factors' | 'published_at'>,
): Explained[] {
  const place = kind === 'region-year' ? '/region' : company === null ? `/parks/${park}` : `/companies/${company}`;
  const period = { from: figures.from, to: figures.to };
  const draft = published_at === null;
  const ofBalance = (carrier: string, field: string): string => {
    const asked = new URLSearchParams({ carrier, ...period, step: kind === 'park-month' ? 'P1D' : 'P1M', field, ...(!draft && { asOf: figures.madeAt }) });
    return `${place}/balance/explain?${asked}`;
  };
  const energy = figures.energy.flatMap((one) => {
    const carrier = CARRIERS.find((name) => name === one.carrier);
    const told = carrier === undefined ? [] : AMOUNTS.filter(([name]) => one[name] !== null);
    return told.map(([name, field]): Explained => ({ figure: `energy.${one.carrier}.${name}`, route: ofBalance(one.carrier, nameOf(field, unitOf(carrier ?? 'electricity'))) }));
  });
  const shares =
    figures.shares === null
      ? []
      : SHARES.filter((name) => known(figures.shares, name)).map((name): Explained => ({ figure: `shares.${name}`, route: ofBalance('electricity', name) }));
  const kg = draft
    ? KG.filter((name) => known(figures.emissions.totals, name)).map((name): Explained => ({
        figure: `emissions.totals.${name}`,
        route: `${place}/emissions/explain?${new URLSearchParams({ ...period, factors, field: name })}`,
      }))
    : [];
  const { change, trajectory } = figures.emissions;
  const history = [...(change === null ? [] : CHANGE), ...(trajectory === null ? [] : WAY)].filter(([name]) => draft && known(figures.emissions, name));
  const years = history.map(([name, field]): Explained => ({
    figure: `emissions.${name}`,
    route: `${place}/emissions/explain?${new URLSearchParams({ ...period, factors, field })}`,
  }));
  const peaks = figures.capacity.flatMap(({ direction, kwMax, kwMaxAt }): Explained[] =>
    draft && kwMax !== null && kwMaxAt !== null
      ? [{ figure: `capacity.${direction}.kwMax`, route: `${place}/capacity/explain?${new URLSearchParams({ direction, ...period, at: kwMaxAt })}` }]
      : [],
  );
  return [...energy, ...shares, ...kg, ...years, ...peaks];
}

function known(figures: object | null, name: string): boolean {
  const found = name.split('.').reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? new Map<string, unknown>(Object.entries(at)).get(key) : null), figures);
  return typeof found === 'number';
}
