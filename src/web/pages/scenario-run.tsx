// The solver at work on the battery of a saved scenario: started, watched, stopped.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RunView } from '../../api/shapes-scenarios.ts';
import { formatPercent } from '../../charts/formats.ts';
import { api, ask } from '../state/fetch.ts';
import { scenarioWords } from '../state/scenario-words.ts';
import { lang } from '../state/settings.ts';
import { eur } from './scenario-figures.tsx';

const EVERY_MS = 1_000;

function Outcome({ run }: { run: RunView }) {
  const text = scenarioWords.value.run;
  const found = `${text.done(eur(run.solverEur ?? 0), eur(run.ruleEur ?? 0))}. ${run.chosenBy === 'rule' ? text.byRule : ''}`;
  const still = run.solverEur === null ? '' : `${text.still} ${found}`;
  switch (run.state) {
    case 'done':
      return (
        <p class="says" role="status">
          {found}
        </p>
      );
    case 'cancelled':
      return (
        <p class="says" role="status">
          {text.cancelled} {still}
        </p>
      );
    case 'failed':
      return (
        <p class="says tone-fout" role="alert">
          {text.failed} {run.detail} {still}
        </p>
      );
    case 'running':
      return (
        <div class="progress" role="status">
          <progress max={1} value={run.progress} aria-label={text.title} />
          {text.progress(formatPercent(lang.value, run.progress))}
        </div>
      );
    case 'none':
      return null;
  }
}

/** @param id of the saved scenario; null: it has to be saved first
 *  @param onDone called when a run is over, for the figures to be asked again */
export function RunPanel({ id, onDone }: { id: number | null; onDone: () => void }) {
  const text = scenarioWords.value.run;
  const [run, setRun] = useState<RunView | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const path = id === null ? null : api(`/scenarios/${id}/run`);
  const tell = useCallback(
    async (method: 'GET' | 'POST' | 'DELETE'): Promise<void> => {
      if (path === null) return;
      const answer = await ask<RunView>(path, { method });
      setTrouble(answer.ok ? null : answer.problem.code === 'busy' ? text.busy : answer.problem.detail);
      if (answer.ok) setRun(answer.data);
    },
    [path, text],
  );
  const running = run?.state === 'running';
  useEffect(() => {
    void tell('GET');
  }, [tell]);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => void tell('GET'), EVERY_MS);
    return () => {
      clearInterval(timer);
      onDone();
    };
  }, [running, tell, onDone]);
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.title}</h2>
        <div class="tools">
          {running ? (
            <button type="button" class="button low" onClick={() => void tell('DELETE')}>
              {text.cancel}
            </button>
          ) : id === null ? null : (
            <button type="button" class="button low" onClick={() => void tell('POST')}>
              {run?.state === 'done' ? text.again : text.start}
            </button>
          )}
        </div>
      </div>
      <p class="says">{text.says}</p>
      {run === null ? null : <Outcome run={run} />}
      {trouble === null ? null : (
        <p class="says tone-fout" role="alert">
          {trouble}
        </p>
      )}
    </section>
  );
}
