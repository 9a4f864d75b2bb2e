// Scenarios of the running product: their registry, their assumptions and the years that a worker of their own keeps.
import { join } from 'node:path';
import type { Heat, ScenarioParts } from './api/deps.ts';
import { FairTurns } from './api/fair-turns.ts';
import type { Closer, Data } from './app-data.ts';
import { BatteryRuns } from './jobs/battery-runs.ts';
import { Compute } from './jobs/compute.ts';
import { ScenarioLinks } from './jobs/scenario-links.ts';
import { ScenarioYears, type ScenarioYearsPorts } from './jobs/scenario-years.ts';
import { loadScenarioParameters } from './scenario-parameters.ts';
import { epochMs } from './domain/units.ts';
import { ScenariosSql } from './storage/scenarios-sql.ts';

export interface ScenarioNeeds {
  readonly db: Data['db'];
  readonly days: ScenarioYearsPorts['days'];
  readonly heat: Pick<Heat, 'registry' | 'parameters' | 'derive'> & { readonly runs: Pick<Heat['runs'], 'network'> };
  /** Of the repository: its configuration is there. */
  readonly root: string;
  readonly closers: Closer[];
}

export function scenariosOf({ db, days, heat, root, closers }: ScenarioNeeds): ScenarioParts {
  // A worker of its own, from the first scenario on: its years take memory, and nobody's balance waits for them.
  let worker: Compute | null = null;
  const compute = (): Compute => (worker ??= new Compute());
  const runs = new BatteryRuns(Date.now);
  closers.push(
    () => worker?.close(),
    () => runs.close(),
  );
  const years = new ScenarioYears({
    compute: {
      openYear: (key, facts) => compute().openYear(key, facts),
      addToYear: (key, carrier, job) => compute().addToYear(key, carrier, job),
      dropYear: (key) => compute().dropYear(key),
      scenario: (key, question) => compute().scenario(key, question),
      scenarioBatteries: (key, question, at) => compute().scenarioBatteries(key, question, at),
    },
    days,
    now: Date.now,
  });
  const links = new ScenarioLinks({ heat: heat.registry, runs: heat.runs, parameters: heat.parameters, derive: heat.derive, now: () => epochMs(Date.now()) });
  return { registry: new ScenariosSql(db), parameters: loadScenarioParameters(join(root, 'config/parameters')), years, runs, links, turns: new FairTurns() };
}
