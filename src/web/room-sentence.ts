// The first line about room on the grid: of the place, and of a group that shares a contract where that binds first. Pure.
import { type Lang, formatAmount, formatClock } from '../charts/formats.ts';
import { type Sentence, stress } from '../charts/sentence.ts';
import type { CapacityNow, RunningQuarter } from '../api/shapes-capacity.ts';
import type { MarginWords } from './i18n/margin-nl.ts';
import type { Words } from './i18n/nl.ts';

type Running = Pick<RunningQuarter, 'lost' | 'comeOffKw' | 'headroomKw' | 'limitKw'>;
interface Told extends Pick<CapacityNow, 'end'> {
  readonly own: Running;
  readonly groups: readonly (Running & { readonly name: string })[];
}
interface Texts {
  readonly room: Words['capacity'];
  readonly group: MarginWords['shared'];
}

export function roomSentence({ end, own, groups }: Told, { room, group }: Texts, lang: Lang): Sentence {
  const kw = (value: number): string => formatAmount(lang, value, 'kW');
  const until = formatClock(lang, Date.parse(end));
  if (own.lost) return [stress(room.lost, 'fout')];
  if (own.comeOffKw !== null && own.comeOffKw > 0) return [room.overLead, stress(kw(own.comeOffKw), 'fout'), room.overEnd(until)];
  const lost = groups.find((one) => one.lost);
  if (lost) return [stress(group.lost(lost.name), 'fout')];
  const over = mostBy(groups, (one) => one.comeOffKw ?? 0);
  if (over?.comeOffKw && over.comeOffKw > 0) return [group.over(over.name), stress(kw(over.comeOffKw), 'fout'), room.overEnd(until)];
  if (own.headroomKw === null) return [own.limitKw === null ? room.noLimit : room.noRoomYet];
  const tight = mostBy(groups, (one) => -(one.headroomKw ?? Infinity));
  // Without the group's, a park says that much fits where its members may use next to nothing.
  const within =
    tight?.headroomKw !== null && tight?.headroomKw !== undefined && tight.headroomKw < own.headroomKw ? [group.within(tight.name), stress(kw(tight.headroomKw), 'key')] : [];
  return [room.roomLead, stress(kw(own.headroomKw), 'goed'), room.roomLeadEnd.replace(/\.$/, ''), ...within, '.'];
}

const mostBy = <T>(items: readonly T[], of: (item: T) => number): T | undefined =>
  items.reduce<T | undefined>((best, item) => (best === undefined || of(item) > of(best) ? item : best), undefined);
