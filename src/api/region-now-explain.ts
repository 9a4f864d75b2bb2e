// Explains a figure of the region at this moment: what each park brings, and where that is explained.
import type { Principal } from '../domain/access.ts';
import { addSums } from '../domain/balance-steps.ts';
import { toIso } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { MEASURED_FIELDS, NOBODY, byFlagIn, linkTo, qualityNamed, shareIn } from './measured-explain.ts';
import { seesMembers } from './members.ts';
import { thousandths } from './now-power.ts';
import { answerRegionNow, parksNow, todayUntilNow } from './now-query.ts';
import type { RegionNowExplanation } from './shapes-now.ts';
import type { ExplainedMeasured } from './shapes-settled.ts';

/** Figures of a park that add up to one of the region, and how its own explanation calls them. */
const FIGURES = {
  drawnKw: { unit: 'kW', route: 'now', of: 'drawnKw' },
  generationKw: { unit: 'kW', route: 'now', of: 'generationKw' },
  todayImportKwh: { unit: 'kWh', route: 'balance', of: 'gridImportKwh' },
  todayGenerationKwh: { unit: 'kWh', route: 'balance', of: 'generationKwh' },
  todayConsumptionKwh: { unit: 'kWh', route: 'balance', of: 'consumptionKwh' },
} as const;
export type RegionNowField = keyof typeof FIGURES;
export const REGION_NOW_FIELDS: readonly RegionNowField[] = ['drawnKw', 'generationKw', 'todayImportKwh', 'todayGenerationKwh', 'todayConsumptionKwh'];

/** @param over park: only this one; absent: all of them
 *  @throws ApiError when there is no such figure or park */
export async function explainRegionNow(deps: Deps, principal: Principal, over: { field: string; park?: string }): Promise<Omit<RegionNowExplanation, 'simulated'>> {
  if (MEASURED_FIELDS.includes(over.field)) return explainToday(deps, principal, over);
  const field = REGION_NOW_FIELDS.find((one) => one === over.field);
  if (field === undefined)
    throw new ApiError('invalid-request', `field: of the region at this moment one of ${[...REGION_NOW_FIELDS, ...MEASURED_FIELDS].join(', ')} can be explained.`);
  const { unit, route, of } = FIGURES[field];
  const told = await answerRegionNow(deps, principal);
  const parks = told.parks.filter((one) => over.park === undefined || one.park === over.park);
  if (parks.length === 0 && over.park !== undefined) throw notFound('park');
  const now = deps.now();
  const { from, to } = todayUntilNow(now);
  const asked = new URLSearchParams({ ...(route === 'balance' && { from: toIso(from), to: toIso(to), step: 'PT1H' }), field: of });
  // A park that is silent, or kept back from this reader, is in no sum.
  const rows = parks.map((one) => ({
    park: one.park,
    name: one.name,
    contribution: one[field],
    explain: one[field] === null ? null : `/parks/${one.park}/${route}/explain?${asked}`,
  }));
  const known = rows.some((row) => row.contribution !== null);
  return { field, unit, at: told.at, value: known ? thousandths(rows.reduce((sum, row) => sum + (row.contribution ?? 0), 0)) : null, rows, asOf: told.asOf };
}

/** How much was measured, of each park and since midnight. How is told of a park only to whoever sees its members: of the others together. */
async function explainToday(deps: Deps, principal: Principal, { field, park }: { field: string; park?: string }): Promise<Omit<RegionNowExplanation, 'simulated'>> {
  const flag = qualityNamed(field);
  if (flag !== null && park !== undefined) throw new ApiError('invalid-request', 'park: of one park this answer tells its coverage; its quality is explained by its own route.');
  const found = (await parksNow(deps, principal)).filter(({ row }) => park === undefined || row.park === park);
  if (found.length === 0 && park !== undefined) throw notFound('park');
  const at = toIso(deps.now());
  const { from, to } = todayUntilNow(deps.now());
  const sees = seesMembers(principal, { kind: 'region' });
  const counted = sees ? 'amounts' : 'connections';
  const question = { carrier: 'electricity', step: 'P1D', from, to, start: from, end: to, field } as const;
  const all = addSums(found.map(({ sums }) => sums));
  const { present, expected } = all;
  const lines: ExplainedMeasured['lines'] =
    flag !== null && !sees
      ? [{ of: 'together', ...NOBODY, byFlag: byFlagIn(all, counted), present, expected }]
      : found.map(({ row, sums }) => ({
          of: 'park',
          ...NOBODY,
          park: row.park,
          byFlag: sees ? byFlagIn(sums, counted) : null,
          present: sums.present,
          expected: sums.expected,
          explain: linkTo(`/parks/${row.park}`, question),
        }));
  return { field, unit: 'ratio', at, value: shareIn(all, flag), rows: [], measured: { counted, lines }, asOf: at };
}
