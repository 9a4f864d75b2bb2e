// A password or key that is shown this once, to copy.
import { useState } from 'preact/hooks';
import { words } from '../state/settings.ts';

export function ShownOnce({ title, text, secret }: { title: string; text: string; secret: string }) {
  const [copied, setCopied] = useState(false);
  const { gateways } = words.value;
  const copy = (): void => void navigator.clipboard?.writeText(secret).then(() => setCopied(true));
  const said = copied ? gateways.copied : gateways.copy;
  return (
    <div class="says" role="status">
      <strong>{title}</strong>
      <p class="mono" style={{ overflowWrap: 'anywhere', margin: '8px 0' }}>
        {secret}
      </p>
      <button type="button" class="button small" aria-label={`${said}: ${title}`} onClick={copy}>
        {said}
      </button>
      {text === '' ? null : <p class="hint">{text}</p>}
    </div>
  );
}
