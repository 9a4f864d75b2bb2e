// The members of a group that shares a contract: who is in from when to when, with forms to join and leave.
import { useState } from 'preact/hooks';
import type { Company, Connection } from '../../api/shapes.ts';
import type { GroupView } from '../../api/shapes-capacity.ts';
import { formatDate, formatNumber, localDay } from '../../charts/formats.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { kwText } from '../parts/pairs.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { agreementWords } from '../state/agreement-words.ts';
import { api } from '../state/fetch.ts';
import { lang, nowMs } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { numberOf } from '../state/typed.ts';
import { Field, Opening, PostForm } from './agreement-form.tsx';
import { StateBadge, stateOf } from './agreement-limits.tsx';

type Member = GroupView['members'][number];
const dayText = (at: string | null): string => (at === null ? agreementWords.value.noEnd : formatDate(lang.value, Date.parse(at)));

/** Ends something from a day on. */
export function EndForm({ path, id, onDone, close }: { path: string; id: string; onDone: () => void; close: () => void }) {
  const text = agreementWords.value;
  const [validTo, setValidTo] = useState(localDay(nowMs.value));
  return (
    <PostForm path={path} submit={text.endNow} body={() => ({ validTo })} onDone={onDone} onCancel={close}>
      <Field id={id} type="date" label={text.endAt} value={validTo} onInput={setValidTo} />
    </PostForm>
  );
}

function columns(group: GroupView, mayChange: boolean, onDone: () => void): TableColumn<Member>[] {
  const text = agreementWords.value;
  const end: TableColumn<Member> = {
    id: 'end',
    head: text.end,
    cell: (row) =>
      stateOf(row) === 'past' ? null : (
        <Opening label={text.end} name={text.endOf(row.name)} small>
          {(close) => <EndForm path={`/groups/${group.id}/members/${row.id}/end`} id={`leave-${row.id}`} onDone={onDone} close={close} />}
        </Opening>
      ),
  };
  return [
    { id: 'member', head: text.member, cell: (row) => <a href={`/companies/${row.company}/ruimte`}>{row.name}</a>, sort: (row) => row.name },
    { id: 'connection', head: text.whichConnection, numeric: true, cell: (row) => String(row.connection), sort: (row) => row.connection },
    ...(group.rule === 'fixed' ? [{ id: 'share', head: text.shares, numeric: true, cell: (row: Member) => text.share(kwText(row.shareImportKw), kwText(row.shareExportKw)) }] : []),
    ...(group.rule === 'priority' ? [{ id: 'priority', head: text.priority, numeric: true, cell: (row: Member) => formatNumber(lang.value, row.priority) }] : []),
    { id: 'state', head: text.state, key: true, cell: (row) => <StateBadge row={row} />, sort: stateOf },
    { id: 'from', head: text.joined, numeric: true, cell: (row) => dayText(row.validFrom), sort: (row) => row.validFrom },
    { id: 'to', head: text.left, numeric: true, cell: (row) => dayText(row.validTo), sort: (row) => row.validTo ?? '9' },
    ...(mayChange ? [end] : []),
  ];
}

interface AddProps {
  readonly group: GroupView;
  readonly companies: readonly Company[];
  readonly onDone: () => void;
  readonly close: () => void;
}

function AddMember({ group, companies, onDone, close }: AddProps) {
  const text = agreementWords.value;
  const [company, setCompany] = useState('');
  const [picked, setPicked] = useState('');
  const [validFrom, setValidFrom] = useState(localDay(nowMs.value));
  const [share, setShare] = useState({ taken: '0', given: '0', priority: '1' });
  const found = useResource<{ items: Connection[] }>(company === '' ? null : api(`/companies/${company}/connections`)).data?.items ?? [];
  const connections = found.filter((one) => one.carrier === 'electricity');
  const connection = connections.some((one) => String(one.id) === picked) ? picked : String(connections[0]?.id ?? '');
  const body = (): object => ({
    connection: Number(connection),
    validFrom,
    ...(group.rule === 'fixed' && { shareImportKw: numberOf(share.taken), shareExportKw: numberOf(share.given) }),
    ...(group.rule === 'priority' && { priority: numberOf(share.priority) }),
  });
  return (
    <PostForm path={`/groups/${group.id}/members`} submit={text.add} body={body} onDone={onDone} onCancel={close}>
      <SelectField
        id={`member-company-${group.id}`}
        label={text.company}
        value={company}
        options={[['', text.chooseCompany], ...companies.map((one): [string, string] => [String(one.id), one.name])]}
        onPick={setCompany}
      />
      <SelectField
        id={`member-connection-${group.id}`}
        label={text.whichConnection}
        value={connection}
        options={connections.map((one) => [String(one.id), `${one.id}, ${one.contractedImportKw === null ? '–' : kwText(one.contractedImportKw)}`])}
        onPick={setPicked}
      />
      <Field id={`member-from-${group.id}`} type="date" label={text.joined} value={validFrom} onInput={setValidFrom} />
      {group.rule === 'fixed' ? (
        <>
          <Field id={`member-taken-${group.id}`} label={text.shareImport} value={share.taken} mode="decimal" onInput={(taken) => setShare({ ...share, taken })} />
          <Field id={`member-given-${group.id}`} label={text.shareExport} value={share.given} mode="decimal" onInput={(given) => setShare({ ...share, given })} />
        </>
      ) : null}
      {group.rule === 'priority' ? (
        <Field id={`member-priority-${group.id}`} label={text.priority} value={share.priority} mode="decimal" onInput={(priority) => setShare({ ...share, priority })} />
      ) : null}
    </PostForm>
  );
}

export function Members({ group, companies, mayChange, onDone }: Omit<AddProps, 'close'> & { mayChange: boolean }) {
  const text = agreementWords.value;
  return (
    <>
      <h3 style={{ marginTop: '18px' }}>{text.members}</h3>
      {group.members.length === 0 ? (
        <p class="says">{text.noMembers}</p>
      ) : (
        <DataTable
          caption={`${text.members}, ${group.name}`}
          columns={columns(group, mayChange, onDone)}
          rows={group.members}
          rowId={(row) => String(row.id)}
          rowName={(row) => row.name}
        />
      )}
      {group.membersHidden > 0 ? <p class="small second">{text.hidden(group.membersHidden)}</p> : null}
      {mayChange ? <Opening label={text.addMember}>{(close) => <AddMember group={group} companies={companies} onDone={onDone} close={close} />}</Opening> : null}
    </>
  );
}
