// Five companies of one park that used electricity and gas in one quarter-hour, the first of them nearly all the gas.
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042', '871999900000000059'];
const GAS_EANS = ['871999900000000110', '871999900000000127', '871999900000000134', '871999900000000141', '871999900000000158'];
const QUARTER_MS = 900_000;
export const iso = (ms: number): string => new Date(ms).toISOString();

export interface EmittingRegion {
  readonly region: SmallRegion;
  readonly companies: readonly Objects[];
  /** The quarter-hour, in milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Cookies. */
  readonly asRegion: string;
  readonly asManager: string;
  readonly post: (path: string, body: unknown) => Promise<Answer>;
}

export async function startEmitting(): Promise<EmittingRegion> {
  const region = await startApp();
  const start = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS - 12 * QUARTER_MS;
  const post = (path: string, body: unknown): Promise<Answer> => region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
  const companies: Objects[] = [];
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true }));
  const end = start + QUARTER_MS;
  const whole = { region, companies, start, end, post };
  for (const [index, company] of companies.entries()) {
    await giveGas(whole, company, GAS_EANS[index] ?? '');
    await measure(whole, company, { kwh: 10 + index, m3: index === 0 ? 100 : 1, ...(index === 4 && { exportKwh: 0 }) });
  }
  await region.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  await region.app.parts.auth.ensureAccount({ email: 'manager@test.nl', password: 'a long password', name: 'manager', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
  const [asRegion, asManager] = [await signIn(region, 'region@test.nl', 'a long password'), await signIn(region, 'manager@test.nl', 'a long password')];
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
  return { ...whole, asRegion, asManager };
}

type Making = Pick<EmittingRegion, 'region' | 'start' | 'end' | 'post'>;

/** A quarter of electricity, gas where it has any, and export of what its panels made. */
async function measure({ region, start, end }: Making, company: Objects, of: { kwh: number; m3?: number; exportKwh?: number }): Promise<void> {
  for (const [index, at] of [start, end].entries()) {
    const body = { time: iso(at), importKwh: 1000 + index * of.kwh, exportKwh: 500 + index * (of.exportKwh ?? 0), ...(of.m3 !== undefined && { gasM3: 100 + index * of.m3 }) };
    const answer = await region.ask('POST', `/api/v1/ingest/${company.gateway}`, { basic: `${company.username}:${company.password}`, body });
    if (answer.status !== 202) throw new Error(`a reading was answered with ${answer.status}`);
  }
}

async function giveGas({ post }: Making, company: Objects, ean: string): Promise<void> {
  const connection = await post('/connections', { ean, company: company.company, carrier: 'gas', validFrom: '2026-01-01' });
  const meter = await post('/meters', { connection: connection.body['id'], serial: `G-${company.company}`, carrier: 'gas', role: 'main', validFrom: '2026-01-01' });
  const given = await post(`/gateways/${company.gateway}/meters`, { meter: meter.body['id'] });
  if (given.status !== 200) throw new Error(`giving a meter to a gateway was answered with ${given.status}`);
}
