// The suite of `npm test`: everything that needs nothing but Node.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.slow.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts', 'devices/**/*.ts'], exclude: ['src/web/**', 'src/main.ts', 'src/simulate/main.ts'] },
  },
});
