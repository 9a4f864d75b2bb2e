// One gateway: what it sent last, raw beside decoded or with the reason it was refused; its password and access.
import { useState } from 'preact/hooks';
import type { Gateway, GatewayMessage, NewGatewayAnswer, Problem } from '../../api/shapes.ts';
import { formatMoment, formatNumber, formatSeconds } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { Badge } from '../parts/badge.tsx';
import { Credentials } from '../parts/credentials.tsx';
import { Icon } from '../parts/icon.tsx';
import { Panel, ProblemState, problemText } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { api, ask } from '../state/fetch.ts';
import { mayChangeGateway, parks } from '../state/session.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { GatewayStatus } from './gateways.tsx';

function Decoded({ message }: { message: GatewayMessage }) {
  const text = words.value.messages;
  const noteOf = (note: string): string => Object.entries(text.notes).find(([name]) => name === note)?.[1] ?? note;
  return (
    <div>
      <h3>{text.decoded}</h3>
      {message.refused.map((each) => (
        <p key={each.reason + each.detail} class="wrong" style={{ margin: '6px 0' }}>
          <Icon name="cross" />
          <span>
            {text.refused}: {text.reasons[each.reason]} <span class="mono">{each.detail}</span>
          </span>
        </p>
      ))}
      {message.readings.length === 0 ? (
        message.refused.length === 0 ? (
          <p class="hint">{text.nothing}</p>
        ) : null
      ) : (
        <table>
          <caption class="unseen">{text.decoded}</caption>
          <thead>
            <tr>
              <th scope="col">{text.register}</th>
              <th scope="col" class="num">
                {text.value}
              </th>
              <th scope="col" class="num">
                {text.time}
              </th>
            </tr>
          </thead>
          <tbody>
            {message.readings.slice(0, 40).map((reading, index) => (
              <tr key={index}>
                <th scope="row">
                  {reading.register}{' '}
                  <span class="second" style={{ fontWeight: 400 }}>
                    {words.value.carriers[reading.carrier].toLowerCase()}, {text.flows[reading.flow]}
                  </span>
                </th>
                <td class="num">
                  <strong>{formatNumber(lang.value, reading.value, Number.isInteger(reading.value) ? 0 : 3)}</strong> {reading.unit.replace('m3', 'm³').replace('degC', '°C')}
                </td>
                <td class="num">{formatSeconds(lang.value, Date.parse(reading.at))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {message.notes.length > 0 ? <p class="hint">{message.notes.map(noteOf).join(' · ')}</p> : null}
    </div>
  );
}

function Message({ message, number }: { message: GatewayMessage; number: number }) {
  const text = words.value.messages;
  const good = message.refused.length === 0;
  return (
    <li class="message">
      <div class="message-head">
        <strong>
          {text.at(
            `${formatMoment(lang.value, Date.parse(message.receivedAt), nowMs.value).replace(/\d\d:\d\d.*$/, '')}${formatSeconds(lang.value, Date.parse(message.receivedAt))}`,
          )}
        </strong>
        <Badge tone={good ? 'goed' : message.readings.length > 0 ? 'let' : 'fout'}>{good || message.readings.length > 0 ? text.ok(message.readings.length) : text.refused}</Badge>
        <span class="mono second" style={{ overflowWrap: 'anywhere' }}>
          {message.topic}
        </span>
        <span class="small second">
          {text.bytes(formatNumber(lang.value, message.bytes))}
          {message.profile === null ? '' : ` · ${text.profile(message.profile)}`}
        </span>
      </div>
      <div class="two">
        <div>
          <h3>{text.raw}</h3>
          <pre class="raw mono" tabIndex={0} role="region" aria-label={`${text.raw} ${number}, ${formatSeconds(lang.value, Date.parse(message.receivedAt))}, ${message.topic}`}>
            {message.raw}
          </pre>
        </div>
        <Decoded message={message} />
      </div>
    </li>
  );
}

type Asking = 'none' | 'rotate' | 'revoke';

function Access({ gateway, onChanged }: { gateway: Gateway; onChanged: () => void }) {
  const [asking, setAsking] = useState<Asking>('none');
  const [made, setMade] = useState<NewGatewayAnswer | null>(null);
  const [failed, setFailed] = useState<Problem | null>(null);
  const text = words.value.gateways;
  const act = async (): Promise<void> => {
    const what = asking;
    setAsking('none');
    const path = api(`/gateways/${gateway.id}`);
    const answer = what === 'rotate' ? await ask<NewGatewayAnswer>(`${path}/credentials`, { method: 'POST', body: {} }) : await ask<null>(path, { method: 'DELETE' });
    setFailed(answer.ok ? null : answer.problem);
    if (answer.ok && answer.data !== null) setMade('mqtt' in answer.data ? answer.data : null);
    onChanged();
  };
  if (gateway.revoked || !mayChangeGateway(gateway.company)) return null;
  return (
    <section class="panel">
      {made ? <Credentials made={made} /> : null}
      {failed ? (
        <p class="wrong" role="alert">
          <Icon name="warning" />
          <span>
            {problemText(failed)} {words.value.states.code} {failed.code}
          </span>
        </p>
      ) : null}
      {asking === 'none' ? (
        <div class="actions" style={made ? { marginTop: '16px' } : {}}>
          <button type="button" class="button" onClick={() => setAsking('rotate')}>
            {text.rotate}
          </button>
          <button type="button" class="button danger" onClick={() => setAsking('revoke')}>
            {text.revoke}
          </button>
        </div>
      ) : (
        <div role="alertdialog" aria-label={asking === 'rotate' ? text.rotate : text.revoke}>
          <p>{asking === 'rotate' ? text.rotateSure : text.revokeSure}</p>
          <div class="actions" style={{ marginTop: '10px' }}>
            <button type="button" class="button primary" onClick={() => void act()}>
              {text.yes}
            </button>
            <button type="button" class="button" onClick={() => setAsking('none')}>
              {text.cancel}
            </button>
          </div>
        </div>
      )}
    </section>
  );
}

function sentenceOf(gateway: Gateway): Sentence {
  const { gateways } = words.value;
  if (gateway.lastMessageAt === null) return [`${gateway.name}: ${gateways.waiting}.`];
  const refused = gateway.refused > 0 ? [', ', stress(gateways.refusedCount(formatNumber(lang.value, gateway.refused)), 'fout')] : [];
  return [`${gateway.name}: `, stress(gateways.readCount(formatNumber(lang.value, gateway.accepted))), ...refused, '.'];
}

export function GatewayPage({ id }: { id: number }) {
  const concerns = (event: { type: string; gateway?: number }): boolean => event.type === 'gateway' && event.gateway === id;
  const gateway = useResource<Gateway>(api(`/gateways/${id}`), { concerns });
  const messages = useResource<{ items: GatewayMessage[] }>(api(`/gateways/${id}/messages`), { concerns, everyMs: 2_000 });
  const text = words.value;
  if (gateway.data === null)
    return gateway.problem ? (
      <>
        <Lead over={<a href="/gateways">{text.gateways.title}</a>} sentence={[text.gateways.title]} />
        <section class="panel">
          <ProblemState problem={gateway.problem} retry={gateway.refetch} />
        </section>
      </>
    ) : (
      <Lead over={<a href="/gateways">{text.gateways.title}</a>} sentence={[text.gateways.title]} />
    );
  const { data } = gateway;
  const park = parks.value?.find((each) => each.id === data.park)?.name ?? data.park;
  return (
    <>
      <Lead
        over={
          <>
            <a href="/gateways">{text.gateways.title}</a>
            <span>{park}</span>
            <GatewayStatus gateway={data} />
          </>
        }
        sentence={sentenceOf(data)}
        under={
          <>
            {text.gateways.profile}: {data.profile ?? text.gateways.auto} · {text.gateways.meters}: {data.meters.join(', ') || '–'}
          </>
        }
      />
      <div class="grid">
        <Access gateway={data} onChanged={gateway.refetch} />
        <Panel
          title={text.messages.title}
          resource={messages}
          shape="rows"
          minHeight={240}
          empty={(all) => (all.items.length > 0 ? null : { title: text.messages.emptyTitle, text: text.messages.emptyText })}
        >
          {(all) => (
            <ul>
              {all.items.slice(0, 20).map((message, index) => (
                <Message key={`${message.receivedAt}${message.topic}${index}`} message={message} number={index + 1} />
              ))}
            </ul>
          )}
        </Panel>
      </div>
    </>
  );
}
