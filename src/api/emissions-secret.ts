// Which parts of emissions are kept back from a reader who may not see the companies behind them.
import type { Principal } from '../domain/access.ts';
import { judgeMeasure } from '../domain/disclosure.ts';
import type { EmissionTotals } from '../domain/emissions.ts';
import { FUELS, fuelOf } from '../domain/fuel.ts';
import type { Deps } from './deps.ts';
import { REASONS, entityOf, judgeMeasures, seesMembers } from './disclosure-query.ts';
import type { CarrierUse, Over } from './emissions-use.ts';
import { ApiError } from './errors.ts';
import { visibleCompanies } from './scope.ts';
import type { Emissions } from './shapes-emissions.ts';

/** Carriers, fuels and 'avoided' that are secret, with the reason. */
export type Secret = ReadonlyMap<string, string>;

/** What of an area's emissions is secret to this reader.
 *  @throws ApiError when all of it is */
export async function judgeSubjects(deps: Deps, principal: Principal, over: Over & { carriers: readonly CarrierUse[] }): Promise<Secret> {
  const { carriers } = over;
  const secret = new Map<string, string>();
  if (seesMembers(principal, over.area)) return secret;
  for (const { carrier, scope } of carriers) {
    const judged = await judgeMeasures(deps, principal, { ...over, scope });
    if (judged.import.sign === 'x') secret.set(carrier, judged.import.reason);
    for (const one of [judged.export, judged.generation]) if ((carrier === 'electricity' || carrier === 'heat') && one.sign === 'x') secret.set('avoided', one.reason);
  }
  for (const [fuel, reason] of await judgeFuels(deps, principal, over)) secret.set(fuel, reason);
  const subjects = carriers.filter(({ scope }) => scope.connections.some((one) => one.registers.length > 0));
  const reason = subjects.map(({ carrier }) => secret.get(carrier)).find((one) => one !== undefined);
  if (subjects.length > 0 && reason !== undefined && subjects.every(({ carrier }) => secret.has(carrier))) throw new ApiError('suppressed', `x (${reason}): ${sentenceOf(reason)}`);
  return secret;
}

const sentenceOf = (reason: string): string => Object.entries(REASONS).find(([name]) => name === reason)?.[1] ?? '';

async function judgeFuels(deps: Deps, principal: Principal, over: Over): Promise<[string, string][]> {
  const companies = visibleCompanies(deps.directory, principal, { area: over.area, now: deps.now() }).map((company) => company.id);
  const rows = (await deps.imports.rows.figures(companies, Number.MAX_SAFE_INTEGER)).filter((row) => row.from_ms < over.to && row.to_ms > over.from);
  return Object.keys(FUELS).flatMap((fuel): [string, string][] => {
    const judged = judgeMeasure(rows.filter((row) => row.subject === fuel).map((row) => ({ entity: entityOf(deps, row.company), amount: row.amount })));
    return judged.sign === 'x' ? [[fuel, judged.reason]] : [];
  });
}

const SCOPE_2: ReadonlySet<string> = new Set(['electricity', 'heat', 'cold', 'steam']);
const BIOGENIC: ReadonlySet<string> = new Set(['biogas', 'diesel', 'wood-chips']);

/** Totals without what a secret part enters: what is left of a total less its open parts would be the secret one. */
export function withoutSecret(totals: EmissionTotals, secret: Secret): Emissions['totals'] {
  const subjects = [...secret.keys()].filter((one) => one !== 'avoided');
  const [one, two] = [subjects.some((subject) => !SCOPE_2.has(subject) || fuelOf(subject) !== null), subjects.some((subject) => SCOPE_2.has(subject))];
  const hide = <T extends object>(hidden: boolean, of: T): { [K in keyof T]: T[K] | null } | Record<keyof T, null> =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same keys, each null
    hidden ? (Object.fromEntries(Object.keys(of).map((key) => [key, null])) as Record<keyof T, null>) : of;
  return {
    scope1Kg: one ? null : totals.scope1Kg,
    scope2: hide(two, totals.scope2),
    upstream: hide(one || two, totals.upstream),
    avoidedKg: secret.has('avoided') || two ? null : totals.avoidedKg,
    biogenicKg: subjects.some((subject) => BIOGENIC.has(subject)) ? null : totals.biogenicKg,
  };
}
