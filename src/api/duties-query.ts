// The energy-saving duty of the companies that a reader may see by name, over the last twelve months.
import { type Principal, decide } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { coverageOf } from '../domain/balance-steps.ts';
import { dutyOf } from '../domain/saving-duty.ts';
import { localAdd, localFloor, toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import { sumPeriod } from './balance-sums.ts';
import type { Deps } from './deps.ts';
import { type Area, companiesIn, scopeOf } from './scope.ts';
import type { Emissions } from './shapes-emissions.ts';
import { companyResource } from './views.ts';

/** @param until end of the twelve months; a year of whole days */
export async function dutiesOf(deps: Deps, principal: Principal, { area, until }: { area: Area; until: EpochMs }): Promise<Emissions['duties']> {
  // The region reads parks, never a company.
  if (area.kind === 'region') return [];
  const to = localFloor(until, 'P1D');
  const from = localAdd(to, 'P1Y', -1);
  const use = async (carrier: 'electricity' | 'gas'): Promise<{ byCompany: ReadonlyMap<number, number>; coverage: number }> => {
    const scope = scopeOf(deps.directory, principal, { area, carrier, from, to, now: deps.now() });
    if (scope.connections.length === 0) return { byCompany: new Map(), coverage: 1 };
    const summed = await sumPeriod(deps, scope, { area, carrier, from, to, step: 'P1M' });
    return { byCompany: summed.consumptionByCompany, coverage: coverageOf(summed.total) };
  };
  const [electricity, gas] = [await use('electricity'), await use('gas')];
  const linkTo = ({ byCompany }: typeof gas, company: number, carrier: 'electricity' | 'gas'): string =>
    // The balance of a park names no company that has nothing of a carrier; its own says that there is none.
    linkIn(byCompany.has(company) ? area : { kind: 'company', company }, company, { carrier, from, to });
  return companiesIn(deps.directory, area)
    .filter(({ id }) => {
      const resource = companyResource(deps, id);
      return resource !== null && decide(principal, 'see', resource) === 'allow' && (electricity.byCompany.has(id) || gas.byCompany.has(id));
    })
    .map(({ id, name }) => {
      const yearly = {
        electricityKwh: electricity.byCompany.get(id) ?? 0,
        gasM3: gas.byCompany.get(id) ?? 0,
        measuredShare: Math.min(electricity.coverage, gas.coverage),
      };
      return {
        company: id,
        name,
        duty: dutyOf(yearly),
        electricityKwh: published(yearly.electricityKwh),
        gasM3: published(yearly.gasM3),
        measuredShare: published(yearly.measuredShare),
        explain: { electricityKwh: linkTo(electricity, id, 'electricity'), gasM3: linkTo(gas, id, 'gas') },
      };
    })
    .sort((a, b) => b.electricityKwh + b.gasM3 * 9.77 - (a.electricityKwh + a.gasM3 * 9.77));
}

/** The route below /api/v1 that explains what a company used: in the balance of the area that it was taken from. */
function linkIn(area: Area, company: number, { carrier, from, to }: { carrier: 'electricity' | 'gas'; from: EpochMs; to: EpochMs }): string {
  const [path, field] =
    area.kind === 'park' ? [`/parks/${area.park}`, `flow:carrier:company:${company}`] : [`/companies/${company}`, carrier === 'gas' ? 'consumptionM3' : 'consumptionKwh'];
  return `${path}/balance/explain?${new URLSearchParams({ carrier, from: toIso(from), to: toIso(to), step: 'P1M', field })}`;
}
