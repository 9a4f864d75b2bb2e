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
const TURN = { warmUpMs: 1000, forMs: 3000 };
const SPARE_MS = 30_000;

export interface BesideIngest {
  /** Messages a second in each turn. */
  readonly without: readonly number[];
  readonly during: readonly number[];
  /** Of the medians. */
  readonly share: number;
  /** That the night had done beside them. */
  readonly parks: number;
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
  let parks = 0;
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    without.push(await turn());
    await app.ask({ kind: 'night', on: true }, SPARE_MS);
    during.push(await turn());
    const ended = await app.ask({ kind: 'night', on: false }, SPARE_MS);
    if (ended.kind === 'night') parks += ended.parks;
  }
  load.end();
  app.process.kill('SIGKILL');
  return { without, during, share: median(during) / median(without), parks };
}
