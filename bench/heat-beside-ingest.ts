// What a night of heat matching leaves of ingest: durable QoS 1 messages a second through the whole application, with and without the
// night in its worker, in turn.
import { join } from 'node:path';
import { startWholeApp } from './brokers.ts';
import { compile, makeDataDir, root } from './build.ts';
import { Child } from './child.ts';
import type { LoadAnswer, LoadQuestion } from './mqtt-load.ts';
import { median } from './table.ts';

const HISTORY_DAYS = 7;
const CONNECTIONS = 50;
const IN_FLIGHT = 16;
const TURN = { warmUpMs: 1000, forMs: 5000 };
/** Of two turns each, first without and then with, and the other way round: what a machine does by and by weighs on both alike. */
const ROUNDS = 6;
const SPARE_MS = 30_000;

export interface BesideIngest {
  /** Messages a second in each turn. */
  readonly without: readonly number[];
  readonly during: readonly number[];
  /** Median over the rounds of what was left. */
  readonly share: number;
  /** Seconds of processor that the night got for each second it ran. */
  readonly nightCpu: number;
}

export async function besideIngest(quick: boolean): Promise<BesideIngest> {
  const buildDir = compile();
  const app = await startWholeApp({ buildDir, dataDir: makeDataDir(), root }, HISTORY_DAYS);
  const load = new Child<LoadQuestion, LoadAnswer>(join(buildDir, 'bench/mqtt-load.js'));
  await load.ask({ kind: 'connect', port: app.port, publishers: app.publishers(CONNECTIONS) }, SPARE_MS);
  const turn = async (): Promise<number> => {
    const answer = await load.ask({ kind: 'closed-loop', inFlight: IN_FLIGHT, ...TURN }, TURN.warmUpMs + TURN.forMs + SPARE_MS);
    if (answer.kind !== 'measured') throw new Error(`the load process answered ${answer.kind}`);
    return answer.perSecond;
  };
  const [without, during]: [number[], number[]] = [[], []];
  let cpuS = 0;
  const beside = async (): Promise<void> => {
    await app.ask({ kind: 'night', on: true }, SPARE_MS);
    during.push(await turn());
    const ended = await app.ask({ kind: 'night', on: false }, SPARE_MS);
    if (ended.kind === 'night') cpuS += ended.cpuS;
  };
  const rounds = quick ? 1 : ROUNDS;
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) without.push(await turn());
    await beside();
    if (round % 2 === 1) without.push(await turn());
  }
  load.end();
  app.process.kill('SIGKILL');
  const shares = during.map((one, round) => one / (without[round] ?? one));
  return { without, during, share: median(shares), nightCpu: (cpuS * 1000) / (rounds * (TURN.warmUpMs + TURN.forMs)) };
}
