// The suite of `npm test`: everything that needs nothing but Node.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.slow.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Half of the suite waits for a server, a browser or a disk: on two cores one worker leaves one idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
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
