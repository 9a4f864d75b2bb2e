// What the routes need from the rest of the product. Types only; app.ts provides it.
import type { RuleSwitch } from '../domain/alert-switches.ts';
import type { Alerts, ChannelRow } from '../storage/alerts.ts';
import type { Auth } from './auth.ts';
import type { DayText, Piece } from './balance-pieces.ts';
import type { KeptDays } from './kept-days.ts';
import type { ChangeLimit } from './change-limit.ts';
import type { ExchangeMonths } from './exchange-months.ts';
import type { JudgedNow } from './judged-now.ts';
import type { Compute } from '../jobs/compute.ts';
import type { Jobs } from '../jobs/schedule.ts';
import type { Journal } from '../ingest/journal.ts';
import type { Settlement } from '../ingest/settlement.ts';
import type { Store } from '../ingest/store.ts';
import type { GuaranteesSql } from '../storage/guarantees-sql.ts';
import type { Reports } from '../storage/reports.ts';
import type { Materials } from '../storage/materials.ts';
import type { PublishedCase } from '../domain/circular/cases.ts';
import type { MaterialBook } from '../domain/circular/materials.ts';
import type { CapacityRegistry } from '../storage/capacity.ts';
import type { Conversions } from '../storage/conversions.ts';
import type { HeatParameters } from '../domain/heat/parameters.ts';
import type { HeatRuns } from '../jobs/heat-runs.ts';
import type { ScenarioParameters } from '../domain/scenario/parameters.ts';
import type { BatteryRuns } from '../jobs/battery-runs.ts';
import type { ScenarioLinks } from '../jobs/scenario-links.ts';
import type { ScenarioYears } from '../jobs/scenario-years.ts';
import type { Scenarios } from '../storage/scenarios.ts';
import type { HeatRegistry } from '../storage/heat.ts';
import type { Corrections } from '../storage/corrections.ts';
import type { Revisions } from '../storage/revisions.ts';
import type { FairTurns } from './fair-turns.ts';
import type { Imports } from './import-run.ts';
import type { Live } from './live.ts';
import type { MatchNames } from './match-names.ts';
import type { KeptAnswers } from './kept-answers.ts';
import type { LastValues } from '../ingest/last-values.ts';
import type { ParkConfig } from '../parks.ts';
import type { MeterEventLog } from '../storage/registry.ts';
import type { Directory } from '../storage/directory.ts';
import type { GridHours } from '../domain/grid-hours.ts';
import type { FactorList } from '../domain/emission-factors.ts';
import type { WeatherSource } from '../domain/forecast/weather.ts';
import type { EpochMs } from '../domain/units.ts';
import type { History } from './shapes.ts';

/** All that the routes about residual heat need. */
export interface Heat {
  readonly registry: HeatRegistry;
  readonly parameters: HeatParameters;
  readonly runs: HeatRuns;
  /** What a match is called outside. */
  readonly names: MatchNames;
  /** Writes the ports that new meters give away; quick when there are none. */
  readonly derive: () => Promise<number>;
  /** Of the ports of a company, by itself. */
  readonly changes: ChangeLimit;
  /** At the worker, for what somebody only tries. */
  readonly turns: FairTurns;
}

/** All that the routes about scenarios need. */
export interface ScenarioParts {
  readonly registry: Scenarios;
  readonly parameters: ScenarioParameters;
  readonly years: ScenarioYears;
  readonly runs: BatteryRuns;
  readonly links: ScenarioLinks;
  /** At the worker that keeps the years. */
  readonly turns: FairTurns;
}

export interface Deps {
  readonly directory: Directory;
  readonly parks: readonly ParkConfig[];
  readonly factors: readonly FactorList[];
  readonly guarantees: GuaranteesSql;
  readonly reports: Reports;
  readonly materials: Materials;
  readonly materialBook: MaterialBook;
  readonly materialNames: MatchNames;
  readonly cases: readonly PublishedCase[];
  readonly store: Store;
  readonly revisions: Revisions;
  readonly settlement: Settlement;
  readonly corrections: Corrections;
  readonly capacity: CapacityRegistry;
  readonly conversions: Conversions;
  readonly heat: Heat;
  readonly scenarios: ScenarioParts;
  readonly closeAfterWorkingDays: number;
  readonly compute: Compute;
  readonly jobs: Jobs;
  readonly alerts: Alerts;
  /** Sends a message there that says that it is a test. @returns why it did not arrive; null when it did */
  readonly testChannel: (channel: ChannelRow) => Promise<string | null>;
  /** Webhooks may go without TLS: they stay in the network of this installation. */
  readonly plainWebhooks: boolean;
  /** Off closes what is open of it; nothing happens where it is so already. */
  readonly switchAlertRule: (change: RuleSwitch) => Promise<void>;
  readonly imports: Imports;
  readonly balanceDays: KeptDays<Piece>;
  readonly balanceTexts: KeptDays<DayText>;
  readonly exchangeMonths: ExchangeMonths;
  readonly keptForecasts: KeptAnswers;
  /** Who tells the weather; null: nobody. */
  readonly weather: WeatherSource | null;
  /** CO2 of the grid by the hour; null: nobody tells it. */
  readonly gridHours: GridHours | null;
  readonly judgedNow: JudgedNow;
  /** Of EANs that companies name and that are others'. */
  readonly foreignEans: ChangeLimit;
  readonly keptAnswers: KeptAnswers;
  readonly keptPresence: KeptAnswers;
  readonly journal: Journal;
  readonly last: LastValues;
  readonly live: Live;
  readonly meterEvents: MeterEventLog;
  readonly auth: Auth;
  readonly simulated: boolean;
  readonly now: () => EpochMs;
  /** Where gateways connect, as they see it. */
  readonly mqttUrl: () => string;
  readonly history: () => Omit<History, 'simulated'>;
  /** Gateways log in with what the directory holds; this tells the broker of a change. */
  readonly credentialsChanged: (gateway: number) => Promise<void>;
}
