// How sending by a channel goes, and the button that tries it.
import { useState } from 'preact/hooks';
import type { ChannelTestView, ChannelView } from '../../api/shapes-alerts.ts';
import { alertWords } from '../state/alert-words.ts';
import { api, ask } from '../state/fetch.ts';
import { alertMoment } from './alert-texts.tsx';

/** What went wrong in the reader's language, where it is known. */
const troubleText = (trouble: string): string => Object.entries(alertWords.value.troubles).find(([said]) => said === trouble)?.[1] ?? trouble;

export const channelTarget = ({ target, targetName }: Pick<ChannelView, 'target' | 'targetName'>): string => targetName ?? target;

/** What people call it, else where it goes. */
export const channelName = (channel: Pick<ChannelView, 'name' | 'target' | 'targetName'>): string => (channel.name === '' ? channelTarget(channel) : channel.name);

export function ChannelState({ channel }: { channel: ChannelView }) {
  const text = alertWords.value;
  const { sentAt, waiting, attempts, nextAt, trouble } = channel;
  return (
    <>
      <span>{sentAt === null ? text.nothingYet : alertMoment(sentAt)}</span>
      {waiting === 0 ? null : (
        <p class="small second">
          {text.held(waiting, alertMoment(nextAt))}
          {attempts === 0 ? null : `, ${text.retried(attempts, alertMoment(nextAt))}`}
        </p>
      )}
      {trouble === null ? null : <p class="says tone-fout">{text.trouble(troubleText(trouble))}</p>}
    </>
  );
}

export function ChannelTest({ channel }: { channel: ChannelView }) {
  const text = alertWords.value;
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);
  const test = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask<ChannelTestView>(api(`/alert-channels/${channel.id}/tests`), { method: 'POST' });
    setBusy(false);
    if (!answer.ok) setSaid({ good: false, text: text.testTooSoon });
    else setSaid(answer.data.trouble === null ? { good: true, text: text.testArrived } : { good: false, text: text.testFailed(troubleText(answer.data.trouble)) });
  };
  return (
    <>
      <button type="button" class="button small" disabled={busy} aria-label={text.testOf(channelName(channel))} onClick={() => void test()}>
        {busy ? text.testing : text.test}
      </button>
      {said === null ? null : (
        <p class={said.good ? 'small' : 'small tone-fout'} role="status">
          {said.text}
        </p>
      )}
    </>
  );
}
