// The long tests: kill -9 under load, a simulated day through the whole product. Run by `npm run test:all`, and at their full size by `npm run test:long`.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { compiledThreads } from './vitest.config.ts';

/** What begins first, as it took longest: three at a time, so that neither core waits long for the other at the end. The one
 *  that uses both cores goes together with the one that waits most. */
const FIRST = ['kill-steps', 'alerts-told', 'explained-numbers', 'uncertainty-truth', 'dockerfile', 'kill', 'simulated-truth'];
const place = ({ moduleId }: TestSpecification): number => FIRST.findIndex((name) => moduleId.endsWith(`/${name}.slow.test.ts`));

class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve([...files].sort((a, b) => place(a) - place(b)));
  }
}

export default defineConfig({
  resolve: { alias: [compiledThreads] },
  test: {
    globalSetup: ['test/compile.ts', 'test/compile-children.ts'],
    include: ['test/**/*.slow.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
