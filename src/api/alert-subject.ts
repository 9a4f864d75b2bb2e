// What an alert is about: how people know it, and whether it is still there to be watched.
import type { EpochMs } from '../domain/units.ts';
import type { CapacityRegistry } from '../storage/capacity.ts';
import type { Directory } from '../storage/directory.ts';
import type { MeterRow } from '../storage/registry.ts';
import { validAt } from './scope.ts';

interface Known {
  readonly directory: Pick<Directory, 'meters' | 'connections' | 'gateways' | 'consents'>;
  readonly capacity: Pick<CapacityRegistry, 'groups'>;
}

/** The number on the meter, the EAN of the connection, the name of the group.
 *  @param subject of an alert, 'meter 12'
 *  @param knowsEan whether whoever reads it may know the EAN, which is its company's
 *  @returns null of what has no name of its own for this reader, or is gone */
export function nameOfSubject({ directory, capacity }: Known, subject: string, knowsEan: boolean): string | null {
  const { kind, id } = partsOf(subject);
  if (kind === 'meter') return directory.meters.get(id)?.serial ?? null;
  if (kind === 'connection') return knowsEan ? (directory.connections.get(id)?.ean ?? null) : null;
  return kind === 'group' ? (capacity.groups().find((group) => group.id === id)?.name ?? null) : null;
}

/** Is a meter in use and may its gateway speak? One that was taken away is silent with reason. */
export function isHeardOf({ directory }: Pick<Known, 'directory'>, meter: Pick<MeterRow, 'gateway' | 'validFrom' | 'validTo'>, now: EpochMs): boolean {
  const by = meter.gateway === null ? undefined : directory.gateways.get(meter.gateway);
  return validAt(meter, now) && by !== undefined && by.revokedAt === null;
}

/** Nothing looks at it any more, so nothing would find that it is over: the meter or connection ended, the consent was taken back, the
 *  group is no more. */
export function isGone(known: Known, subject: string, now: EpochMs): boolean {
  const { directory, capacity } = known;
  const { kind, id } = partsOf(subject);
  if (kind === 'meter') {
    const meter = directory.meters.get(id);
    return meter === undefined || !isHeardOf(known, meter, now);
  }
  if (kind === 'connection') {
    const connection = directory.connections.get(id);
    return connection === undefined || !validAt(connection, now);
  }
  if (kind === 'consent') {
    const audience = subject.split(' ')[2];
    return ![...directory.consents.values()].some((row) => row.company === id && row.audience === audience && row.revokedAt === null);
  }
  return kind === 'group' && !capacity.groups().some((group) => group.id === id);
}

function partsOf(subject: string): { kind: string; id: number } {
  const [kind = '', id = ''] = subject.split(' ');
  return { kind, id: Number(id) };
}
