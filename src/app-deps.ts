// What the routes need of the rest, tied together.
import { Auth } from './api/auth.ts';
import { keptSums, keptTexts } from './api/balance-pieces.ts';
import type { Deps } from './api/deps.ts';
import { ChangeLimit, FOREIGN_EANS } from './api/change-limit.ts';
import { ExchangeMonths } from './api/exchange-months.ts';
import { JudgedNow } from './api/judged-now.ts';
import { AGE_PER_COST, FORECASTS_MAX, KeptAnswers } from './api/kept-answers.ts';
import { PRESENCE_MAX } from './api/kept-presence.ts';
import { MatchNames } from './api/match-names.ts';
import type { Data } from './app-data.ts';
import type { DataFolder } from './data-folder.ts';
import type { WeatherSource } from './domain/forecast/weather.ts';
import { epochMs } from './domain/units.ts';
import type { Jobs } from './jobs/schedule.ts';
import type { Broker } from './mqtt/broker.ts';
import type { Settings } from './settings.ts';
import type { AlertsSql } from './storage/alerts-sql.ts';
import { ConversionsSql } from './storage/conversions-sql.ts';
import { GuaranteesSql } from './storage/guarantees-sql.ts';
import { ReportsSql } from './storage/reports-sql.ts';

export interface Progress {
  current: ReturnType<Deps['history']>;
}
interface DepsParts {
  readonly data: Data;
  readonly broker: Broker;
  readonly jobs: Jobs;
  readonly alerts: AlertsSql;
  readonly testChannel: Deps['testChannel'];
  readonly switchAlertRule: Deps['switchAlertRule'];
  readonly heat: Deps['heat'];
  readonly scenarios: Deps['scenarios'];
  readonly settings: Settings;
  readonly folder: DataFolder;
  readonly parks: Deps['parks'];
  readonly factors: Deps['factors'];
  readonly materialBook: Deps['materialBook'];
  readonly cases: Deps['cases'];
  readonly simulated: boolean;
  readonly progress: Progress;
  readonly weather: WeatherSource | null;
  readonly gridHours: Deps['gridHours'];
}

export async function makeDeps(parts: DepsParts): Promise<Deps> {
  const { data, broker, settings, folder, progress, ...given } = parts;
  const { directory, store, revisions, settlement, corrections, capacity, materials, imports, compute, journal, last, live, meterEvents, credentials, registry, db } = data;
  const mqttUrl = `mqtt://${hostOf(settings.publicUrl)}:${broker.port}`;
  const publicUrl = settings.publicUrl ?? `http://localhost:${settings.port}`;
  const gatewayLogin = (username: string, password: string): number | null => credentials.check(username, password)?.gateway ?? null;
  const auth = await Auth.open({ db, registry, secret: settings.authSecret ?? folder.authSecret, publicUrl, bootstrapKey: settings.bootstrapKey, gatewayLogin });
  const credentialsChanged = async (id: number): Promise<void> => {
    const gateway = directory.gateways.get(id);
    if (gateway === undefined) return;
    const { username, secretHash, revokedAt } = gateway;
    if (revokedAt === null) {
      const login = { gateway: id, username, secretHash };
      credentials.put(login);
      await broker.putLogin(login);
    } else {
      credentials.remove(username);
      await broker.removeLogin(username, id);
    }
  };
  const now = (): ReturnType<Deps['now']> => epochMs(Date.now());
  const { closeAfterWorkingDays } = settings;
  return {
    ...given,
    plainWebhooks: settings.webhookPrivate,
    directory,
    guarantees: new GuaranteesSql(db),
    reports: new ReportsSql(db),
    materials,
    materialNames: new MatchNames(folder.authSecret, 'materials'),
    store,
    revisions,
    settlement,
    imports,
    corrections,
    capacity,
    conversions: await ConversionsSql.open(db),
    closeAfterWorkingDays,
    compute,
    balanceDays: keptSums(),
    balanceTexts: keptTexts(settings.answersBytes),
    exchangeMonths: new ExchangeMonths(),
    keptForecasts: new KeptAnswers({ max: FORECASTS_MAX, agePerCost: AGE_PER_COST }),
    judgedNow: new JudgedNow(),
    foreignEans: new ChangeLimit(FOREIGN_EANS),
    keptAnswers: new KeptAnswers(),
    keptPresence: new KeptAnswers({ max: PRESENCE_MAX }),
    journal,
    last,
    live,
    meterEvents,
    auth,
    now,
    mqttUrl: () => mqttUrl,
    history: () => progress.current,
    credentialsChanged,
  };
}

export const hostOf = (publicUrl: string | null): string => (publicUrl === null ? 'localhost' : new URL(publicUrl).hostname);
