// Settings from the environment, checked once at start. A wrong one is refused with one sentence that says what is right.
import { z } from 'zod';

const Port = z.coerce.number().int().min(0).max(65_535);
const Environment = z.object({
  PORT: Port.default(8080),
  MQTT_PORT: Port.default(1883),
  MQTTS_PORT: Port.optional(),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  MQTT_URL: z.string().optional(),
  INFLUX_URL: z.url({ protocol: /^https?$/, error: 'looks like http://influxdb:8086 or http://influxdb:8086?db=kringstroom' }).optional(),
  INFLUX_USER: z.string().default(''),
  INFLUX_PASSWORD: z.string().default(''),
  INFLUX_READ_USER: z.string().optional(),
  INFLUX_READ_PASSWORD: z.string().optional(),
  DATABASE_URL: z.string().optional(),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  BOOTSTRAP_API_KEY: z.string().min(20, 'must have at least 20 characters').optional(),
  PUBLIC_URL: z.url().optional(),
  JOURNAL_KEEP: z
    .string()
    .regex(/^\d+d(:\d+GB)?$/, 'looks like 7d or 7d:5GB')
    .default('7d:5GB'),
  SIMULATE_SEED: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(2030),
  SIMULATE_HISTORY_DAYS: z.coerce.number().int().min(0).max(1200).default(396),
  CLOSE_AFTER_WORKING_DAYS: z.coerce.number().int().min(1).max(60).default(10),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** As the series port has it. */
interface InfluxSettings {
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly readUser: string;
  readonly readPassword: string;
}

export interface Settings {
  readonly port: number;
  readonly mqttPort: number;
  readonly tls: { readonly port: number; readonly certPath: string; readonly keyPath: string } | null;
  readonly influx: InfluxSettings | null;
  readonly dataDir: string;
  readonly authSecret: string | null;
  readonly bootstrapKey: string | null;
  readonly publicUrl: string | null;
  readonly journalKeep: { readonly keepMs: number; readonly keepBytes: number };
  readonly seed: number;
  readonly historyDays: number;
  /** Working days after the end of a month until it is closed. */
  readonly closeAfterWorkingDays: number;
  readonly logLevel: string;
}

/** A mistake of the person who starts it: printed as one sentence, without a stack. */
export class StartError extends Error {
  override name = 'StartError';
}

/** The switches of the design whose adapters are not built yet. */
const NOT_BUILT: Readonly<Record<string, string>> = {
  MQTT_URL: 'an external MQTT cluster',
  DATABASE_URL: 'PostgreSQL',
};

/** @throws StartError that names the setting */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const result = Environment.safeParse(present);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue?.path[0] ?? '');
    throw new StartError(`${name}=${present[name] ?? ''} is not a usable setting: ${issue?.message ?? ''}.`);
  }
  for (const [name, what] of Object.entries(NOT_BUILT)) {
    if (present[name] !== undefined) throw new StartError(`${name} is set, but ${what} is not supported by this version yet: unset it to use the embedded one.`);
  }
  const env = result.data;
  if (env.MQTTS_PORT !== undefined && (env.TLS_CERT === undefined || env.TLS_KEY === undefined))
    throw new StartError('MQTTS_PORT is set, so TLS_CERT and TLS_KEY must name the certificate and its key.');
  const [days, gigabytes] = env.JOURNAL_KEEP.split(':');
  return {
    port: env.PORT,
    mqttPort: env.MQTT_PORT,
    tls: env.MQTTS_PORT === undefined ? null : { port: env.MQTTS_PORT, certPath: env.TLS_CERT ?? '', keyPath: env.TLS_KEY ?? '' },
    influx: influxOf(env),
    dataDir: env.DATA_DIR,
    authSecret: env.AUTH_SECRET ?? null,
    bootstrapKey: env.BOOTSTRAP_API_KEY ?? null,
    publicUrl: env.PUBLIC_URL ?? null,
    journalKeep: { keepMs: Number.parseInt(days ?? '7', 10) * 86_400_000, keepBytes: Number.parseInt(gigabytes ?? '5', 10) * 1024 ** 3 },
    seed: env.SIMULATE_SEED,
    historyDays: env.SIMULATE_HISTORY_DAYS,
    closeAfterWorkingDays: env.CLOSE_AFTER_WORKING_DAYS,
    logLevel: env.LOG_LEVEL,
  };
}

/** The database stands in the address as ?db=NAME, because it is an address; who logs in does not: addresses get printed. */
function influxOf(env: z.infer<typeof Environment>): InfluxSettings | null {
  if (env.INFLUX_URL === undefined) return null;
  const { origin, pathname, searchParams, username } = new URL(env.INFLUX_URL);
  if (username !== '') throw new StartError('INFLUX_URL holds a user: put that into INFLUX_USER and INFLUX_PASSWORD, because addresses end up in logs.');
  const database = searchParams.get('db') ?? 'kringstroom';
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(database)) throw new StartError(`INFLUX_URL names the database '${database}': use lower-case letters, digits and _.`);
  if ((env.INFLUX_READ_USER === undefined) !== (env.INFLUX_READ_PASSWORD === undefined))
    throw new StartError('INFLUX_READ_USER and INFLUX_READ_PASSWORD go together: set both or neither.');
  return {
    url: origin + pathname.replace(/\/$/, ''),
    database,
    user: env.INFLUX_USER,
    password: env.INFLUX_PASSWORD,
    readUser: env.INFLUX_READ_USER ?? env.INFLUX_USER,
    readPassword: env.INFLUX_READ_PASSWORD ?? env.INFLUX_PASSWORD,
  };
}
