// The weather of a real installation, from a server that speaks as Open-Meteo does: in forecasts and in the change of emissions,
// and what becomes of both where the server says nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { degreeDaysIn } from '../../src/api/degree-days-query.ts';
import { Forecast } from '../../src/api/shapes-forecast.ts';
import { localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type OpenMeteoServer, startOpenMeteo } from '../jobs/open-meteo-server.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const DAYS = 60;
const today = localFloor(epochMs(Date.now()), 'P1D');

async function withLoad(weatherUrl: string): Promise<{ region: SmallRegion; company: number }> {
  const region = await startApp({ env: { WEATHER_URL: weatherUrl } });
  await region.app.parts.deps.jobs.ended('fetch-weather');
  const { company, meter } = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: true });
  await measure(region, meter, { from: toIso(localAdd(today, 'P1D', -DAYS)), kw: Array.from({ length: DAYS * 96 }, (_, t) => 100 + (t % 96)) });
  return { region, company };
}
const forecastOf = async (region: SmallRegion, company: number): Promise<Forecast> =>
  Forecast.parse((await region.ask('GET', `/api/v1/companies/${company}/forecast`, { key: BOOTSTRAP })).body);

describe('weather that is told', () => {
  let service: OpenMeteoServer;
  let region: SmallRegion;
  let company: number;
  beforeAll(async () => {
    service = await startOpenMeteo();
    ({ region, company } = await withLoad(service.url));
  }, 60_000);
  afterAll(async () => {
    await region.stop();
    await service.close();
  });

  it('is asked for at the start, where each park lies', () => {
    const { parks } = region.app.parts.deps;
    expect(new Set(service.questions.map((query) => `${query.get('latitude')} ${query.get('longitude')}`)).size).toBe(parks.length + 1);
  });

  it('is named by a forecast that rests on it', async () => {
    const told = await forecastOf(region, company);

    expect(told).toMatchObject({ method: 'week-weather-level', weather: { source: 'Open-Meteo.com (CC BY 4.0)', simulated: false } });
    expect(told.steps).toHaveLength(192);
    const explained = await region.ask('GET', `/api/v1/companies/${company}/forecast/explain`, { key: BOOTSTRAP });
    expect(explained.body['weather']).toMatchObject({ source: 'Open-Meteo.com (CC BY 4.0)', windMs: 5, sunWm2: 100 });
  });

  it('gives the degree days of a change, as far back as it was told', async () => {
    const { deps } = region.app.parts;
    const spot = deps.parks.find(({ id }) => id === 'de-mars');
    const span = (fromDays: number, toDays: number): { from: typeof today; to: typeof today } => ({ from: localAdd(today, 'P1D', -fromDays), to: localAdd(today, 'P1D', -toDays) });
    const known = await degreeDaysIn(deps, {}, { area: { kind: 'park', park: 'de-mars' }, base: span(60, 30), now: span(30, 0) });

    // As many degrees as the longitude, and months from October to April weigh 1 or 1.1, others 0.8 or less.
    const most = 30 * 1.1 * (18 - Math.round((spot?.lon ?? 0) * 10) / 10);
    expect(known).toMatchObject({ source: 'Open-Meteo.com (CC BY 4.0)', simulated: false });
    expect(known?.nowDegreeDays).toBeGreaterThan(most / 3);
    expect(known?.nowDegreeDays).toBeLessThanOrEqual(most + 1e-6);
    expect(await degreeDaysIn(deps, {}, { area: { kind: 'park', park: 'de-mars' }, base: span(400, 370), now: span(30, 0) })).toBeNull();
  });
});

describe('weather of a server that fails', () => {
  it('leaves forecasts without it, and the job says why', async () => {
    const service = await startOpenMeteo();
    service.answer = { status: 503, body: '' };
    const { region, company } = await withLoad(service.url);
    const told = await forecastOf(region, company);
    const jobs = await region.ask('GET', '/api/v1/jobs', { key: BOOTSTRAP });
    await region.stop();
    await service.close();

    expect(told).toMatchObject({ method: 'week-level', weather: null });
    expect(told.steps).toHaveLength(192);
    expect(told.steps.every(({ p50Kw }) => p50Kw > 50)).toBe(true);
    expect(JSON.stringify(jobs.body)).toContain('the weather service answered 503');
  });
});
