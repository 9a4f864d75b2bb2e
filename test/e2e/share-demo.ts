// Before the tests: a door at which those that only look ask for a demo. It is started for the first of them, one for all
// workers, and stopped after the last test of the run.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import type { Demo } from './demo.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the shared demo is asked for. */
    readonly sharedDemoAt: string;
  }
}

/** As many days as the one that looks back longest. */
const HISTORY_DAYS = '3';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let demo: Promise<Demo> | null = null;
  const start = async (): Promise<Demo> => (await import('./demo.ts')).startDemo({ SIMULATE_HISTORY_DAYS: HISTORY_DAYS });
  const server = createServer((_request, response) => {
    demo ??= start();
    demo.then(
      ({ web, mqtt, accounts, trial }) => response.end(JSON.stringify({ web, mqtt, accounts, trial })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  project.provide('sharedDemoAt', `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  return async () => {
    server.close();
    await (await demo?.catch(() => null))?.stop();
  };
}
