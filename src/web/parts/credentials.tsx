// Credentials as they are shown once: each to copy, all to copy, a QR code and a line to test with.
import { encode } from 'uqr';
import type { NewGatewayAnswer } from '../../api/shapes.ts';
import { settingsBlock, testLine } from '../mqtt-settings.ts';
import { words } from '../state/settings.ts';
import { CopyButton } from './copy-button.tsx';

function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const path = data.map((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
  return (
    <svg width="132" height="132" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges" style={{ borderRadius: '8px' }}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#13252a" />
    </svg>
  );
}

const FIELDS = ['url', 'username', 'password', 'clientId', 'topic'] as const;

export function Credentials({ made }: { made: NewGatewayAnswer }) {
  const text = words.value.gateways;
  const line = testLine(made.mqtt);
  return (
    <>
      <div class="panel-head">
        <h2>{text.onceTitle}</h2>
        <CopyButton text={settingsBlock(made.mqtt, text.fields)} what={text.onceTitle} label={text.copyAll} />
      </div>
      <p class="says tone-let">{text.onceText}</p>
      <div class="two" style={{ marginTop: '12px' }}>
        <dl class="settings-list">
          {FIELDS.map((field) => (
            <>
              <dt>{text.fields[field]}</dt>
              <dd class="mono">{made.mqtt[field]}</dd>
              <dd>
                <CopyButton text={made.mqtt[field]} what={text.fields[field]} />
              </dd>
            </>
          ))}
        </dl>
        <QrCode text={`${made.mqtt.url}\n${made.mqtt.username}\n${made.mqtt.topic}`} label={text.qr} />
      </div>
      <div class="panel-head" style={{ marginTop: '16px' }}>
        <h3>{text.testTitle}</h3>
        <CopyButton text={line} what={text.testTitle} />
      </div>
      <p class="hint" style={{ marginBottom: '6px' }}>
        {text.testText}
      </p>
      <pre class="raw mono" tabIndex={0} role="region" aria-label={text.testTitle}>
        {line}
      </pre>
    </>
  );
}
