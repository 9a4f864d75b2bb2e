// What an area takes of one carrier at this moment, as far as a reader may know it: gas, heat and the CO2 of all of them are made of it.
import type { Principal } from '../domain/access.ts';
import type { Carrier } from '../domain/reading.ts';
import type { EpochMs } from '../domain/units.ts';
import { scopeKey } from './balance-pieces.ts';
import type { Deps } from './deps.ts';
import { speakingIn } from './heard.ts';
import { judgedToday } from './judged-now.ts';
import { seesMembers } from './members.ts';
import { judgeHeard, judgeSome, partiesNow } from './now-parties.ts';
import { contributionNow, heardOnGrid, takenTerms, thousandths } from './now-power.ts';
import { type Area, type Scope, scopeOf } from './scope.ts';

export interface TakenOver {
  readonly area: Area;
  readonly carrier: Carrier;
  readonly day: { readonly from: EpochMs; readonly to: EpochMs };
}
interface TakenNow {
  /** What each register brings in the unit of the carrier an hour, as emissions count it: below 0 what was passed on. null where nobody was
   *  heard or it is kept back, and `sign` says which. */
  readonly amounts: readonly number[] | null;
  /** Connections on the grid or pipe of which every meter was heard, of all that there are. */
  readonly heard: number;
  readonly connections: number;
  readonly sign: 'x' | '.' | null;
  readonly reason: string | null;
}

/** The connections of a carrier whose readings this reader may add up today. */
export const scopeToday = (deps: Deps, principal: Principal, { area, carrier, day }: TakenOver): Scope =>
  scopeOf(deps.directory, principal, { area, carrier, ...day, now: deps.now() });

/** What all connections on the grid draw of electricity, kW, before what others of the area feed in; null where it is not known or kept back. */
export async function drawnNow(deps: Deps, principal: Principal, over: Omit<TakenOver, 'carrier'>): Promise<number | null> {
  const { amounts } = await takenNow(deps, principal, { ...over, carrier: 'electricity' });
  return amounts === null ? null : thousandths(amounts.reduce((sum, one) => sum + one, 0));
}

/** To whoever may not see the companies another figure only when enough of those with this carrier were heard since the last. */
export async function takenNow(deps: Deps, principal: Principal, over: TakenOver): Promise<TakenNow> {
  const scope = scopeToday(deps, principal, over);
  const make = (): Promise<TakenNow> => takenIn(deps, principal, { ...over, scope });
  if (seesMembers(principal, over.area)) return make();
  const key = `taken ${JSON.stringify(over.area)} ${over.carrier} ${scopeKey(scope)}`;
  return deps.judgedNow.held(key, { ...speakingIn(deps, scope), now: deps.now() }, make);
}

async function takenIn(deps: Deps, principal: Principal, over: TakenOver & { scope: Scope }): Promise<TakenNow> {
  const { scope, carrier } = over;
  const heard = heardOnGrid(deps, scope);
  const counted = { heard, connections: scope.connections.filter((one) => one.behind === null).length + scope.withheld };
  if (heard === 0) return { amounts: null, ...counted, sign: '.', reason: 'not-heard' };
  const reason = await reasonKept(deps, principal, over);
  if (reason !== null) return { amounts: null, ...counted, sign: 'x', reason };
  return { amounts: takenTerms(deps, scope, carrier).map(contributionNow), ...counted, sign: null, reason: null };
}

/** Judged as of today, and by whoever was heard in the last minutes: one of them alone, or nearly, is nobody's business. */
async function reasonKept(deps: Deps, principal: Principal, { area, carrier, day, scope }: TakenOver & { scope: Scope }): Promise<string | null> {
  if (seesMembers(principal, area)) return null;
  const judged = await judgedToday(deps, principal, { area, scope, day });
  const parties = partiesNow(deps, scope);
  const heard = judgeHeard(parties, ({ powers }) => powers.import);
  // What is passed on is taken off; beside what came in it would be told, of the day and of this moment.
  const passedOn = carrier === 'electricity' ? [] : [judged.export, judgeSome(parties, ({ powers }) => powers.export)];
  const measures = [judged.consumption, judged.import, ...passedOn, heard];
  for (const one of measures) if (one.sign === 'x') return one.reason;
  return heard.sign === '.' ? 'too-few' : null;
}
