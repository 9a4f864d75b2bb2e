// Who puts how much into a figure of this moment: those behind whom nobody lies, and the owners of main meters with what these do not
// pass on. Main meter less those behind it is a figure of the owner alone.
import { METER_CLASS } from '../domain/emission-uncertainty.ts';
import { type Contribution, type Disclosed, judgeDisclosure, judgeMeasure } from '../domain/disclosure.ts';
import { ownerFed } from '../domain/told-uses.ts';
import type { Deps } from './deps.ts';
import { entitiesIn } from './members.ts';
import { type ConnectionNow, type Known, type Powers, connectionsNow, powersOf, suppliedIn } from './now-power.ts';
import type { Scope } from './scope.ts';

export interface PartyNow {
  readonly entity: string;
  /** What it draws and feeds in by its counters, makes and stores. */
  readonly powers: Readonly<Powers>;
  /** Draw less feed-in, by size. */
  readonly kw: number;
  /** What the balance leaves over: a use below nought, or what a main meter does not pass on. */
  readonly left: number;
}
export interface PartiesNow {
  readonly leaves: readonly PartyNow[];
  readonly owners: readonly PartyNow[];
}

/** Of the connections of which every meter was heard.
 *  @see docs/methods.md#disclosure */
export function partiesNow(deps: Known & Pick<Deps, 'directory'>, scope: Scope): PartiesNow {
  const all = connectionsNow(deps, scope);
  const of = entitiesIn(deps, scope.members);
  const entity = ({ company }: ConnectionNow): string => of(company);
  return {
    leaves: all.filter((one) => !one.passesOn).map((one) => ({ entity: entity(one), ...leafOf(powersOf(one)) })),
    owners: all
      .filter((one) => one.passesOn)
      .map((main) => ({
        entity: entity(main),
        ...ownerOf(
          powersOf(main),
          all.filter((one) => one.behind === main.id).map((one) => powersOf(one)),
        ),
      })),
  };
}

type Party = Omit<PartyNow, 'entity'>;
const netOf = ({ import: drawn, export: fed }: Powers): number => drawn - fed;

function leafOf(powers: Powers): Party {
  const net = netOf(powers);
  return { powers, kw: Math.abs(net), left: Math.max(-(net + suppliedIn(powers) - powers.charge), 0) };
}

/** What the meters may err by is nobody's feed-in, and no figure of the owner. */
function ownerOf(main: Powers, inside: readonly Powers[]): Party {
  const rest = netOf(main) + suppliedIn(main) - main.charge - inside.reduce((sum, one) => sum + netOf(one), 0);
  const flowed = inside.reduce((sum, one) => sum + Math.abs(netOf(one)), 0);
  const fed = ownerFed({ rest, both: Math.min(main.import, main.export), fedInside: inside.reduce((sum, one) => sum + one.export, 0), flowed });
  const kw = Math.abs(rest);
  return { powers: { ...main, import: Math.max(rest, 0), export: fed }, kw, left: kw > METER_CLASS * flowed ? kw : 0 };
}

type Amount = (party: PartyNow) => number;

/** A figure of all who were heard: those behind main meters have to be enough without their owners, and with them nobody may stand out.
 *  @see docs/methods.md#disclosure */
export const judgeHeard = (parties: PartiesNow, amount: Amount): Disclosed => judgeBoth(parties, amount, judgeDisclosure);
/** One to which only some contribute. */
export const judgeSome = (parties: PartiesNow, amount: Amount): Disclosed => judgeBoth(parties, amount, judgeMeasure);

function judgeBoth({ leaves, owners }: PartiesNow, amount: Amount, judge: (of: readonly Contribution[]) => Disclosed): Disclosed {
  const of = (parties: readonly PartyNow[]): Contribution[] => parties.map((party) => ({ entity: party.entity, amount: amount(party) }));
  const alone = judge(of(leaves));
  return owners.length === 0 || alone.sign === 'x' ? alone : judge(of([...leaves, ...owners]));
}
