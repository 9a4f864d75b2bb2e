// The form of a way out for alerts: a new one, or one that changes. What it is and whose stays as it was made.
import { useState } from 'preact/hooks';
import type { Gateway } from '../../api/shapes.ts';
import type { AlertRuleView, ChannelView } from '../../api/shapes-alerts.ts';
import { SelectField } from '../parts/select-field.tsx';
import { alertWords } from '../state/alert-words.ts';
import { type Answer, api, ask } from '../state/fetch.ts';
import { type Owner, owners } from '../state/owners.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

type Kind = ChannelView['kind'];
type Rule = AlertRuleView['kind'];

const hour = (value: number): string => `${String(value).padStart(2, '0')}:00`;
const HOURS = Array.from({ length: 24 }, (_, at): readonly [string, string] => [String(at), hour(at)]);
const labelOf = (one: Owner): string => (one.company === null ? alertWords.value.ownerOf(one.name) : one.name);

interface Draft {
  readonly kind: Kind;
  readonly name: string;
  readonly target: string;
  readonly owner: string;
  readonly least: ChannelView['leastSeverity'];
  /** null: every rule. */
  readonly rules: readonly Rule[] | null;
  readonly from: string;
  readonly to: string;
  readonly escalates: boolean;
  readonly lang: ChannelView['lang'];
  readonly newSecret: boolean;
}

function draftOf(channel: ChannelView | null): Draft {
  const rest = { owner: '0', newSecret: false };
  if (channel === null) return { ...rest, kind: 'mail', name: '', target: '', least: 'warning', rules: null, from: '22', to: '7', escalates: false, lang: lang.value };
  const { kind, name, target, leastSeverity: least, kinds: rules, quietFromHour, quietToHour, escalatesOnly: escalates, lang: language } = channel;
  return { ...rest, kind, name, target, least, rules, from: String(quietFromHour), to: String(quietToHour), escalates, lang: language };
}

