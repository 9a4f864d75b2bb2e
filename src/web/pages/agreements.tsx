// Afspraken over vermogen: of a company the limits of its connections, of a park the groups that share a contract.
import { useEffect, useState } from 'preact/hooks';
import type { Company, Connection } from '../../api/shapes.ts';
import type { GroupView, LimitView } from '../../api/shapes-capacity.ts';
import { formatDate, localDay } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { kwText } from '../parts/pairs.tsx';
import { EmptyState, Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { SelectField } from '../parts/select-field.tsx';
import type { Scope } from '../scope.ts';
import { agreementWords } from '../state/agreement-words.ts';
import { api } from '../state/fetch.ts';
import { me } from '../state/session.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { numberOf } from '../state/typed.ts';
import { Field, Opening, PostForm } from './agreement-form.tsx';
import { LimitRows, stateOf } from './agreement-limits.tsx';
import { EndForm, Members } from './agreement-members.tsx';

type Rule = GroupView['rule'];
const RULES: readonly Rule[] = ['fixed', 'pro-rata', 'priority', 'first-come'];
const kw = (value: number | null): string => (value === null ? '–' : kwText(value));

function ConnectionPanel({ connection, mayChange }: { connection: Connection; mayChange: boolean }) {
  const text = agreementWords.value;
  const path = `/connections/${connection.id}/limits`;
  const limits = useResource<{ items: LimitView[] }>(api(path));
  const title = text.connection(String(connection.id), words.value.carriers[connection.carrier]);
  return (
    <Panel title={title} resource={limits} shape="rows" minHeight={100}>
      {(data) => (
        <>
          <p class="says">{text.contract(kw(connection.contractedImportKw ?? connection.physicalImportKw), kw(connection.contractedExportKw ?? connection.physicalExportKw))}</p>
          <LimitRows path={path} limits={data.items} caption={title} mayChange={mayChange} onDone={limits.refetch} />
        </>
      )}
    </Panel>
  );
}

function CompanyAgreements({ scope, mayChange }: { scope: Scope; mayChange: boolean }) {
  const text = agreementWords.value;
  const { states } = words.value;
  const connections = useResource<{ items: Connection[] }>(api(`${scope.api}/connections`));
  const powered = (connections.data?.items ?? []).filter((one) => one.carrier === 'electricity');
  if (powered.length === 0)
    return (
      <Panel title={text.title} resource={connections} shape="rows" minHeight={160} empty={() => ({ title: states.noMetersTitle, text: states.noMetersText })}>
        {() => null}
      </Panel>
    );
  return (
    <div class="grid">
      {powered.map((connection) => (
        <ConnectionPanel key={connection.id} connection={connection} mayChange={mayChange} />
      ))}
      {mayChange ? null : <p class="small second">{text.readOnly}</p>}
    </div>
  );
}

function AddGroup({ park, onDone, close }: { park: string; onDone: () => void; close: () => void }) {
  const text = agreementWords.value;
  const [draft, setDraft] = useState<{ name: string; rule: Rule; taken: string; given: string; validFrom: string }>({
    name: '',
    rule: 'pro-rata',
    taken: '',
    given: '',
    validFrom: localDay(nowMs.value),
  });
  const change = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const body = (): object => ({
    park,
    name: draft.name.trim(),
    rule: draft.rule,
    validFrom: draft.validFrom,
    limitImportKw: numberOf(draft.taken),
    ...(draft.given.trim() !== '' && { limitExportKw: numberOf(draft.given) }),
  });
  return (
    <PostForm path="/groups" submit={text.add} body={body} onDone={onDone} onCancel={close}>
      <Field id="group-name" label={text.groupName} value={draft.name} onInput={(name) => change({ name })} />
      <SelectField
        id="group-rule"
        label={text.rule}
        value={draft.rule}
        options={RULES.map((rule) => [rule, text.rules[rule]])}
        onPick={(rule) => change({ rule: RULES.find((one) => one === rule) ?? 'pro-rata' })}
      />
      <p class="small second">{text.ruleHelp[draft.rule]}</p>
      <Field id="group-taken" label={text.limitImport} value={draft.taken} mode="decimal" onInput={(taken) => change({ taken })} />
      <Field id="group-given" label={text.limitExport} value={draft.given} required={false} mode="decimal" onInput={(given) => change({ given })} />
      <Field id="group-from" type="date" label={text.from} value={draft.validFrom} onInput={(validFrom) => change({ validFrom })} />
    </PostForm>
  );
}

interface GroupProps {
  readonly group: GroupView;
  readonly companies: readonly Company[];
  readonly mayChange: boolean;
  readonly onDone: () => void;
}

function Group({ group, companies, mayChange, onDone }: GroupProps) {
  const text = agreementWords.value;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{group.name}</h2>
        <div class="tools">
          <Badge tone="stil">{text.rules[group.rule]}</Badge>
          {group.validTo === null ? null : <Badge tone="info">{text.ended(formatDate(lang.value, Date.parse(group.validTo)))}</Badge>}
        </div>
      </div>
      <p class="says">{text.ruleHelp[group.rule]}</p>
      <h3 style={{ marginTop: '14px' }}>{text.limits}</h3>
      <LimitRows path={`/groups/${group.id}/limits`} limits={group.limits} caption={`${text.limits}, ${group.name}`} mayChange={mayChange} onDone={onDone} />
      <Members group={group} companies={companies} mayChange={mayChange} onDone={onDone} />
      {mayChange && stateOf(group) !== 'past' ? (
        <p style={{ marginTop: '14px' }}>
          <Opening label={text.endGroup} small>
            {(close) => <EndForm path={`/groups/${group.id}/end`} id={`end-group-${group.id}`} onDone={onDone} close={close} />}
          </Opening>
        </p>
      ) : null}
    </section>
  );
}

