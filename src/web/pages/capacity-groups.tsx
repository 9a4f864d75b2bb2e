// The groups that share a contract here: the room of each now, and the statement of a month with who passed the limit.
import { type ComponentChildren, Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { Company } from '../../api/shapes.ts';
import type { GroupNow, GroupStatement, GroupView } from '../../api/shapes-capacity.ts';
import { formatMoment, formatMonth, formatNumber, formatScaled, localDay, scaleFor } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Icon } from '../parts/icon.tsx';
import { kwText, kwhText } from '../parts/pairs.tsx';
import { Panel } from '../parts/panel.tsx';
import { WhyStatement } from '../parts/why-statement.tsx';
import type { Scope } from '../scope.ts';
import { explainedWords } from '../state/explained-words.ts';
import { api } from '../state/fetch.ts';
import { marginWords } from '../state/margin-words.ts';
import { useQuestion } from '../question.ts';
import { me } from '../state/session.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { JoinPanel } from './capacity-join.tsx';
import { RunningPairs } from './capacity-now.tsx';

type Line = GroupStatement['members'][number];
const shown = (kw: number | null): string => (kw === null ? '–' : kwText(kw));

const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

/** 2026-10 and a number of months on. */
export function monthFrom(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const months = year * 12 + number - 1 + by;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** What the others drew is told where all consent: only then the rest of the line is explained. */
function whyOf(statement: GroupStatement, line: Line): ComponentChildren {
  const { figures } = explainedWords.value.statement;
  const path = (field: string): string =>
    api(`/groups/${statement.group}/statement/explain?month=${statement.month}&direction=${statement.direction}&connection=${line.connection}&field=${field}`);
  const open = statement.aboveKwh !== null;
  const names = (['useKwh', 'returnKwh', 'kwMax', 'coincidentKw', 'aboveKwh'] as const).filter((one) =>
    one === 'kwMax' || one === 'coincidentKw' ? line[one] !== null && (one === 'kwMax' || open) : one !== 'aboveKwh' || open,
  );
  return <WhyStatement name={line.name} choices={names.map((one) => ({ name: figures[one], path: path(one) }))} />;
}

function columns(statement: GroupStatement): TableColumn<Line>[] {
  const text = words.value.capacity;
  const blamed = (line: Line): string => (line.aboveKwh === 0 ? '–' : `${kwhText(line.aboveKwh)}, ${kwText(line.aboveKwMax)}`);
  // One unit for the column, so that it can be added up.
  const scale = scaleFor('kWh', statement.useKwh ?? Math.max(0, ...statement.members.map((line) => line.useKwh)));
  const used = (kwh: number): string => `${formatScaled(lang.value, kwh, scale)}\u00a0${scale.unit}`;
  return [
    { id: 'member', head: text.member, cell: (line) => line.name, sort: (line) => line.name, foot: text.total },
    { id: 'days', head: text.days, numeric: true, cell: (line) => formatNumber(lang.value, line.days, Number.isInteger(line.days) ? 0 : 1), sort: (line) => line.days },
    ...(statement.rule === 'fixed'
      ? [{ id: 'share', head: text.share, numeric: true, cell: (line: Line) => kwText(line.shareKw), sort: (line: Line) => line.shareKw, foot: shown(statement.limitKw) }]
      : []),
    {
      id: 'used',
      head: text.used,
      numeric: true,
      cell: (line) => used(line.useKwh),
      sort: (line) => line.useKwh,
      foot: statement.useKwh === null ? '–' : used(statement.useKwh),
    },
    { id: 'peak', head: text.peak, numeric: true, cell: (line) => shown(line.kwMax), sort: (line) => line.kwMax ?? 0, foot: shown(statement.kwMax) },
    { id: 'in', head: text.coincident, numeric: true, cell: (line) => shown(line.coincidentKw), sort: (line) => line.coincidentKw ?? 0, foot: shown(statement.kwMax) },
    { id: 'blame', head: text.blame, numeric: true, key: true, cell: blamed, sort: (line) => line.aboveKwh, foot: statement.aboveKwh === null ? '–' : kwhText(statement.aboveKwh) },
    { id: 'why', head: explainedWords.value.statement.why, cell: (line) => whyOf(statement, line), foot: '' },
  ];
}

/** So many of the last ones are shown before somebody asks for all. */
const EXCEEDANCES_SHOWN = 10;

function Exceedances({ statement: { exceedances } }: { statement: GroupStatement }) {
  const text = words.value.capacity;
  const [all, setAll] = useState(false);
  if (exceedances.length === 0) return null;
  return (
    <ul class="facts">
      {exceedances.length > EXCEEDANCES_SHOWN && !all ? (
        <li>
          {marginWords.value.lastOf(EXCEEDANCES_SHOWN, exceedances.length)}{' '}
          <button type="button" class="button" onClick={() => setAll(true)}>
            {marginWords.value.showAll}
          </button>
        </li>
      ) : null}
      {(all ? exceedances : exceedances.slice(-EXCEEDANCES_SHOWN)).map((one) => (
        <li key={one.start}>
          {text.exceedance} {formatMoment(lang.value, Date.parse(one.start), nowMs.value)}: {kwText(one.aboveKwMax)}, {kwhText(one.aboveKwh)}
          <span class="source">
            {text.causes} {one.causes.map((cause) => `${cause.name} (${kwhText(cause.aboveKwh)})`).join(', ')}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Whether the limit was kept, no further than it was judged: not of a group without a limit, nor of a whole month that still runs. */
function keptSays(statement: GroupStatement): string {
  const text = words.value.capacity;
  const { aboveKwh, exceedances, limitKw, quarters, quartersUnjudged, to, asOf } = statement;
  if (limitKw === null) return marginWords.value.noSharedLimit;
  if (aboveKwh === null) return '';
  if (exceedances.length > 0) return text.exceeded(exceedances.length, kwhText(aboveKwh));
  const judged = quarters - quartersUnjudged;
  if (judged === 0) return '';
  return quartersUnjudged > 0 || to > asOf ? marginWords.value.stayedWithin(formatNumber(lang.value, judged)) : text.exceeded(0, '');
}

function Statement({ statement }: { statement: GroupStatement }) {
  const text = words.value.capacity;
  return (
    <>
      <p class="says">
        {text.statementSays(text.rules[statement.rule], shown(statement.limitKw))} {keptSays(statement)}
      </p>
      {statement.membersHidden > 0 ? <p class="says">{text.hidden(statement.membersHidden)}</p> : null}
      {statement.membersWithheld > 0 ? <p class="says">{text.withheld(statement.membersWithheld)}</p> : null}
      {statement.quartersUnjudged > 0 && statement.membersWithheld === 0 ? (
        <p class="says">
          {statement.membersHidden === 1 && statement.quartersUnjudged === statement.quarters
            ? text.afterMonth
            : text.unjudged(formatNumber(lang.value, statement.quartersUnjudged))}
        </p>
      ) : null}
      <DataTable
        caption={text.statementTitle(statement.name)}
        columns={columns(statement)}
        rows={statement.members}
        rowId={(line) => String(line.connection)}
        rowName={(line) => line.name}
      />
      <Exceedances statement={statement} />
    </>
  );
}

const TONES = { unknown: 'stil', within: 'goed', near: 'let', over: 'fout' } as const;

/** Where the quarter ends against the shared limit; roughly where the figure would be one company's. */
function Running({ now: { total, alarm } }: { now: GroupNow }) {
  const text = marginWords.value;
  if (alarm === null || alarm.limitKw === null) return total === null ? null : <RunningPairs running={total} />;
  const kw = alarm.comeOffKw === null ? null : kwText(alarm.comeOffKw);
  return (
    <>
      <p>
        <Badge tone={TONES[alarm.state]}>{text.alarm[alarm.state]}</Badge> {kw === null ? '' : alarm.exact ? text.comeOff(kw) : text.comeOffRoughly(kw)}
      </p>
      {total === null ? <p class="small second">{`${text.limit}: ${shown(alarm.limitKw)}. ${text.rough}`}</p> : <RunningPairs running={total} />}
    </>
  );
}

function GroupPanel({ group, scope, direction }: { group: GroupView; scope: Scope; direction: GroupNow['direction'] }) {
  const text = words.value.capacity;
  const thisMonth = localDay(nowMs.value).slice(0, 7);
  const { asked, ask } = useQuestion(`maand${group.id}`);
  const month = asked !== undefined && isMonth(asked) && asked <= thisMonth ? asked : thisMonth;
  const statement = useResource<GroupStatement>(api(`/groups/${group.id}/statement?month=${month}&direction=${direction}`));
  const now = useResource<GroupNow>(api(`/groups/${group.id}/now?direction=${direction}`), { concerns: scope.concerns }).data;
  return (
    <Panel
      title={text.statementTitle(group.name)}
      resource={statement}
      shape="rows"
      minHeight={220}
      tools={() => (
        <>
          <button type="button" class="button square" aria-label={text.previousMonth} onClick={() => ask(monthFrom(month, -1))}>
            <Icon name="left" />
          </button>
          <span>{formatMonth(lang.value, Date.parse(`${month}-15T12:00:00Z`))}</span>
          <button type="button" class="button square" aria-label={text.nextMonth} disabled={month >= thisMonth} onClick={() => ask(monthFrom(month, 1))}>
            <Icon name="right" />
          </button>
        </>
      )}
    >
      {(data) => (
        <>
          {now === null ? null : <Running now={now} />}
          <Statement statement={data} />
        </>
      )}
    </Panel>
  );
}

/** Of a park all its groups; of a company those of which it is a member. */
export function GroupsPanel({ scope, direction }: { scope: Scope; direction: GroupNow['direction'] }) {
  const text = words.value.capacity;
  const company = useResource<Company>(scope.kind === 'company' ? api(scope.api) : null).data;
  const park = scope.kind === 'park' ? scope.href.split('/').at(-1) : company?.park;
  const resource = useResource<{ items: GroupView[] }>(park === undefined ? null : api(`/groups?park=${park}`));
  const groups = (resource.data?.items ?? []).filter((group) => scope.kind === 'park' || group.members.some((one) => one.company === company?.id));
  if (groups.length > 0)
    return (
      <>
        {groups.map((group) => (
          <Fragment key={group.id}>
            <GroupPanel group={group} scope={scope} direction={direction} />
            {scope.kind === 'park' && group.membersHidden === 0 ? <JoinPanel path={`/groups/${group.id}/join`} name={`past${group.id}`} group={group} /> : null}
          </Fragment>
        ))}
      </>
    );
  // Who may not see groups is not told that there are none.
  const maySee = me.value?.roles.some((one) => one.role === 'parkmanager' || one.role === 'operator') ?? false;
  if (scope.kind === 'company' || !maySee) return null;
  return (
    <Panel title={text.groupsTitle} resource={resource} shape="rows" minHeight={120} empty={() => ({ title: text.groupsEmptyTitle, text: text.groupsEmptyText })}>
      {() => null}
    </Panel>
  );
}
