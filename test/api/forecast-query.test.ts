// What a forecast rests on: made once a day and not at every question, and with the weather that was told then.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerBacktest, answerForecast } from '../../src/api/forecast-query.ts';
import { App } from '../../src/app.ts';
import type { WeatherSource } from '../../src/domain/forecast/weather.ts';
import { QUARTER_MS, localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { readSettings } from '../../src/settings.ts';
import { makeWeatherService } from '../../src/simulate/weather-service.ts';
import { measure } from './measured.ts';
import { type SmallRegion, makeCompany } from './small-region.ts';

const BOOTSTRAP = 'bootstrap-key-of-the-tests';
const KEY = { id: 'test', roles: [], processor: true } as const;
const root = join(import.meta.dirname, '../..');
const dataDir = mkdtempSync(join(tmpdir(), 'kringstroom-forecast-'));
const asked: { kind: 'observed' | 'forecast'; from: number; to: number }[] = [];
const service = makeWeatherService(1);
const weather: WeatherSource = {
  ...service,
  observed: (place, from, to) => {
    asked.push({ kind: 'observed', from, to });
    return service.observed(place, from, to);
  },
  forecast: (place, from, to) => {
    asked.push({ kind: 'forecast', from, to });
    return service.forecast(place, from, to);
  },
};
let app: App;
let company = 0;
const over = () => ({ place: { kind: 'company', company } as const, direction: 'import' as const, spot: { latDeg: 52.1, lonDeg: 6.1 } });

beforeAll(async () => {
  const settings = readSettings({ PORT: '0', MQTT_PORT: '0', DATA_DIR: dataDir, BOOTSTRAP_API_KEY: BOOTSTRAP });
  app = await App.start({ settings, simulated: false, root, log: pino({ level: 'silent' }), weather });
  const ask: SmallRegion['ask'] = async (method, path, as = {}) => {
    const response = await fetch(app.parts.urls.web + path, {
      method,
      headers: { authorization: `Bearer ${BOOTSTRAP}`, 'content-type': 'application/json' },
      ...(as.body !== undefined && { body: JSON.stringify(as.body) }),
    });
    return { status: response.status, type: '', body: JSON.parse(await response.text()) };
  };
  const region: SmallRegion = { app, ask, dataDir, stop: async () => {} };
  const made = await makeCompany(region, { park: 'de-mars', name: 'Company A', ean: '871999900000000011', shares: true });
  company = made.company;
  const begin = localAdd(localFloor(epochMs(Date.now()), 'P1D'), 'P1D', -40);
  await measure(region, made.meter, { from: toIso(begin), kw: Array.from({ length: 40 * 96 }, (_, t) => 100 + (t % 96)) });
}, 60_000);
afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('a forecast', () => {
  it('asks for each earlier moment what was forecast then, and for now what is forecast now', async () => {
    const answer = await answerForecast(app.parts.deps, KEY, over());
    const forecasts = asked.filter((one) => one.kind === 'forecast');

    expect(answer).toMatchObject({ method: 'week-weather-level', weather: { source: 'simulated weather service', simulated: true } });
    expect(answer.steps).toHaveLength(192);
    expect(forecasts.every(({ from, to }) => to - from === 192)).toBe(true);
    expect(Math.max(...asked.filter((one) => one.kind === 'observed').map((one) => one.to)) * QUARTER_MS).toBeLessThanOrEqual(Date.now());
  });

  it('is not made again for the next question', async () => {
    await answerForecast(app.parts.deps, KEY, over());
    const before = asked.length;
    await answerForecast(app.parts.deps, KEY, over());
    await answerBacktest(app.parts.deps, KEY, over());

    expect(asked.length).toBe(before);
  });
});
