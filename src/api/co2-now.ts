// CO2 of what an area takes at this moment, and what it is made of: the rate of each carrier times the direct factor of its list.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { listsNamed } from '../domain/emission-factors.ts';
import { directFactor } from '../domain/emissions.ts';
import type { Carrier } from '../domain/reading.ts';
import { localDay } from '../domain/time.ts';
import { unitOf } from './balance-query.ts';
import type { Deps } from './deps.ts';
import { EMITTING } from './emissions-use.ts';
import { type TermNow, contributionNow, takenTerms, thousandths } from './now-power.ts';
import type { Now } from './shapes-now.ts';
import { type TakenOver, scopeToday, takenNow } from './taken-now.ts';

type Co2 = Now['co2'];
type Line = Co2['lines'][number];
type Place = Omit<TakenOver, 'carrier'>;

/** The set of factors that figures of this moment are made with; other figures may be asked for by another. */
export const CO2_NOW_SET = 'co2emissiefactoren';
export const CO2_NOW_FIELD = 'co2.kgPerHour';

export async function co2Now(deps: Deps, principal: Principal, place: Place): Promise<Co2> {
  const lines: Line[] = [];
  const notCounted: Carrier[] = [];
  for (const carrier of EMITTING) {
    const over = { ...place, carrier };
    const scope = scopeToday(deps, principal, over);
    if (scope.connections.length + scope.withheld === 0) continue;
    const factor = factorNow(deps, carrier);
    if (factor === null) notCounted.push(carrier);
    else lines.push(await lineNow(deps, principal, { ...over, factor }));
  }
  const [list] = listsNamed(deps.factors, CO2_NOW_SET);
  return { kgPerHour: totalOf(lines), lines, notCounted, factors: { set: CO2_NOW_SET, name: list?.name ?? '' } };
}

function factorNow(deps: Pick<Deps, 'factors' | 'now'>, carrier: Carrier): Line['factor'] | null {
  const direct = directFactor(carrier, { lists: listsNamed(deps.factors, CO2_NOW_SET), year: localDay(deps.now()).year });
  if (direct === null) return null;
  const { factor, list, borrowed } = direct.found;
  return { code: factor.code, name: factor.name, kgPerUnit: direct.kgPerUnit, list: list.id, edition: list.edition, certainty: factor.certainty, borrowed };
}

async function lineNow(deps: Deps, principal: Principal, { factor, ...over }: TakenOver & { factor: Line['factor'] }): Promise<Line> {
  const { amounts, ...taken } = await takenNow(deps, principal, over);
  const sum = (of: (amount: number) => number): number | null => (amounts === null ? null : amounts.reduce((total, amount) => total + of(amount), 0));
  const [perHour, kg] = [sum((amount) => amount), sum((amount) => kgOf(amount, factor))];
  const told = { perHour: perHour === null ? null : thousandths(perHour), kgPerHour: kg === null ? null : published(kg) };
  return { carrier: over.carrier, unit: unitOf(over.carrier), ...told, factor, ...taken };
}

/** In whole milligrams, so that what a figure is made of adds up to it in any order. */
const kgOf = (amount: number, factor: Line['factor']): number => published(amount * factor.kgPerUnit);

/** The rest of a sum would be what is kept back in it; and without electricity a sum would be read as much too little. */
function totalOf(lines: readonly Line[]): number | null {
  const known = lines.flatMap((line) => line.kgPerHour ?? []);
  const untold = lines.some((line) => line.sign === 'x' || (line.carrier === 'electricity' && line.kgPerHour === null));
  return untold || known.length === 0 ? null : thousandths(known.reduce((sum, kg) => sum + kg, 0));
}

/** A register and what it brings to the emissions of this moment. */
export interface Co2Term extends TermNow {
  readonly carrier: Carrier;
  /** In whole milligrams. */
  readonly kgPerHour: number;
}

/** What the told lines are made of: weights in kg a unit. */
export const co2Terms = (deps: Deps, principal: Principal, { lines, ...place }: Place & Pick<Co2, 'lines'>): Co2Term[] =>
  lines.flatMap(({ carrier, factor, sign }) =>
    sign === null
      ? takenTerms(deps, scopeToday(deps, principal, { ...place, carrier }), carrier).map((term) => ({
          ...term,
          carrier,
          weight: term.weight * factor.kgPerUnit,
          kgPerHour: kgOf(contributionNow(term), factor),
        }))
      : [],
  );
