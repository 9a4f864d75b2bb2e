// The CO2 of the grid over the API: off without a key, and with one the hours, the advice and how old it is.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GridHoursAnswer } from '../../src/api/shapes-grid.ts';
import { type NedServer, startNed } from '../jobs/ned-server.ts';
import { BOOTSTRAP, type SmallRegion, startApp } from './small-region.ts';

describe('without a key', () => {
  it('nobody is asked, reports count with the year, and there is no job', async () => {
    const region = await startApp();
    const { body } = await region.ask('GET', '/api/v1/grid-hours', { key: BOOTSTRAP });
    const jobs = await region.ask('GET', '/api/v1/jobs', { key: BOOTSTRAP });
    await region.stop();

    expect(GridHoursAnswer.parse(body)).toMatchObject({ state: 'off', items: [], advice: null, yearly: { list: expect.stringContaining('co2emissiefactoren') } });
    expect(JSON.stringify(jobs.body)).not.toContain('fetch-grid-hours');
  });
});

describe('with a key of a source that does not answer', () => {
  it('waits, and the job says what went wrong', async () => {
    const silent = await startNed(() => 0.2);
    silent.answer = { status: 503, body: '' };
    const region = await startApp({ env: { NED_API_KEY: 'a-key-of-the-test', NED_URL: silent.url } });
    await region.app.parts.deps.jobs.ended('fetch-grid-hours');
    const { body } = await region.ask('GET', '/api/v1/grid-hours', { key: BOOTSTRAP });
    const jobs = await region.ask('GET', '/api/v1/jobs', { key: BOOTSTRAP });
    await region.stop();
    await silent.close();

    expect(body).toMatchObject({ state: 'waiting', items: [], advice: null });
    expect(JSON.stringify(jobs.body)).toContain('NED answered 503');
  });
});

describe('with a key', () => {
  let ned: NedServer;
  let region: SmallRegion;
  beforeAll(async () => {
    ned = await startNed((hour) => (hour >= 2 && hour < 5 ? 0.1 : 0.3));
    region = await startApp({ env: { NED_API_KEY: 'a-key-of-the-test', NED_URL: `${ned.url}/` } });
  }, 60_000);
  afterAll(async () => {
    await region.stop();
    await ned.close();
  });

  it('tells the hours and the cleanest of them, asked for at the start', async () => {
    await region.app.parts.deps.jobs.ended('fetch-grid-hours');
    const told = GridHoursAnswer.parse((await region.ask('GET', '/api/v1/grid-hours?hours=3&kwh=1000', { key: BOOTSTRAP })).body);
    expect(told.state).toBe('fresh');
    expect(told.items.length).toBeGreaterThan(60);
    // Three hours from 02:00 UTC on, expected: a tenth more than measured.
    expect(told.advice).toMatchObject({ hours: 3, start: expect.stringMatching(/T02:00:00Z$/), end: expect.stringMatching(/T05:00:00Z$/), kgPerKwh: 0.11 });
    const { advice } = told;
    // Of a figure that is told in millionths, for a thousand kWh.
    expect(advice?.savedKg).toBeCloseTo(1000 * ((advice?.atOnceKgPerKwh ?? 0) - 0.11), 2);
    expect(JSON.stringify(told)).not.toContain('a-key-of-the-test');
  });

  it.each(['hours=0', 'hours=25', 'kwh=-1'])('%s is refused', async (query) => {
    const { status, body } = await region.ask('GET', `/api/v1/grid-hours?${query}`, { key: BOOTSTRAP });
    expect([status, body['code']]).toEqual([422, 'invalid-request']);
  });
});
