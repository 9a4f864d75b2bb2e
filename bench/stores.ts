// The benchmark of stores: the same rows into our DuckDB files, influxd and PostgreSQL in the same run, then the
// questions that pages ask. Queries of a peer and of ours alternate, so that a busy machine is busy for both.
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { compile, makeDataDir } from './build.ts';
import { Child } from './child.ts';
import type { BenchOptions, Outcome } from './run.ts';
import { dayRows, metersFor } from './stores-data.ts';
import { type Peer, startInflux, startPostgres } from './stores-peers.ts';
import type { Ask, StoreAnswer, StoreQuestion } from './stores-ours.ts';
import { type Row, median, print } from './table.ts';

const ROWS = 10_000_000;
const QUICK_ROWS = 1_000_000;
/** Stored one after the other by each store: the median is of these. */
const SLICES = 5;
const TIMES = 5;
const YEAR_METERS = 500;
const TIMEOUT_MS = 1_200_000;

type Ours = Child<StoreQuestion, StoreAnswer>;

export async function stores({ quick, rows: wanted }: BenchOptions): Promise<Outcome> {
  const rows = wanted ?? (quick ? QUICK_ROWS : ROWS);
  const dir = makeDataDir();
  const ours: Ours = new Child(join(compile(), 'bench/stores-ours.js'));
  mkdirSync(join(dir, 'ours'));
  await ours.ask({ kind: 'open', dir: join(dir, 'ours') }, TIMEOUT_MS);
  const influx = await startInflux(dir);
  const postgres = await startPostgres(dir);
  const peers = postgres === null ? [influx] : [influx, postgres];
  const meters = metersFor(rows);
  const { stored, laying } = await ingestAll({ ours, peers, meters, rows });
  const openBytes = await bytes(ours);
  const asked = await askAll({ ours, peers, quick });
  const night = await lay(ours);
  const closedBytes = await bytes(ours);
  const closed = await askAll({ ours, peers, quick });
  await ours.ask({ kind: 'year', meters: quick ? 50 : YEAR_METERS }, TIMEOUT_MS);
  const quarters = await times(ours, 'meter-month-quarters');
  const regionYear = await times(ours, 'region-year');
  const peerBytes = new Map(await Promise.all(peers.map(async (peer) => [peer.name, await peer.bytes()] as const)));
  return report({ rows, meters, peers, stored, laying, night, asked, closed, quarters, regionYear, openBytes, closedBytes, peerBytes, yearMeters: quick ? 50 : YEAR_METERS });
}

async function bytes(ours: Ours): Promise<number> {
  const answer = await ours.ask({ kind: 'bytes' }, TIMEOUT_MS);
  if (answer.kind !== 'bytes') throw new Error(`the store answered ${answer.kind}`);
  return answer.bytes;
}

async function msOf(ours: Ours, question: StoreQuestion): Promise<readonly number[]> {
  const answer = await ours.ask(question, TIMEOUT_MS);
  if (answer.kind !== 'ms') throw new Error(`the store answered ${answer.kind}`);
  return answer.ms;
}

async function lay(ours: Ours): Promise<Laying> {
  const [ms = 0, heldMs = 0] = await msOf(ours, { kind: 'lay' });
  return { ms, heldMs };
}

type Named = Record<string, number[]>;
/** How long the nightly job took, and for how long at most no readings could be stored meanwhile. */
interface Laying {
  readonly ms: number;
  readonly heldMs: number;
}
const OURS = 'kringstroom (DuckDB)';

/** Rows a second of each slice, by store. Before the last day the nightly job lays what is there, as it did after each day before. */
async function ingestAll({ ours, peers, meters, rows }: { ours: Ours; peers: readonly Peer[]; meters: number; rows: number }): Promise<{ stored: Named; laying: Laying }> {
  const stored: Named = { [OURS]: [] };
  const slice = Math.floor(rows / SLICES);
  const lastDay = slice * SLICES - dayRows(meters);
  let laying: Laying = { ms: 0, heldMs: 0 };
  for (let first = 0; first < slice * SLICES; first += slice) {
    const before = Math.min(slice, Math.max(0, lastDay - first));
    let [ms = 0] = await msOf(ours, { kind: 'ingest', meters, first, count: before });
    if (before < slice) {
      laying = await lay(ours);
      ms += (await msOf(ours, { kind: 'ingest', meters, first: first + before, count: slice - before }))[0] ?? 0;
    }
    stored[OURS]?.push((slice / ms) * 1000);
    for (const peer of peers) (stored[peer.name] ??= []).push((slice / (await peer.ingest(meters, first, slice))) * 1000);
    process.stderr.write(`stored ${(first + slice).toLocaleString('en')} rows\n`);
  }
  return { stored, laying };
}

const PEER_ASKS = ['park-month', 'meter-month', 'meter-day', 'last'] as const;

async function askAll({ ours, peers, quick }: { ours: Ours; peers: readonly Peer[]; quick: boolean }): Promise<Record<(typeof PEER_ASKS)[number], Named>> {
  const found: Record<(typeof PEER_ASKS)[number], Named> = { 'park-month': {}, 'meter-month': {}, 'meter-day': {}, last: {} };
  for (const what of PEER_ASKS) {
    for (let round = 0; round < (quick ? 1 : TIMES) + 1; round++) {
      const all: [string, number][] = [[OURS, (await msOf(ours, { kind: 'ask', what, times: 1 }))[0] ?? 0]];
      for (const peer of peers) all.push([peer.name, await peer.ask(what)]);
      // The first round finds no cache warm.
      if (round > 0) for (const [name, ms] of all) (found[what][name] ??= []).push(ms);
    }
  }
  return found;
}