interface FieldsProps {
  readonly id: string;
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

function WhenFields({ id, draft, change }: FieldsProps) {
  const text = alertWords.value;
  return (
    <>
      <SelectField id={`${id}-from`} label={text.quietFrom} value={draft.from} options={HOURS} onPick={(from) => change({ from })} />
      <SelectField id={`${id}-to`} label={text.quietTo} value={draft.to} options={HOURS} onPick={(to) => change({ to })} />
      <SelectField
        id={`${id}-lang`}
        label={text.lang}
        value={draft.lang}
        options={Object.entries(text.langs)}
        onPick={(language) => change({ lang: language === 'en' ? 'en' : 'nl' })}
      />
      <div class="field">
        <label>
          <input type="checkbox" checked={draft.escalates} onChange={(event) => change({ escalates: event.currentTarget.checked })} /> {text.escalates}
        </label>
      </div>
    </>
  );
}

/** All of them is every rule, also those that come. */
function RuleFields({ draft, change }: FieldsProps) {
  const text = alertWords.value;
  const names = Object.entries(text.kinds).flatMap(([name, label]) => (isRule(name) ? [{ name, label }] : []));
  const picked = draft.rules ?? names.map(({ name }) => name);
  const turn = (rule: Rule, on: boolean): void => {
    const next = names.map(({ name }) => name).filter((name) => (name === rule ? on : picked.includes(name)));
    change({ rules: next.length === names.length ? null : next });
  };
  return (
    <fieldset class="field" style={{ border: 0, padding: 0, margin: '0 0 16px' }}>
      <legend class="label" style={{ padding: 0 }}>
        {text.whichRules}
      </legend>
      <div class="checks" style={{ maxHeight: 'none' }}>
        {names.map(({ name, label }) => (
          <label key={name}>
            <input type="checkbox" checked={picked.includes(name)} onChange={(event) => turn(name, event.currentTarget.checked)} /> {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const isRule = (name: string): name is Rule => name in alertWords.value.kinds;

/** An address to type, or one of the gateways that one may see. */
function TargetField({ id, draft, change }: FieldsProps) {
  const text = alertWords.value;
  return (
    <>
      {draft.kind === 'mqtt' ? (
        <GatewayField id={id} value={draft.target} onPick={(target) => change({ target })} />
      ) : (
        <div class="field">
          <label for={`${id}-target`}>{text.targets[draft.kind]}</label>
          <input
            id={`${id}-target`}
            type="text"
            inputMode={draft.kind === 'mail' ? 'email' : 'url'}
            required
            maxLength={500}
            value={draft.target}
            onInput={(event) => change({ target: event.currentTarget.value })}
          />
        </div>
      )}
      <p class="hint" style={{ margin: '-10px 0 16px' }}>
        {text.explains[draft.kind]}
      </p>
    </>
  );
}

function GatewayField({ id, value, onPick }: { id: string; value: string; onPick: (gateway: string) => void }) {
  const text = alertWords.value;
  const { data } = useResource<{ items: Gateway[] }>(api('/gateways'));
  if (data === null) return null;
  if (data.items.length === 0) return <p class="says">{text.noGateways}</p>;
  const options = data.items.map((one): readonly [string, string] => [String(one.id), one.name]);
  return <SelectField id={`${id}-target`} label={text.targets.mqtt} value={value} options={[['', '–'], ...options]} onPick={onPick} />;
}

/** What it is and whose: only of a new one. */
function KindFields({ id, draft, change }: FieldsProps) {
  const text = alertWords.value;
  return (
    <>
      <SelectField
        id={`${id}-kind`}
        label={text.kind}
        value={draft.kind}
        options={Object.entries(text.channels)}
        onPick={(kind) => change({ kind: kind === 'webhook' || kind === 'mqtt' ? kind : 'mail', target: '' })}
      />
      <SelectField
        id={`${id}-owner`}
        label={text.owner}
        value={draft.owner}
        options={owners().map((one, index) => [String(index), labelOf(one)])}
        onPick={(owner) => change({ owner })}
      />
    </>
  );
}

function NameField({ id, draft, change }: FieldsProps) {
  const text = alertWords.value;
  return (
    <div class="field">
      <label for={`${id}-name`}>{text.name}</label>
      <input id={`${id}-name`} type="text" maxLength={60} value={draft.name} onInput={(event) => change({ name: event.currentTarget.value })} />
    </div>
  );
}

function save(channel: ChannelView | null, draft: Draft): Promise<Answer<{ secret: string | null }>> | null {
  const { kind, name, target, rules: kinds, least: leastSeverity, escalates: escalatesOnly, newSecret } = draft;
  const quiet = { quietFromHour: Number(draft.from), quietToHour: Number(draft.to) };
  const body = { name: name.trim(), target: target.trim(), kinds, leastSeverity, escalatesOnly, lang: draft.lang, ...quiet };
  if (channel !== null) return ask(api(`/alert-channels/${channel.id}`), { method: 'PATCH', body: { ...body, ...(newSecret && { newSecret }) } });
  const owner = owners()[Number(draft.owner)] ?? owners()[0];
  return owner === undefined ? null : ask(api('/alert-channels'), { method: 'POST', body: { ...body, kind, park: owner.park, company: owner.company } });
}

interface FormProps {
  /** Before the id of each field: two forms may stand on a page. */
  readonly id: string;
  /** null: a new one. */
  readonly channel: ChannelView | null;
  readonly onDone: (secret: string | null) => void;
}

export function ChannelForm({ id, channel, onDone }: FormProps) {
  const text = alertWords.value;
  const [draft, setDraft] = useState(() => draftOf(channel));
  const [state, setState] = useState<'idle' | 'busy' | 'refused'>('idle');
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const asked = save(channel, draft);
    if (asked === null) return;
    setState('busy');
    const answer = await asked;
    setState(answer.ok ? 'idle' : 'refused');
    if (!answer.ok) return;
    if (channel === null) setDraft({ ...draftOf(null), owner: draft.owner });
    onDone(answer.data.secret);
  };
  const fields = { id, draft, change };
  return (
    <form style={{ maxWidth: '560px', marginTop: '12px' }} onSubmit={(event) => void submit(event)}>
      {channel === null ? <KindFields {...fields} /> : null}
      <TargetField {...fields} />
      <NameField {...fields} />
      <SelectField
        id={`${id}-least`}
        label={text.least}
        value={draft.least}
        options={Object.entries(text.severities)}
        onPick={(least) => change({ least: least === 'notice' || least === 'urgent' ? least : 'warning' })}
      />
      <RuleFields {...fields} />
      <WhenFields {...fields} />
      {channel?.kind === 'webhook' ? (
        <div class="field">
          <label>
            <input type="checkbox" checked={draft.newSecret} onChange={(event) => change({ newSecret: event.currentTarget.checked })} /> {text.newSecret}
          </label>
        </div>
      ) : null}
      {state === 'refused' ? (
        <p class="says tone-fout" role="alert">
          {text.refused}
        </p>
      ) : null}
      <button type="submit" class="button primary" disabled={state === 'busy' || draft.rules?.length === 0}>
        {state === 'busy' ? text.adding : channel === null ? text.add : text.save}
      </button>
    </form>
  );
}
