// The suite of `npm test`: everything that needs nothing but Node.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Threads start from what test/compile.ts built, not from the sources. */
export const compiledThreads = { find: /^(?:\.\.?\/)+(?:src\/)?threads\.ts$/, replacement: join(import.meta.dirname, 'test/compiled-threads.ts') };

export default defineConfig({
  resolve: { alias: [compiledThreads] },
  test: {
    globalSetup: ['test/compile.ts', 'test/e2e/share-demo.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.slow.test.ts'],
    // For a test that hangs, not for one that is slow: on a loaded machine of two cores a test takes three times as long.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One process a worker, not one a file: the modules of the monitor are loaded three times in all and not four hundred times.
    // No test may therefore leave anything behind in a module, nor mock one.
    isolate: false,
    // Part of the suite waits for a server, a browser or a disk: on two cores two workers leave a fifth of them idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'devices/**/*.ts'],
      exclude: ['src/web/**', 'src/main.ts', 'src/simulate/main.ts'],
      // Measured on test/domain alone: 99.6 % of lines, all functions, 86.8 % of branches. Nearly every branch that is left is
      // the `?? 0` behind an array's index, which the type checker wants and no run takes; so the floor of lines is the sharp one.
      thresholds: { 'src/domain/**': { lines: 99, functions: 99, statements: 98, branches: 86 } },
    },
  },
});
