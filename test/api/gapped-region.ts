// A company that is measured for weeks, and whose meter was silent over a midnight of the last days: what is not sure has a band.
import { QUARTER_MS, localAdd, localFloor } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const HOUR_MS = 3_600_000;

/** Local days counted from today; between the night of day -3 and the morning of day -2 nothing was told. */
export function gappedDays(): { readonly today: EpochMs; readonly day: (count: number) => EpochMs } {
  const today = localFloor(epochMs(Date.now()), 'P1D');
  return { today, day: (count) => localAdd(today, 'P1D', count) };
}

/** Meters that are busy by day, each week a little otherwise. */
const kwAt = (quarter: number): number => (quarter % 96 > 32 && quarter % 96 < 72 ? 40 : 8) + 4 * Math.sin(quarter / 50);

export async function startGapped(): Promise<{ readonly small: SmallRegion; readonly of: Objects }> {
  const { day } = gappedDays();
  const small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  const of = await makeCompany(small, { park: 'park-a', name: 'A', ean: '871999900000000011', shares: true });
  const first = day(-40) / QUARTER_MS;
  const quarters = day(-4) / QUARTER_MS - first;
  await measure(small, of.meter, { from: new Date(day(-40)).toISOString(), kw: Array.from({ length: quarters }, (_, at) => kwAt(first + at)) });
  // Live from then on, a reading every five minutes; none from 20:00 three days ago to 05:00 the day after.
  const [silentFrom, silentTo] = [day(-2) - 4 * HOUR_MS, day(-2) + 5 * HOUR_MS];
  const bodies: { time: string; importKwh: number }[] = [];
  let value = 1000;
  for (let at: number = day(-4); at <= day(0); at += HOUR_MS / 12) {
    if (at <= silentFrom || at >= silentTo) bodies.push({ time: new Date(at).toISOString(), importKwh: value });
    value += kwAt(Math.floor(at / QUARTER_MS)) / 12;
  }
  for (let at = 0; at < bodies.length; at += 400) await small.ask('POST', `/api/v1/ingest/${of.gateway}`, { key: BOOTSTRAP, body: bodies.slice(at, at + 400) });
  await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
  return { small, of };
}
