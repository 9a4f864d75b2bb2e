// The Dockerfile's steps outside a container: each COPY and RUN of each stage in a temp folder, then CMD and HEALTHCHECK.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from './compose-file.ts';
import { type Step, execForm, readDockerfile } from './dockerfile-steps.ts';

const folder = mkdtempSync(join(tmpdir(), 'kringstroom-image-'));
const ignored = new Set(readFileSync(join(root, '.dockerignore'), 'utf8').split('\n'));
const data = join(folder, 'data');
let child: ChildProcess | null = null;
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** COPY of the build context or of an earlier stage. */
function copy(rest: string, into: string): void {
  const parts = rest.split(' ').filter((part) => !part.startsWith('--'));
  const from = rest.startsWith('--from=build') ? join(folder, 'build') : root;
  const target = parts.pop() ?? '.';
  for (const part of parts) {
    const name = part.replace(/^\/app\//, '');
    if (name === '.') {
      for (const entry of readdirSync(root)) if (!ignored.has(entry)) cpSync(join(root, entry), join(into, entry), { recursive: true });
    } else cpSync(join(from, name), target === './' ? join(into, name) : join(into, target), { recursive: true });
  }
}

function run(steps: readonly Step[], into: string): void {
  mkdirSync(into, { recursive: true });
  for (const { instruction, rest } of steps) {
    if (instruction === 'COPY') copy(rest, into);
    if (instruction !== 'RUN') continue;
    // The one path outside /app, and a user that only the image has.
    const command = rest.replaceAll('/data', data).replace('chown node:node', `chown ${process.getuid?.() ?? 0}`);
    const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: into, encoding: 'utf8', env: { ...process.env, VITEST: '' } });
    expect(status, `${rest}: ${stderr}`).toBe(0);
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

it('the steps build a monitor that starts from what the last stage holds, and its health check sees it', { timeout: 1_800_000 }, async () => {
  const [build = [], last = []] = readDockerfile();
  run(build, join(folder, 'build'));
  run(last, join(folder, 'app'));
  expect(existsSync(join(folder, 'app/node_modules/playwright-core'))).toBe(false);
  expect(existsSync(join(folder, 'app/src'))).toBe(false);

  const of = (name: string): string[] => execForm(last.find((step) => step.instruction === name)?.rest ?? '[]');
  const env = { PATH: process.env['PATH'], NODE_ENV: 'production', DATA_DIR: data, PORT: String(await freePort()), MQTT_PORT: '0' };
  const [program = '', ...args] = of('CMD');
  const monitor = spawn(program, args, { cwd: join(folder, 'app'), env, stdio: ['ignore', 'pipe', 'inherit'] });
  child = monitor;
  await new Promise<void>((resolve, reject) => {
    monitor.stdout.once('data', () => resolve());
    monitor.once('exit', (code) => reject(new Error(`the monitor stopped with ${code}`)));
  });
  const [checker = '', ...checks] = of('HEALTHCHECK');
  const check = (): number | null => spawnSync(checker, checks, { env, timeout: 10_000 }).status;

  expect(check()).toBe(0);
  expect(await (await fetch(`http://127.0.0.1:${env.PORT}/`)).text()).toContain('<script');
  const exit = new Promise((resolve) => monitor.once('exit', resolve));
  monitor.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(check()).toBe(1);
});
