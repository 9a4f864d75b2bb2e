// Routes about the jobs: what each did last, when it runs next, and starting one by hand. For the operator.
import { z } from '@hono/zod-openapi';
import { toIso } from '../domain/time.ts';
import type { JobState } from '../jobs/schedule.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { listOf } from './shapes.ts';
import { JobName, JobView } from './shapes-jobs.ts';

export function mountJobs(api: Api): void {
  api.mount({
    method: 'get',
    path: '/jobs',
    summary: 'The jobs, what each did last and when it runs next',
    answer: listOf(JobView),
    noun: 'job',
    action: 'see',
    resource: () => ({ kind: 'installation' }),
    handle: async (_, deps) => ({ items: deps.jobs.states().map((state) => jobView(state, deps)), next: null }),
  });
  api.mount({
    method: 'post',
    path: '/jobs/{name}/runs',
    summary: 'Starts a job now; 409 when it runs already',
    params: z.object({ name: JobName }),
    answer: JobView,
    status: 202,
    noun: 'job',
    action: 'change',
    resource: () => ({ kind: 'installation' }),
    handle: async ({ params }, deps) => {
      switch (deps.jobs.run(params.name)) {
        case 'unknown':
          throw notFound('job');
        case 'running':
          throw new ApiError('conflict', `The job ${params.name} runs already.`);
        case 'stopping':
          throw new ApiError('busy', 'The monitor is stopping: no job begins any more.');
        case 'started': {
          const state = deps.jobs.states().find((one) => one.name === params.name);
          return state === undefined ? null : jobView(state, deps);
        }
      }
    },
  });
}

function jobView({ name, schedule, running, last, nextAt }: JobState, deps: Deps): JobView {
  const ended = last?.endedAt ?? null;
  return {
    name,
    schedule,
    running,
    lastStartedAt: last === null ? null : toIso(last.startedAt),
    lastDurationS: last === null || ended === null ? null : Math.round(ended - last.startedAt) / 1000,
    lastOutcome: last === null || running ? null : (last.outcome ?? 'interrupted'),
    lastCounts: { ...last?.counts },
    lastTrouble: last?.trouble ?? null,
    nextAt: nextAt === null ? null : toIso(nextAt),
    simulated: deps.simulated,
  };
}
