// The jobs of the installation: what each did last, when it runs next, and a button to start it now.
import { useState } from 'preact/hooks';
import type { JobView } from '../../api/shapes-jobs.ts';
import { formatMoment, formatNumber } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { api, ask } from '../state/fetch.ts';
import { jobWords } from '../state/job-words.ts';
import { lang, nowMs } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

/** While a job runs the list is asked for again this often. */
const WATCH_MS = 1000;

const wordOf = (known: Readonly<Record<string, string>>, key: string): string => known[key] ?? key;
const nameOf = (job: JobView): string => wordOf(jobWords.value.names, job.name);

function JobState({ job }: { job: JobView }) {
  const { states } = jobWords.value;
  if (job.running)
    return (
      <Badge tone="info" icon="clock">
        {states.running}
      </Badge>
    );
  switch (job.lastOutcome) {
    case null:
      return <Badge tone="stil">{states.never}</Badge>;
    case 'done':
      return <Badge tone="goed">{states.done}</Badge>;
    case 'failed':
      return <Badge tone="fout">{states.failed}</Badge>;
    case 'interrupted':
      return <Badge tone="let">{states.interrupted}</Badge>;
  }
}

function resultOf(job: JobView): string {
  const text = jobWords.value;
  if (job.lastTrouble !== null) return job.lastTrouble;
  if (job.lastOutcome === 'interrupted') return text.interruptedWhy;
  if (job.lastOutcome === null) return '–';
  const done = Object.entries(job.lastCounts).filter(([, count]) => count > 0);
  return done.length === 0 ? text.nothing : done.map(([name, count]) => `${formatNumber(lang.value, count)} ${wordOf(text.counts, name)}`).join(', ');
}

const moment = (at: string | null): string => (at === null ? '–' : formatMoment(lang.value, Date.parse(at), nowMs.value));

function StartButton({ job, onStarted, onTrouble }: { job: JobView; onStarted: () => void; onTrouble: (trouble: boolean) => void }) {
  const text = jobWords.value;
  const [busy, setBusy] = useState(false);
  const start = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask(api(`/jobs/${job.name}/runs`), { method: 'POST' });
    setBusy(false);
    onTrouble(!answer.ok);
    onStarted();
  };
  const shown = busy || job.running ? text.starting : text.start;
  return (
    <button type="button" class="button small" disabled={busy || job.running} aria-label={`${shown}: ${nameOf(job)}`} onClick={() => void start()}>
      {shown}
    </button>
  );
}

function columnsFor(onStarted: () => void, onTrouble: (trouble: boolean) => void): TableColumn<JobView>[] {
  const text = jobWords.value;
  return [
    { id: 'name', head: text.name, cell: nameOf, sort: nameOf },
    { id: 'state', head: text.state, key: true, cell: (job) => <JobState job={job} />, sort: (job) => job.lastOutcome ?? '' },
    { id: 'last', head: text.lastRun, numeric: true, cell: (job) => moment(job.lastStartedAt), sort: (job) => job.lastStartedAt ?? '' },
    {
      id: 'took',
      head: text.took,
      numeric: true,
      cell: (job) => (job.lastDurationS === null ? '–' : `${formatNumber(lang.value, job.lastDurationS, job.lastDurationS < 10 ? 1 : 0)} s`),
      sort: (job) => job.lastDurationS ?? -1,
    },
    { id: 'result', head: text.result, cell: resultOf, sort: resultOf },
    { id: 'next', head: text.next, numeric: true, cell: (job) => moment(job.nextAt), sort: (job) => job.nextAt ?? '' },
    { id: 'start', head: text.start, cell: (job) => <StartButton job={job} onStarted={onStarted} onTrouble={onTrouble} /> },
  ];
}

function sentenceOf(jobs: readonly JobView[]): Sentence {
  const text = jobWords.value;
  const failed = jobs.filter((job) => job.lastOutcome === 'failed').length;
  const running = jobs.filter((job) => job.running).length;
  return [text.says(jobs.length), ', ', failed > 0 ? stress(text.failing(failed), 'fout') : text.allWell, ...(running > 0 ? [', ', text.busyNow(running)] : []), '.'];
}

export function JobsPage() {
  const resource = useResource<{ items: JobView[] }>(api('/jobs'));
  const [trouble, setTrouble] = useState(false);
  const text = jobWords.value;
  const jobs = resource.data?.items ?? null;
  const refetch = (): void => {
    resource.refetch();
    // A job that has begun is looked at once more when it may have ended.
    setTimeout(resource.refetch, WATCH_MS);
  };
  return (
    <>
      <Lead over={<span>{text.title}</span>} sentence={jobs === null || jobs.length === 0 ? [text.title] : sentenceOf(jobs)} />
      <div class="grid">
        <Panel
          title={text.listTitle}
          resource={resource}
          shape="rows"
          minHeight={240}
          empty={(data) => (data.items.length > 0 ? null : { title: text.emptyTitle, text: text.emptyText })}
        >
          {(data) => (
            <>
              {trouble ? (
                <p class="says tone-fout" role="alert">
                  {text.startFailed}
                </p>
              ) : null}
              <DataTable caption={text.listTitle} columns={columnsFor(refetch, setTrouble)} rows={data.items} rowId={(job) => job.name} rowName={nameOf} />
            </>
          )}
        </Panel>
      </div>
    </>
  );
}
