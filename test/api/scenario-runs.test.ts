// The solver over the API: what it may be asked, its progress, its end, and that its result is used as long as it fits.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { measure } from './measured.ts';
import { type HeatRegion, heatRegion } from './heat-region.ts';

const period = { from: '2026-10-04T22:00:00Z', to: '2026-10-11T22:00:00Z' };
let heat: HeatRegion;
const battery = (over: object = {}): object => ({ kind: 'battery', kwh: 200, kw: 100, rule: 'lp', ...over });
const save = async (steps: readonly object[]): Promise<string> => {
  const made = await heat.ask('mill', 'POST', '/scenarios', { company: heat.companies.mill.company, name: 'x', steps, ...period });
  expect(made.status).toBe(201);
  return `/scenarios/${String(made.body['id'])}`;
};
const done = (path: string): Promise<void> =>
  vi.waitFor(async () => expect((await heat.ask('mill', 'GET', `${path}/run`)).body).toMatchObject({ state: 'done' }), { timeout: 30_000, interval: 100 });
const Told = z.object({ log: z.array(z.object({ notes: z.array(z.object({ note: z.string() })) })), scenario: z.record(z.string(), z.unknown()) });
const noteOf = ({ body }: { body: Record<string, unknown> }): string | undefined => Told.parse(body).log[0]?.notes[0]?.note;

beforeAll(async () => {
  heat = await heatRegion();
  const kw = Array.from({ length: 7 * 96 }, (_, t) => 100 + 80 * Math.sin(t / 15) - (t % 96 > 44 && t % 96 < 60 ? 150 : 0));
  await measure(heat.region, heat.companies.mill.meter, { from: period.from, kw });
}, 60_000);
afterAll(() => heat.region.stop());

describe('a run', () => {
  it('finds something no dearer than the rules, and the results use it', async () => {
    const path = await save([battery()]);
    const before = await heat.ask('mill', 'GET', `${path}/results`);
    const started = await heat.ask('mill', 'POST', `${path}/run`);
    await done(path);
    const run = (await heat.ask('mill', 'GET', `${path}/run`)).body;
    const results = await heat.ask('mill', 'GET', `${path}/results`);

    expect([started.status, started.body['state']]).toEqual([202, 'running']);
    expect(noteOf(before)).toBe('not-solved');
    expect(before.body['run']).toMatchObject({ state: 'none' });
    expect(noteOf(results)).toBeUndefined();
    expect(results.body['run']).toMatchObject({ state: 'done', progress: 1 });
    if (run['chosenBy'] === 'solver') expect(Number(run['solverEur'])).toBeLessThanOrEqual(Number(run['ruleEur']));
    // The euros of the run are those of the results, but for maintenance and gas.
    const { importEur, exportEur, peakEur } = Told.parse(results.body).scenario;
    const eur = Math.min(Number(run['solverEur']), Number(run['ruleEur']));
    expect(Number(importEur) - Number(exportEur) + Number(peakEur)).toBeCloseTo(eur, 1);
  });

  it('is forgotten when the steps are others', async () => {
    const path = await save([battery({ foresight: 'year' })]);
    await heat.ask('mill', 'POST', `${path}/run`);
    await done(path);
    expect(noteOf(await heat.ask('mill', 'GET', `${path}/results`))).toBe('upper-bound');
    await heat.ask('mill', 'PATCH', path, { steps: [battery({ kwh: 300 })] });

    expect(noteOf(await heat.ask('mill', 'GET', `${path}/results`))).toBe('not-solved');
    expect((await heat.ask('mill', 'GET', `${path}/run`)).body['state']).toBe('none');
  });

  it('needs a battery that is left to it, and one that is measured', async () => {
    const none = await heat.ask('mill', 'POST', `${await save([battery({ rule: 'price' })])}/run`);
    const idle = await heat.ask('mill', 'DELETE', `${await save([battery()])}/run`);

    expect([none.status, String(none.body['detail']).includes('lp')]).toEqual([409, true]);
    expect(idle.status).toBe(409);
  });

  it('is refused with two such batteries at once', async () => {
    const made = await heat.ask('mill', 'POST', '/scenarios', { company: heat.companies.mill.company, name: 'x', steps: [battery(), battery()], ...period });

    expect(made.status).toBe(422);
  });

  it('of a shared scenario is its owner’s to start', async () => {
    const path = await save([battery()]);
    await heat.ask('mill', 'PATCH', path, { shared: true });

    expect((await heat.ask('parkmanager', 'GET', `${path}/run`)).status).toBe(200);
    expect((await heat.ask('parkmanager', 'POST', `${path}/run`)).status).toBe(404);
  });
});

