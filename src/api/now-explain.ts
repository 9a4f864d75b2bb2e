// Explains a figure of this moment: the last values that it is the sum of.
import type { Principal } from '../domain/access.ts';
import { localAdd, localFloor, toIso } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { companiesOpen } from './explain-terms.ts';
import { NOW_FIELDS, contributionNow, kw, nowTerms, sumNow } from './now-power.ts';
import { newestIn } from './heard.ts';
import { answerNow } from './now-query.ts';
import { type Area, scopeOf } from './scope.ts';
import type { NowExplanation } from './shapes-now.ts';

type Answer = Omit<NowExplanation, 'simulated'>;

/** Those whom the reader may not see, as one. */
const OTHERS: Omit<Answer['rows'][number], 'kw' | 'contribution'> = { company: null, meter: null, register: null, name: null, rule: 'others', readings: [], weight: 1 };

/** @throws ApiError when there is no such figure, or when it is kept back from this reader */
export async function explainNow(deps: Deps, principal: Principal, { area, field }: { area: Area; field: string }): Promise<Answer> {
  const figure = NOW_FIELDS.find((one) => one === field);
  if (figure === undefined) throw new ApiError('invalid-request', `field: of this moment one of ${NOW_FIELDS.join(', ')} can be explained.`);
  const told = await answerNow(deps, principal, area);
  // Of a silent area nothing is known; of one that was heard, what is not told is kept back.
  const known = told[figure] !== null;
  if (!known && NOW_FIELDS.some((one) => told[one] !== null)) throw new ApiError('suppressed', `x: what ${figure} is made of would say something of one or two companies.`);
  const now = deps.now();
  const day = { from: localFloor(now, 'P1D'), to: localAdd(localFloor(now, 'P1D'), 'P1D', 1) };
  const scope = scopeOf(deps.directory, principal, { area, carrier: 'electricity', ...day, now });
  // Whoever may not see the companies is told the figure as it was told: the registers behind it move with each message.
  if (scope.members !== undefined) {
    const { [figure]: value, at, asOf } = told;
    const rows = value === null ? [] : [{ ...OTHERS, kw: Math.abs(value), contribution: value }];
    return { field, unit: 'kW', at, value, rows, asOf };
  }
  const terms = known ? nowTerms(deps, scope, figure) : [];
  const open = companiesOpen(deps, principal);
  const rows: Answer['rows'] = [];
  let [hidden, hiddenKw] = [0, 0];
  for (const term of terms) {
    if (!open(term.company)) {
      hidden += 1;
      hiddenKw += contributionNow(term);
      continue;
    }
    const { company, register, meter, weight, perHour, at, value, before } = term;
    const readings = [...(before === null ? [] : [before]), { at, value }].map((one) => ({ at: toIso(one.at), value: one.value }));
    rows.push({
      company,
      meter: meter.id,
      register: register.id,
      name: register.name,
      rule: register.kind,
      readings,
      weight,
      kw: Math.abs(perHour),
      contribution: contributionNow(term),
    });
  }
  if (hidden > 0) rows.push({ ...OTHERS, kw: Math.abs(hiddenKw), contribution: hiddenKw });
  return { field, unit: 'kW', at: toIso(now), value: known ? kw(sumNow(terms)) : null, rows, asOf: toIso(newestIn(deps, scope) ?? now) };
}
