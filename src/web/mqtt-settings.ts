// The settings of a gateway as text to paste: a block, and a test line for a terminal. Pure.

export interface MqttSettings {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly topic: string;
}

/** In single quotes a shell changes nothing; a quote itself is closed, escaped and opened again. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export function serverOf(url: string): { host: string; port: number; tls: boolean } | null {
  const found = /^(mqtts?|ssl|tcp|tls):\/\/([^/:]+|\[[^\]]+\])(?::(\d+))?/.exec(url);
  if (!found) return null;
  const tls = found[1] === 'mqtts' || found[1] === 'ssl' || found[1] === 'tls';
  return { host: (found[2] ?? '').replace(/^\[|\]$/g, ''), port: found[3] === undefined ? (tls ? 8883 : 1883) : Number(found[3]), tls };
}

/** A message the generic JSON profile reads: an import register of one meter. */
export const SAMPLE_PAYLOAD = '{"importKwh": 1234.5, "powerKw": 12.3}';

/** mosquitto_pub of the client tools that every Linux and macOS has in its package manager. */
export function testLine(settings: MqttSettings): string {
  const server = serverOf(settings.url);
  const at = server ? ['-h', quoted(server.host), '-p', String(server.port), ...(server.tls ? ['--tls-use-os-certs'] : [])] : ['-L', quoted(settings.url)];
  return [
    'mosquitto_pub',
    ...at,
    '-i',
    quoted(settings.clientId),
    '-u',
    quoted(settings.username),
    '-P',
    quoted(settings.password),
    '-q',
    '1',
    '-t',
    quoted(settings.topic.replace(/[#+].*$/, 'test')),
    '-m',
    quoted(SAMPLE_PAYLOAD),
  ].join(' ');
}

export const settingsBlock = (settings: MqttSettings, names: Readonly<Record<keyof MqttSettings, string>>): string =>
  (['url', 'username', 'password', 'clientId', 'topic'] as const).map((key) => `${names[key]}: ${settings[key]}`).join('\n');
