// Starts Kringstroom: `serve` on real data, `demo` with the simulated region. Prints where it is and stops cleanly.
import { join } from 'node:path';
import { pino } from 'pino';
import { App } from './app.ts';
import { keepToOneself } from './data-folder.ts';
import { type Demo, demoWeather, prepareDemo, startSimulator } from './demo.ts';
import { fillHistory } from './demo-history.ts';
import { type Settings, StartError, readSettings } from './settings.ts';
import { historyDay } from './simulate/history.ts';

/** After this long a stop is no longer clean: whatever hangs is left behind, acknowledged readings are on disk. */
const STOP_MS = 4500;
const FIRST_OPERATOR = 'operator@kringstroom.local';
const root = join(import.meta.dirname, import.meta.filename.endsWith('.js') ? '../..' : '..');

async function run(mode: 'serve' | 'demo'): Promise<void> {
  keepToOneself();
  const read = readSettings(process.env);
  // Simulated and real never share a folder: the demo has one of its own inside.
  const settings: Settings = mode === 'demo' ? { ...read, dataDir: join(read.dataDir, 'demo') } : read;
  const log = pino({ level: settings.logLevel }, pino.destination(2));
  const weather = mode === 'demo' ? { weather: demoWeather({ seed: settings.seed, dataDir: settings.dataDir }) } : {};
  const app = await App.start({ settings, simulated: mode === 'demo', root, log, ...weather });
  // A demo shares its machine with whoever looks at it.
  if (mode === 'serve') app.letMetersGoFirst();
  let stopDemo = async (): Promise<void> => {};
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    Promise.all([stopDemo(), app.close()]).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  app.warmUp().catch((error: unknown) => log.error({ err: error }, 'the sums could not be tried out'));
  if (mode === 'serve') await welcome(app);
  else await startDemo(app, settings, (simulator) => (stopDemo = simulator));
}

async function startDemo(app: App, settings: Settings, onStop: (stop: () => Promise<void>) => void): Promise<void> {
  const demo = await prepareDemo(app, { seed: settings.seed, dataDir: settings.dataDir, parks: app.parts.deps.parks });
  let stopped = false;
  const simulator = startSimulator(demo.configPath);
  const gone = new Promise<void>((resolve) => simulator.once('exit', () => resolve()));
  onStop(() => {
    stopped = true;
    simulator.kill('SIGTERM');
    return gone; // it still writes its state into the data folder
  });
  announce(app, demo);
  simulator.on('exit', (code) => {
    if (!stopped) app.parts.log.error({ code }, 'the simulator stopped; the monitor goes on without it');
  });
  const day = function* (from: number, to: number): Generator<ReturnType<typeof historyDay>[number] & { meterId: number }> {
    for (const company of demo.plan.companies) {
      for (const series of historyDay({ plan: demo.plan, dayStart: from, dayEnd: to, company })) {
        const meterId = demo.meters.get(series.meter);
        if (meterId !== undefined) yield { ...series, meterId };
      }
    }
  };
  fillHistory(app, { day, end: demo.startAt, days: settings.historyDays }, () => stopped).catch((error: unknown) => {
    if (!stopped) app.parts.log.error({ err: error }, 'the history could not be filled in');
  });
}

/** What a newcomer needs: where it is, who may sign in, and one line that works when pasted. */
function announce(app: App, demo: Demo): void {
  const { urls, broker } = app.parts;
  const { username, password, topic } = demo.trial;
  const lines = [
    '',
    `Kringstroom runs at ${urls.web}   (simulated region; MQTT at ${urls.mqtt})`,
    '',
    ...demo.accounts.map(({ role, email, password: secret }) => `  ${role.padEnd(12)} ${email.padEnd(36)} ${secret}`),
    '',
    `A reading of your own, within seconds at ${urls.web}/companies/${demo.trialCompany} (sign in as the park manager):`,
    '',
    `  mosquitto_pub -h localhost -p ${broker.port} -q 1 -u ${username} -P ${password} -t ${topic} -m '{"importKwh": 1000.0, "powerKw": 123.4}'`,
    '',
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  ready(app, { accounts: demo.accounts, trial: demo.trial });
}

/** Where nobody has an account that keeps accounts, one is made: its password stands here and nowhere else. */
async function welcome(app: App): Promise<void> {
  const first = await app.parts.auth.firstOperator(FIRST_OPERATOR);
  if (first !== null)
    process.stderr.write(
      `\nThe first start of this installation: sign in at ${app.parts.urls.web} as ${first.email} with the password ${first.password}\n(shown this once), change it under your name, and make accounts under Accounts.\n\n`,
    );
  ready(app, {});
}

/** One JSON line on standard output: for whoever starts it from a script. */
function ready(app: App, more: object): void {
  process.stdout.write(`${JSON.stringify({ ready: true, simulated: app.parts.deps.simulated, ...app.parts.urls, ...more })}\n`);
}

/** @throws StartError for anything but the name of a mode: everything else is a setting of the environment */
function modeOf(words: readonly string[]): 'demo' | 'serve' {
  const [word = 'serve', ...rest] = words;
  if ((word !== 'demo' && word !== 'serve') || rest.length > 0)
    throw new StartError(`'${words.join(' ')}' is not understood: settings come from the environment, as in PORT=8080 npm start (docs/operate.md lists them).`);
  return word;
}

Promise.resolve()
  .then(() => run(modeOf(process.argv.slice(2))))
  .catch((error: unknown) => {
    if (error instanceof StartError) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`Kringstroom could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
