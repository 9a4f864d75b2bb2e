// The long tests: kill -9 under load, a simulated day through the whole product. Run by `npm run test:all`.
import { defineConfig } from 'vitest/config';
import { compiledThreads } from './vitest.config.ts';

export default defineConfig({
  resolve: { alias: [compiledThreads] },
  test: { globalSetup: ['test/compile.ts', 'test/compile-children.ts'], include: ['test/**/*.slow.test.ts'], testTimeout: 600_000, hookTimeout: 120_000, fileParallelism: false },
});
