// A password or key that is shown this once, to copy.
import { CopyButton } from './copy-button.tsx';

export function ShownOnce({ title, text, secret }: { title: string; text: string; secret: string }) {
  return (
    <div class="says" role="status">
      <strong>{title}</strong>
      <p class="mono" style={{ overflowWrap: 'anywhere', margin: '8px 0' }}>
        {secret}
      </p>
      <CopyButton text={secret} what={title} />
      {text === '' ? null : <p class="hint">{text}</p>}
    </div>
  );
}
