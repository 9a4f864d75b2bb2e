// A region with 4 kW in March and October of 2026: a company alone in a park with everything that shows energy behind it, and two
// in another park that give each other what they draw. Its clock is the test's.
import { vi } from 'vitest';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

export interface ClockDay {
  readonly date: string;
  readonly next: string;
  /** Quarters of the day; at 4 kW so many kWh as well. */
  readonly quarters: number;
  readonly month: string;
  readonly from: string;
  readonly to: string;
  /** 31 days, an hour shorter or longer. */
  readonly monthKwh: number;
}
export const DAYS: readonly ClockDay[] = [
  { date: '2026-03-29', next: '2026-03-30', quarters: 92, month: '2026-03', from: '2026-03-01', to: '2026-04-01', monthKwh: 2972 },
  { date: '2026-10-25', next: '2026-10-26', quarters: 100, month: '2026-10', from: '2026-10-01', to: '2026-11-01', monthKwh: 2980 },
];
/** Where the clock of the test stands unless a walk sets it: both months lie in the last twelve. */
export const LATER = '2026-11-15T11:00:00Z';
/** Half of the load is above it, or a quarter: 1 kW. */
export const LIMIT_KW = 3;

export interface ClockRegion {
  readonly region: SmallRegion;
  readonly alone: Objects & { readonly group: number; readonly heat: number; readonly sub: number };
  readonly taker: Objects;
  readonly giver: Objects;
  readonly get: (path: string) => Promise<unknown>;
  readonly post: (path: string, body: unknown) => Promise<number>;
}

export async function startClockRegion(env: Record<string, string> = {}): Promise<ClockRegion> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(LATER) });
  const region = await startApp({ env });
  const get = async (path: string): Promise<unknown> => {
    const { status, body } = await region.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP });
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const post = async (path: string, body: unknown): Promise<number> => {
    const answer = await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return Number(answer.body['id']);
  };
  const validFrom = '2026-01-01';
  const alone = await makeCompany(region, { park: 'bergweide', name: 'Alone', ean: '871999900000000011', shares: true });
  const taker = await makeCompany(region, { park: 'de-mars', name: 'Taker', ean: '871999900000000028', shares: true });
  const giver = await makeCompany(region, { park: 'de-mars', name: 'Giver', ean: '871999900000000035', shares: true });
  const sub = await post('/meters', { connection: alone.connection, serial: 'SUB', carrier: 'electricity', role: 'sub', validFrom });
  const pipe = await post('/connections', { ean: '871999900000000042', company: alone.company, carrier: 'heat', validFrom });
  const heat = await post('/meters', { connection: pipe, serial: 'HEAT', carrier: 'heat', role: 'main', validFrom });
  await post('/conversions', { company: alone.company, kind: 'boiler', name: 'Electric boiler', inputs: [sub], outputs: [heat], validFrom });
  await post(`/connections/${alone.connection}/limits`, { kw: LIMIT_KW, validFrom });
  const group = await post('/groups', { park: alone.park, name: 'Group', rule: 'fixed', limitImportKw: LIMIT_KW, validFrom });
  await post(`/groups/${group}/members`, { connection: alone.connection, shareImportKw: LIMIT_KW, validFrom });
  for (const { from, monthKwh } of DAYS) {
    const over = (kw: number) => ({ from: `${from}T00:00:00+0${from === '2026-10-01' ? 2 : 1}:00`, kw: Array.from({ length: monthKwh }, () => kw) });
    for (const meter of [alone.meter, sub, taker.meter]) await measure(region, meter, over(4));
    await measure(region, giver.meter, over(-4));
    await measure(region, heat, { ...over(4), carrier: 'heat', flows: ['generation'] });
  }
  return { region, alone: { ...alone, group, heat, sub }, taker, giver, get, post };
}
