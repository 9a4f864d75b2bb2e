// The jobs over the API: listed with what they did, started by hand, and only by the operator.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { JobView } from '../../src/api/shapes-jobs.ts';
import { BOOTSTRAP, type SmallRegion, startApp } from './small-region.ts';

let small: SmallRegion;
beforeAll(async () => {
  small = await startApp();
});
afterAll(() => small.stop());

const list = async (): Promise<JobView[]> => JobView.array().parse((await small.ask('GET', '/api/v1/jobs', { key: BOOTSTRAP })).body['items']);

it('lists each job with the time of its next run', async () => {
  const jobs = await list();

  expect(jobs.map((job) => job.name)).toEqual([
    'release-journal',
    'roll-up',
    'thin-raw',
    'lay-readings',
    'drop-raw',
    'backup',
    'watch-meters',
    'watch-quarters',
    'watch-tomorrow',
    'send-alerts',
    'match-heat',
  ]);
  // A backup is made when somebody asks for it.
  expect(jobs.filter((job) => job.nextAt === null).map((job) => job.name)).toEqual(['backup']);
  expect(jobs.some((job) => job.simulated)).toBe(false);
});

it('lays the readings that came, beside the store that goes on taking others', async () => {
  await small.ask('POST', '/api/v1/jobs/lay-readings/runs', { key: BOOTSTRAP });
  await small.app.parts.deps.jobs.ended('lay-readings');

  expect((await list()).find((job) => job.name === 'lay-readings')).toMatchObject({ running: false, lastOutcome: 'done', lastCounts: { left: 0 } });
});

it('runs a job on demand and shows what it did', async () => {
  const answer = await small.ask('POST', '/api/v1/jobs/roll-up/runs', { key: BOOTSTRAP });
  await small.app.parts.deps.jobs.ended('roll-up');

  expect(answer.status).toBe(202);
  expect((await list()).find((job) => job.name === 'roll-up')).toMatchObject({
    running: false,
    lastOutcome: 'done',
    lastCounts: { days: 0, months: 0, left: 0 },
    lastTrouble: null,
  });
});

it('knows no job of another name', async () => {
  expect((await small.ask('POST', '/api/v1/jobs/no-such-job/runs', { key: BOOTSTRAP })).status).toBe(404);
});
