// Before the tests: the server's half of the build, because threads and commands start from it several times as fast as
// from the sources. What has not changed since is not compiled again.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const start = join(import.meta.dirname, '../src/start.mjs');

/** The compiler writes what it can and names the rest: a wrong type elsewhere is for `npm run check`, not for this test. */
const compile = (): void => void spawnSync(process.execPath, [start, 'build-server'], { stdio: 'inherit', env: { ...process.env, VITEST: '' } });

export function setup(project: TestProject): void {
  compile();
  project.onTestsRerun(compile);
}
