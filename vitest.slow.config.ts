// The long tests: kill -9 under load, a simulated day through the whole product. Run by `npm run test:all`.
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['test/**/*.slow.test.ts'], testTimeout: 600_000, hookTimeout: 120_000, fileParallelism: false } });
