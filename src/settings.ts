// Settings from the environment, checked once at start. A wrong one is refused with one sentence that says what is right.
import { z } from 'zod';

/** @returns a whole number of that range, both ends included */
function whole(min: number, max: number): z.ZodType<number> {
  const error = `is a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}
const Port = whole(0, 65_535);
/** Two days at least: the store needs the day before to judge a day by. */
const Days = z.string().regex(/^([2-9]|[1-9]\d{1,4})d$/, 'looks like 90d, and is at least 2d');
const Memory = z.string().regex(/^[1-9]\d*(MB|GB)$/, 'looks like 1GB or 512MB');
const isLoopback = (url: string): boolean => URL.canParse(url) && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
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
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'looks like smtp://user:password@mail.example:587' }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^<>@\s]+@[^<>@\s]+$/, 'is one address')
    .default('kringstroom@localhost'),
  NED_API_KEY: z.string().min(8, 'is the key of an account at ned.nl').max(200).optional(),
  // A key goes with each question: unencrypted it goes no further than this machine.
  NED_URL: z
    .url({ protocol: /^https?$/, error: 'looks like https://api.ned.nl/v1' })
    .refine((url) => url.startsWith('https:') || isLoopback(url), { error: 'must begin with https, because the key goes with each question; http only to this machine' })
    .default('https://api.ned.nl/v1'),
  WEATHER_URL: z.url({ protocol: /^https?$/, error: 'looks like https://api.open-meteo.com' }).optional(),
  WEATHER_API_KEY: z.string().min(4, 'is the key of an account at open-meteo.com').max(200).optional(),
  WEBHOOK_PRIVATE: z.enum(['0', '1']).default('0'),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  BOOTSTRAP_API_KEY: z.string().min(20, 'must have at least 20 characters').optional(),
  PUBLIC_URL: z.url().optional(),
  JOURNAL_KEEP: z
    .string()
    .regex(/^\d+d(:\d+GB)?$/, 'looks like 7d or 7d:5GB')
    .default('7d:5GB'),
  RAW_KEEP: Days.default('90d'),
  RAW_FULL_KEEP: Days.default('7d'),
  SMALL_RAW_KEEP: Days.default('30d'),
  SMALL_QUARTERS_KEEP: Days.default('2557d'),
  SERIES_MEMORY: Memory.default('1GB'),
  ANSWERS_MEMORY: Memory.default('512MB'),
  QUERY_SECONDS: whole(1, 600).default(15),
  SIMULATE_SEED: whole(0, 2 ** 31).default(2030),
  SIMULATE_HISTORY_DAYS: whole(0, 1200).default(396),
  CLOSE_AFTER_WORKING_DAYS: whole(1, 60).default(10),
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
  /** Where mail goes out; null: no mail is sent. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Who tells the CO2 of the grid by the hour; null: nobody. */
  readonly ned: { readonly url: string; readonly key: string } | null;
  /** Who tells the weather; null: nobody. */
  readonly weather: { readonly url: string; readonly key: string | null } | null;
  /** Webhooks may call this machine and its network. */
  readonly webhookPrivate: boolean;
  readonly journalKeep: { readonly keepMs: number; readonly keepBytes: number };
  /** How long readings and quarters are kept; full: before they are thinned; small: of small connections. */
  readonly keep: { readonly rawMs: number; readonly rawFullMs: number; readonly smallRawMs: number; readonly smallQuartersMs: number };
  readonly seriesLimits: { readonly memory: string; readonly queryMs: number };
  /** Room for steps of balances that are kept as text. */
  readonly answersBytes: number;
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

/** '512MB' -> bytes */
const bytesOf = (memory: string): number => Number.parseInt(memory, 10) * 1024 ** (memory.endsWith('GB') ? 3 : 2);
/** '90d' -> milliseconds */
const daysMs = (days: string): number => Number.parseInt(days, 10) * 86_400_000;

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
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM,
    ned: env.NED_API_KEY === undefined ? null : { url: env.NED_URL.replace(/\/$/, ''), key: env.NED_API_KEY },
    weather: weatherOf(env),
    webhookPrivate: env.WEBHOOK_PRIVATE === '1',
    journalKeep: { keepMs: Number.parseInt(days ?? '7', 10) * 86_400_000, keepBytes: Number.parseInt(gigabytes ?? '5', 10) * 1024 ** 3 },
    keep: { rawMs: daysMs(env.RAW_KEEP), rawFullMs: daysMs(env.RAW_FULL_KEEP), smallRawMs: daysMs(env.SMALL_RAW_KEEP), smallQuartersMs: daysMs(env.SMALL_QUARTERS_KEEP) },
    seriesLimits: { memory: env.SERIES_MEMORY, queryMs: env.QUERY_SECONDS * 1000 },
    answersBytes: bytesOf(env.ANSWERS_MEMORY),
    seed: env.SIMULATE_SEED,
    historyDays: env.SIMULATE_HISTORY_DAYS,
    closeAfterWorkingDays: env.CLOSE_AFTER_WORKING_DAYS,
    logLevel: env.LOG_LEVEL,
  };
}

function weatherOf({ WEATHER_URL: url, WEATHER_API_KEY: key }: z.infer<typeof Environment>): Settings['weather'] {
  if (url === undefined) return null;
  if (key !== undefined && !url.startsWith('https:') && !isLoopback(url))
    throw new StartError('WEATHER_URL must begin with https, because WEATHER_API_KEY goes with each question; http only to this machine.');
  return { url: url.replace(/\/$/, ''), key: key ?? null };
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
