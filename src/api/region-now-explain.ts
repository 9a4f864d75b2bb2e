// Explains a figure of the region at this moment: what each park brings, and where that is explained.
import type { Principal } from '../domain/access.ts';
import { addSums } from '../domain/balance-steps.ts';
import { toIso } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { MEASURED_FIELDS, NOBODY, byFlagIn, linkTo, qualityNamed, shareIn } from './measured-explain.ts';
import { seesMembers } from './members.ts';
import { thousandths } from './now-power.ts';
import { newestOf, parksNow, selfSufficiencyOf, todayUntilNow } from './now-query.ts';
import type { RegionNowExplanation } from './shapes-now.ts';
import type { ExplainedMeasured } from './shapes-settled.ts';

/** Figures of a park that add up to one of the region, how its own explanation calls them, and of today what their quarters may tell. */
const FIGURES = {
  drawnKw: { unit: 'kW', route: 'now', of: 'drawnKw', told: null },
  generationKw: { unit: 'kW', route: 'now', of: 'generationKw', told: null },
  todayImportKwh: { unit: 'kWh', route: 'balance', of: 'gridImportKwh', told: 'exchange' },
  todayGenerationKwh: { unit: 'kWh', route: 'balance', of: 'generationKwh', told: 'generation' },
  todayConsumptionKwh: { unit: 'kWh', route: 'balance', of: 'consumptionKwh', told: 'use' },
} as const;
export type RegionNowField = keyof typeof FIGURES;
export const REGION_NOW_FIELDS: readonly RegionNowField[] = ['drawnKw', 'generationKw', 'todayImportKwh', 'todayGenerationKwh', 'todayConsumptionKwh'];

/** A ratio: explained by what each park brings to both of its sums. */
export const SELF_TODAY = 'selfSufficiencyToday';

/** @param over park: only this one; absent: all of them
 *  @throws ApiError when there is no such figure or park */
export async function explainRegionNow(deps: Deps, principal: Principal, over: { field: string; park?: string }): Promise<Omit<RegionNowExplanation, 'simulated'>> {
  if (MEASURED_FIELDS.includes(over.field)) return explainToday(deps, principal, over);
  if (over.field === SELF_TODAY) return explainSelf(deps, principal, over);
  const field = REGION_NOW_FIELDS.find((one) => one === over.field);
  if (field === undefined)
    throw new ApiError('invalid-request', `field: of the region at this moment one of ${[...REGION_NOW_FIELDS, SELF_TODAY, ...MEASURED_FIELDS].join(', ')} can be explained.`);
  const { unit, route, of, told } = FIGURES[field];
  const found = (await parksNow(deps, principal)).filter(({ row }) => over.park === undefined || row.park === over.park);
  if (found.length === 0 && over.park !== undefined) throw notFound('park');
  const now = deps.now();
  const { from, to } = todayUntilNow(now);
  const asked = new URLSearchParams({ ...(route === 'balance' && { from: toIso(from), to: toIso(to), step: 'PT1H' }), field: of });
  // A park that is silent, or kept back from this reader, is in no sum; quarters of which one is kept back are listed by nobody.
  const rows = found.map(({ row, untold }) => ({
    park: row.park,
    name: row.name,
    contribution: row[field],
    explain: row[field] === null || (told !== null && (untold?.[told] ?? 0) > 0) ? null : `/parks/${row.park}/${route}/explain?${asked}`,
  }));
  const known = rows.some((row) => row.contribution !== null);
  const value = known ? thousandths(rows.reduce((sum, row) => sum + (row.contribution ?? 0), 0)) : null;
  return { field, unit, at: toIso(now), value, rows, asOf: toIso(newestOf(found) ?? now) };
}

/** What of the use of each park was covered by what was made there at the same moment, over what it used. Each sum leads to the balance of
 *  its park, but of whoever may not see the members: quarters that are kept from it are explained to nobody like it. */
async function explainSelf(deps: Deps, principal: Principal, { field, park }: { field: string; park?: string }): Promise<Omit<RegionNowExplanation, 'simulated'>> {
  if (park !== undefined) throw new ApiError('invalid-request', 'park: how far one park covered its use today is explained by its own balance, as selfSufficiency.collective.');
  const now = deps.now();
  const { value, parts: found } = selfSufficiencyOf(await parksNow(deps, principal));
  const { from, to } = todayUntilNow(now);
  const parts = found.flatMap(({ row, coveredKwh, usedKwh }) => {
    const part = (role: 'numerator' | 'denominator', of: string, kwh: number): NonNullable<RegionNowExplanation['parts']>[number] => {
      const asked = new URLSearchParams({ from: toIso(from), to: toIso(to), step: 'P1D', field: of });
      const open = seesMembers(principal, { kind: 'park', park: row.park });
      return { role, field: of, park: row.park, name: row.name, value: kwh, explain: open ? `/parks/${row.park}/balance/explain?${asked}` : null };
    };
    return usedKwh === 0 ? [] : [part('numerator', 'collectiveUseKwh', coveredKwh), part('denominator', 'useKwh', usedKwh)];
  });
  const at = toIso(now);
  return { field, unit: 'ratio', at, value, rows: [], parts, asOf: at };
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