const times = (ours: Ours, what: Ask): Promise<readonly number[]> => msOf(ours, { kind: 'ask', what, times: TIMES + 1 }).then((ms) => ms.slice(1));

interface Found {
  readonly rows: number;
  readonly meters: number;
  readonly yearMeters: number;
  readonly peers: readonly Peer[];
  readonly stored: Named;
  readonly laying: Laying;
  readonly night: Laying;
  readonly asked: Record<(typeof PEER_ASKS)[number], Named>;
  readonly closed: Record<(typeof PEER_ASKS)[number], Named>;
  readonly quarters: readonly number[];
  readonly regionYear: readonly number[];
  readonly openBytes: number;
  readonly closedBytes: number;
  readonly peerBytes: ReadonlyMap<string, number>;
}

const took = ({ ms, heldMs }: Laying): string => `${(ms / 1000).toFixed(1)} s, in which readings waited for ${(heldMs / 1000).toFixed(2)} s at most`;

function report(found: Found): Outcome {
  const { rows, stored, asked, closed, quarters, regionYear } = found;
  const influxBytes = (found.peerBytes.get('influxd') ?? 0) / rows;
  const [open, shut] = [found.openBytes / rows, found.closedBytes / rows];
  const mid = (of: Named, name: string): number => median(of[name] ?? []);
  const ratios = {
    ingest: mid(stored, OURS) / mid(stored, 'influxd'),
    disk: open / influxBytes,
    diskClosed: shut / influxBytes,
    parkMonth: mid(asked['park-month'], 'influxd') / mid(asked['park-month'], OURS),
    meterMonth: mid(closed['meter-month'], 'influxd') / mid(closed['meter-month'], OURS),
    meterMonthQuarters: mid(closed['meter-month'], 'influxd') / median(quarters),
    meterDay: mid(closed['meter-day'], 'influxd') / mid(closed['meter-day'], OURS),
  };
  const row = (what: string, values: readonly number[], over: Partial<Row> = {}): Row => ({ what, values, ...over });
  const goal = (text: string, met: boolean): Pick<Row, 'goal'> => ({ goal: { text, met } });
  const perStore = (of: Named, first: Partial<Row>): Row[] =>
    Object.entries(of).map(([name, values], index) => row(name, values, { ratio: median(values) / mid(of, 'influxd'), ...(index === 0 ? first : {}) }));
  const asking = (what: (typeof PEER_ASKS)[number], goals: { open?: number; closed?: number }): string =>
    print({
      title: `${what}, ms`,
      ratioOf: 'x influxd',
      digits: 1,
      rows: [
        ...perStore(asked[what], goals.open === undefined ? {} : goal(`<= 1/${goals.open}`, mid(asked[what], 'influxd') >= goals.open * mid(asked[what], OURS))),
        row(`${OURS}, month closed`, closed[what][OURS] ?? [], {
          ratio: mid(closed[what], OURS) / mid(closed[what], 'influxd'),
          ...(goals.closed === undefined ? {} : goal(`<= 1/${goals.closed}`, mid(closed[what], 'influxd') >= goals.closed * mid(closed[what], OURS))),
        }),
        ...(what === 'meter-month'
          ? [
              row(`${OURS}, from quarters`, quarters, {
                ratio: median(quarters) / mid(closed[what], 'influxd'),
                ...goal('<= 1/4', mid(closed[what], 'influxd') >= 4 * median(quarters)),
              }),
            ]
          : []),
      ],
    });
  const text = [
    `Stores: ${rows.toLocaleString('en')} readings of ${found.meters.toLocaleString('en')} meters in a month, batches of 10,000; influxd 1.x (tsi1)${found.peers.length > 1 ? ' and PostgreSQL' : '; PostgreSQL is not here (apt-get install postgresql)'} in the same run.`,
    `Month open: the nightly job has laid all days but the last, here 29 days in one run (${took(found.laying)}). Month closed: the last one too (${took(found.night)}).`,
    '',
    print({ title: 'rows stored a second', ratioOf: 'x influxd', digits: 0, rows: perStore(stored, goal('>= 1.8 x influxd', ratios.ingest >= 1.8)) }),
    '',
    print({
      title: 'bytes a row on disk',
      ratioOf: 'x influxd',
      digits: 2,
      rows: [
        row(`${OURS}, month open`, [open], { ratio: ratios.disk, ...goal('<= 0.6', ratios.disk <= 0.6) }),
        row(`${OURS}, month closed`, [shut], { ratio: ratios.diskClosed, ...goal('<= 0.35', ratios.diskClosed <= 0.35) }),
        ...[...found.peerBytes].map(([name, size]) => row(name, [size / rows], { ratio: size / rows / influxBytes })),
      ],
    }),
    '',
    asking('park-month', { open: 8 }),
    '',
    asking('meter-month', { closed: 4 }),
    '',
    asking('meter-day', {}),
    '',
    asking('last', {}),
    '',
    print({
      title: `year of ${found.yearMeters} meters by day, from ${(found.yearMeters * 35_040).toLocaleString('en')} quarters, ms`,
      digits: 1,
      rows: [row(OURS, regionYear, goal('< 250 ms', median(regionYear) < 250))],
    }),
  ].join('\n');
  const figures = {
    rows,
    nightMs: found.night.ms,
    nightHeldMs: found.night.heldMs,
    ingestPerSecond: mid(stored, OURS),
    bytesPerRow: open,
    closedBytesPerRow: shut,
    parkMonthMs: mid(asked['park-month'], OURS),
    regionYearMs: median(regionYear),
    meterMonthQuartersMs: median(quarters),
  };
  return { text, ratios: Object.fromEntries(Object.entries(ratios).map(([key, value]) => [key, Math.round(value * 1000) / 1000])), figures };
}