describe('a run over eight weeks', () => {
  let id = 0;
  beforeAll(async () => {
    const weeks = Array.from({ length: 8 * 7 * 96 }, (_, t) => 100 + 80 * Math.sin(t / 15));
    await measure(heat.region, heat.companies.mill.meter, { from: '2026-07-05T22:00:00Z', kw: weeks });
    const to = { from: '2026-07-05T22:00:00Z', to: '2026-08-30T22:00:00Z' };
    const made = await heat.ask('mill', 'POST', '/scenarios', { company: heat.companies.mill.company, name: 'long', steps: [battery()], ...to });
    id = Number(made.body['id']);
  });

  it('that is ended leaves what the one before it found, and tells both', async () => {
    const path = `/scenarios/${id}`;
    await heat.ask('mill', 'POST', `${path}/run`);
    await done(path);
    const { solverEur, ruleEur, chosenBy } = (await heat.ask('mill', 'GET', `${path}/run`)).body;
    await heat.ask('mill', 'POST', `${path}/run`);
    const ended = await heat.ask('mill', 'DELETE', `${path}/run`);

    expect(solverEur).toBeGreaterThan(0);
    expect(ended.body).toMatchObject({ state: 'cancelled', solverEur, ruleEur, chosenBy });
    const results = await heat.ask('mill', 'GET', `${path}/results`);
    expect(results.body['run']).toMatchObject({ state: 'cancelled', solverEur });
    expect(noteOf(results)).toBeUndefined();
  });

  it('ends with its scenario', async () => {
    expect((await heat.ask('mill', 'POST', `/scenarios/${id}/run`)).body).toMatchObject({ state: 'running' });
    expect((await heat.ask('mill', 'DELETE', `/scenarios/${id}`)).status).toBe(204);
    const { runs } = heat.region.app.parts.deps.scenarios;

    expect([runs.busy, runs.of(id)?.state]).toEqual([false, 'cancelled']);
    // And the next one finds the solver free.
    const path = await save([battery({ kwh: 1 })]);
    expect((await heat.ask('mill', 'POST', `${path}/run`)).status).toBe(202);
    await done(path);
  });
});

describe('what the solver found for connections that a reader may no longer add up', () => {
  it('is not read any more, in results or run, when a company stops sharing', async () => {
    await measure(heat.region, heat.companies.dairy.meter, { from: period.from, kw: Array.from({ length: 7 * 96 }, () => 50) });
    const made = await heat.ask('parkmanager', 'POST', '/scenarios', {
      park: 'de-mars',
      name: 'of the park',
      steps: [battery({ company: heat.companies.mill.company })],
      ...period,
    });
    const path = `/scenarios/${String(made.body['id'])}`;
    expect((await heat.ask('parkmanager', 'POST', `${path}/run`)).status).toBe(202);
    await vi.waitFor(async () => expect((await heat.ask('parkmanager', 'GET', `${path}/run`)).body).toMatchObject({ state: 'done' }), { timeout: 30_000, interval: 100 });
    expect((await heat.ask('parkmanager', 'GET', `${path}/run`)).body['ruleEur']).not.toBeNull();

    const { company, consent } = heat.companies.dairy;
    expect((await heat.ask('key', 'DELETE', `/companies/${company}/consents/${consent}`)).status).toBe(204);
    expect((await heat.ask('parkmanager', 'GET', `${path}/run`)).body).toMatchObject({ state: 'none', ruleEur: null, solverEur: null });
    expect(noteOf(await heat.ask('parkmanager', 'GET', `${path}/results`))).toBe('not-solved');

    const mill = heat.companies.mill;
    expect((await heat.ask('key', 'DELETE', `/companies/${mill.company}/consents/${mill.consent}`)).status).toBe(204);
    expect((await heat.ask('parkmanager', 'GET', `${path}/results`)).status).toBe(422);
    expect((await heat.ask('parkmanager', 'GET', `${path}/run`)).body).toMatchObject({ state: 'none', ruleEur: null });
  });
});
