// Copies a text, says so for a moment, and is named by what it says.
import { useState } from 'preact/hooks';
import { words } from '../state/settings.ts';

const SAID_MS = 2000;

/** @param what of the button's name, where the label does not say it */
export function CopyButton({ text, what, label }: { text: string; what: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const { gateways } = words.value;
  const copy = (): void => {
    navigator.clipboard?.writeText(text).then(
      () => {
        setCopied(true);
        setTimeout(() => setCopied(false), SAID_MS);
      },
      () => setCopied(false),
    );
  };
  const named = label ?? `${gateways.copy} ${what}`;
  return (
    <button type="button" class="text-button" aria-label={copied ? `${gateways.copied}: ${named}` : named} onClick={copy}>
      <span role="status">{copied ? gateways.copied : (label ?? gateways.copy)}</span>
    </button>
  );
}