function ParkAgreements({ scope, companies, mayChange }: { scope: Scope; companies: readonly Company[]; mayChange: boolean }) {
  const text = agreementWords.value;
  const park = scope.href.split('/').at(-1) ?? '';
  const groups = useResource<{ items: GroupView[] }>(api(`/groups?park=${park}`));
  const [version, setVersion] = useState(0);
  const done = (): void => {
    setVersion(version + 1);
    groups.refetch();
  };
  const items = groups.data?.items ?? [];
  return (
    <div class="grid">
      {items.length > 0 ? (
        items.map((group) => <Group key={`${group.id} ${version}`} group={group} companies={companies} mayChange={mayChange} onDone={done} />)
      ) : (
        <Panel title={text.title} resource={groups} shape="rows" minHeight={160}>
          {() => <EmptyState empty={{ title: text.noGroupsTitle, text: text.noGroupsText }} />}
        </Panel>
      )}
      {mayChange && groups.data !== null ? (
        <section class="panel">
          <Opening key={version} label={text.addGroup}>
            {(close) => <AddGroup park={park} onDone={done} close={close} />}
          </Opening>
        </section>
      ) : null}
    </div>
  );
}

export function AgreementsPage({ scope, companies, company }: { scope: Scope; companies: readonly Company[]; company: number | null }) {
  const text = agreementWords.value;
  const title = `${scope.name}, ${text.title} · ${words.value.product}`;
  useEffect(() => void (document.title = title), [title]);
  const roles = me.value?.roles ?? [];
  const runs = roles.some((each) => each.role === 'operator');
  const owns = roles.some((each) => each.role === 'company' && each.company === company);
  const keeps = roles.some((each) => each.role === 'parkmanager' && scope.href === `/parks/${each.parks.find((park) => scope.href.endsWith(`/${park}`)) ?? ''}`);
  return (
    <>
      <Lead
        over={<span>{scope.name}</span>}
        sentence={[company === null ? text.leadPark : text.leadCompany]}
        actions={
          <a class="button" href={`${scope.href}/ruimte`}>
            {words.value.capacity.tab}
          </a>
        }
      />
      {company === null ? <ParkAgreements scope={scope} companies={companies} mayChange={runs || keeps} /> : <CompanyAgreements scope={scope} mayChange={runs || owns} />}
    </>
  );
}
