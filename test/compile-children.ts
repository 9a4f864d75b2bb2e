// Before the long tests: the processes that they kill. A test starts them a hundred times, and from the sources every
// start would compile the monitor anew.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export function setup(): void {
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(import.meta.dirname, 'tsconfig.children.json')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stdout);
}
