// Plays the API of the Nationaal Energie Dashboard: records in the form of its manual (ned.nl/nl/handleiding-api), amounts made up.
import { once } from 'node:events';
import { type IncomingMessage, type Server, createServer } from 'node:http';

export interface NedServer {
  readonly url: string;
  readonly requests: IncomingMessage[];
  /** What the next requests are answered with instead of hours. */
  answer: { status: number; body: string } | null;
  readonly close: () => Promise<void>;
}

const HOUR_MS = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', '+00:00');

/** One utilization of the national mix by the hour. */
export const nedRecord = (at: number, over: Record<string, unknown>): Record<string, unknown> => ({
  '@id': `/v1/utilizations/${at}`,
  '@type': 'Utilization',
  id: at,
  point: '/v1/points/0',
  type: '/v1/types/27',
  granularity: '/v1/granularities/5',
  granularitytimezone: '/v1/granularity_time_zones/0',
  activity: '/v1/activities/1',
  classification: '/v1/classifications/2',
  capacity: 12_345_678,
  volume: 12_345_678,
  percentage: 1,
  emission: 2_469_135,
  emissionfactor: 0.2,
  validfrom: iso(at),
  validto: iso(at + HOUR_MS),
  lastupdate: iso(at + 2 * HOUR_MS),
  ...over,
});

/** Every hour of the days that are asked for; kilograms by the hour of the day, an expected hour a tenth more. */
export async function startNed(kgOf: (hour: number) => number): Promise<NedServer> {
  const server: Server = createServer((request, response) => {
    ned.requests.push(request);
    if (ned.answer !== null) return void response.writeHead(ned.answer.status, { 'content-type': 'application/ld+json' }).end(ned.answer.body);
    const query = new URL(request.url ?? '', 'http://ned').searchParams;
    const [from, to] = ['validfrom[after]', 'validfrom[strictly_before]'].map((name) => Date.parse(`${query.get(name)}T00:00:00Z`));
    const forecast = query.get('classification') === '1';
    const members: unknown[] = [];
    for (let at = from ?? 0; at < (to ?? 0); at += HOUR_MS) {
      const kg = kgOf(new Date(at).getUTCHours());
      // What lies ahead is not measured yet.
      if (!forecast && at > Date.now()) members.push(nedRecord(at, { emissionfactor: null, emission: null }));
      else members.push(nedRecord(at, { emissionfactor: forecast ? kg * 1.1 : kg, classification: `/v1/classifications/${forecast ? 1 : 2}` }));
    }
    response
      .writeHead(200, { 'content-type': 'application/ld+json; charset=utf-8' })
      .end(JSON.stringify({ '@type': 'hydra:Collection', 'hydra:totalItems': members.length, 'hydra:member': members }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const ned: NedServer = {
    url: `http://127.0.0.1:${port}/v1`,
    requests: [],
    answer: null,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return ned;
}
