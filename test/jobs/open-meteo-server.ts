// Plays a server of Open-Meteo: answers in the form of its documentation (open-meteo.com/en/docs, "15-minutely"), weather made up.
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';

export interface OpenMeteoServer {
  readonly url: string;
  /** The query of each question, in order. */
  readonly questions: URLSearchParams[];
  /** What the next questions are answered with instead of weather. */
  answer: { status: number; body: string } | null;
  readonly close: () => Promise<void>;
}

const DAY_S = 86_400;
const STEP_S = 900;

/** What is told of instants one quarter-hour after the other. */
export function openMeteoAnswer(over: {
  fromS: number;
  steps: number;
  at: (timeS: number) => { temperature: number | null; radiation: number | null; wind: number | null };
}): Record<string, unknown> {
  const time = Array.from({ length: over.steps }, (_, step) => over.fromS + step * STEP_S);
  const told = time.map((timeS) => over.at(timeS));
  return {
    latitude: 52.1,
    longitude: 6.06,
    generationtime_ms: 0.2,
    utc_offset_seconds: 0,
    timezone: 'GMT',
    timezone_abbreviation: 'GMT',
    elevation: 16,
    minutely_15_units: { time: 'unixtime', temperature_2m: '°C', shortwave_radiation: 'W/m²', wind_speed_10m: 'm/s' },
    minutely_15: {
      time,
      temperature_2m: told.map(({ temperature }) => temperature),
      shortwave_radiation: told.map(({ radiation }) => radiation),
      wind_speed_10m: told.map(({ wind }) => wind),
    },
  };
}

/** Whole days around today, as many as are asked for; degrees by the longitude, so that places can be told apart. */
export async function startOpenMeteo(): Promise<OpenMeteoServer> {
  const server: Server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://open-meteo').searchParams;
    service.questions.push(query);
    if (service.answer !== null) return void response.writeHead(service.answer.status, { 'content-type': 'application/json' }).end(service.answer.body);
    const number = (name: string): number => Number(query.get(name));
    const todayS = Math.floor(Date.now() / 1000 / DAY_S) * DAY_S;
    const days = number('past_days') + number('forecast_days');
    const body = openMeteoAnswer({
      fromS: todayS - number('past_days') * DAY_S,
      steps: (days * DAY_S) / STEP_S,
      at: () => ({ temperature: number('longitude'), radiation: 100, wind: 5 }),
    });
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const service: OpenMeteoServer = {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    questions: [],
    answer: null,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return service;
}
