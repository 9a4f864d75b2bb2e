// Whether a rule is on, for each owner that the reader sets it for, and who switched it when.
import { useState } from 'preact/hooks';
import type { AlertRuleView } from '../../api/shapes-alerts.ts';
import { alertRuleWords } from '../state/alert-rule-words.ts';
import { api, ask } from '../state/fetch.ts';
import type { Owner } from '../state/owners.ts';
import { alertMoment, alertName } from './alert-texts.tsx';

interface SwitchProps {
  readonly rule: AlertRuleView;
  readonly owner: Owner;
  /** Say whose it is: there are several. */
  readonly named: boolean;
  readonly onChanged: () => void;
}

function OneSwitch({ rule, owner, named, onChanged }: SwitchProps) {
  const text = alertRuleWords.value;
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(false);
  const { park, company } = owner;
  const now = rule.switches.find((one) => one.park === park && one.company === company);
  const on = now?.on ?? true;
  const turn = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask(api(`/alert-rules/${rule.kind}`), { method: 'PATCH', body: { park, company, on: !on } });
    setBusy(false);
    setRefused(!answer.ok);
    onChanged();
  };
  return (
    <>
      <label style={{ display: 'flex', alignItems: 'center', gap: '6px', margin: 0, fontWeight: 400 }}>
        <input type="checkbox" role="switch" aria-checked={on} checked={on} disabled={busy} aria-label={text.turn(alertName(rule), owner.name)} onChange={() => void turn()} />
        <span>{`${named ? `${owner.name}: ` : ''}${on ? text.on : text.off}`}</span>
      </label>
      {now === undefined ? null : <p class="small second">{text.since(now.changedBy, alertMoment(now.changedAt))}</p>}
      {refused ? (
        <p class="small tone-fout" role="alert">
          {text.refused}
        </p>
      ) : null}
    </>
  );
}

/** Only the park has the rule about itself. */
export function RuleSwitch({ rule, owners, onChanged }: { rule: AlertRuleView; owners: readonly Owner[]; onChanged: () => void }) {
  const its = owners.filter((owner) => owner.company === null || rule.about !== 'park');
  if (its.length === 0) return <>–</>;
  return (
    <>
      {its.map((owner) => (
        <OneSwitch key={`${owner.park} ${owner.company ?? ''}`} rule={rule} owner={owner} named={its.length > 1} onChanged={onChanged} />
      ))}
    </>
  );
}
