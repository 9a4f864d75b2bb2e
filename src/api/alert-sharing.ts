// Who may know of an alert: of one about several companies, whoever may see every one of them now; of a group, who agreed to it.
import type { Sharing } from '../domain/access.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { AlertRow } from '../storage/alerts.ts';
import type { CapacityRegistry } from '../storage/capacity.ts';
import type { Directory } from '../storage/directory.ts';
import { validAt } from './scope.ts';

interface Known {
  readonly directory: Directory;
  readonly capacity: Pick<CapacityRegistry, 'membersOf'>;
  readonly now: () => EpochMs;
}
type About = Pick<AlertRow, 'park' | 'company' | 'kind' | 'subject'>;

/** A power of a park or group is the sum of what its members measure; how much of a park was measured at all is told of those that share. */
const isOfMembers = ({ company, kind }: About): boolean => company === null && (kind === 'peak-ahead' || kind === 'peak-forecast');

const isOfGroup = ({ subject }: About): boolean => subject.startsWith('group ');

function membersOf({ directory, capacity, now }: Known, { park, subject }: About): number[] {
  if (subject.startsWith('group ')) {
    const at = now();
    const members = capacity.membersOf(Number(subject.split(' ')[1])).filter((row) => row.from <= at && (row.to === null || at < row.to));
    return members.flatMap(({ connection }) => directory.connections.get(connection)?.company ?? []);
  }
  return directory.companiesOf(park).flatMap(({ id }) => (directory.connectionsOf(id).some((one) => one.carrier === 'electricity' && validAt(one, now())) ? [id] : []));
}

/** To whom an alert is open at this moment. */
export function alertSharing(known: Known, about: About): Sharing {
  const { directory, now } = known;
  if (about.company !== null) return directory.sharingOf(about.company, now());
  if (!isOfMembers(about)) return { parkmanager: true, region: true };
  const all = membersOf(known, about).map((company) => directory.sharingOf(company, now()));
  // The group agreement lets its parties, the manager of the park among them, know the group's own total.
  return { parkmanager: isOfGroup(about) || all.every((one) => one.parkmanager), region: all.every((one) => one.region && one.parkmanager) };
}

/** Is it about several companies of which one no longer shares with the manager of its park? Then it is over: nobody may look at it. */
const isWithdrawn = (known: Known, about: About): boolean => isOfMembers(about) && !alertSharing(known, about).parkmanager;

/** Both, for the running product. */
export function alertsKnown({ directory, capacity }: Pick<Known, 'directory' | 'capacity'>): { sharing: (about: About) => Sharing; isWithdrawn: (about: About) => boolean } {
  const known: Known = { directory, capacity, now: () => epochMs(Date.now()) };
  return { sharing: (about) => alertSharing(known, about), isWithdrawn: (about) => isWithdrawn(known, about) };
}
