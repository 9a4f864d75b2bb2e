// `npm start` and `npm run serve`: installs and builds what is missing, then starts. Plain JavaScript without
// packages, because on a fresh clone there are none yet.
import { spawnSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const SHELL_LOOK_MS = 500;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

if (major < 20 || (major === 20 && minor < 19)) fail(`Kringstroom needs Node 20.19 or newer; this is ${process.versions.node}.`);

const HELP = `npm start (a simulated region) and npm run serve (real data) take no words: settings come from the environment, as in PORT=8080 npm start.
PORT, MQTT_PORT, DATA_DIR and the others are listed in docs/operate.md.`;
if (process.argv.slice(3).some((word) => word === '--help' || word === '-h')) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}
// Before anything is installed or built for nothing.
if (process.argv.length > 3)
  fail(`'${process.argv.slice(3).join(' ')}' is not understood: settings come from the environment, as in PORT=8080 npm start (docs/operate.md lists them).`);

/** @param {string} path */
const stampOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
/** @param {string} text */
const hash = (text) => createHash('sha256').update(text).digest('hex');

function install() {
  const lock = hash(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const stamp = join(root, 'node_modules/.kringstroom');
  if (stampOf(stamp) === lock) return;
  // `npm ci` of somebody else leaves no stamp, but it does leave npm's own list.
  const listed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(listed) || statSync(listed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs) {
    process.stderr.write('Installing packages (once) …\n');
    const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
    if (status !== 0) fail('The packages could not be installed: see the lines above. Is the network there?');
  }
  writeFileSync(stamp, lock);
}

/** Newest change below a folder, as text. @param {string} dir @returns {number} */
function newest(dir) {
  return readdirSync(dir, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(dir, entry.name);
    return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }, 0);
}

/** @param {string} bin @param {string[]} args @returns {Promise<number | null>} */
function tool(bin, args) {
  return new Promise((resolve) =>
    // What the compiler has to say comes on its standard output; ours is for the line that programs read.
    spawn(process.execPath, [join(root, bin), ...args], { cwd: root, env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 2, 2] }).on('exit', resolve),
  );
}

/** Each half has its own stamp: the tests need the server's threads, and not the pages. */
const HALVES = {
  server: { bin: 'node_modules/typescript/bin/tsc', args: ['-p', 'tsconfig.build.json'] },
  web: { bin: 'node_modules/vite/bin/vite.js', args: ['build', '--logLevel', 'error'] },
};

/** @param {(keyof typeof HALVES)[]} halves */
async function build(halves) {
  const sources = String(Math.max(newest(join(root, 'src')), newest(join(root, 'devices')), statSync(join(root, 'package-lock.json')).mtimeMs));
  const stampOfHalf = (/** @type {string} */ half) => join(root, `dist/.stamp-${half}`);
  const stale = halves.filter((half) => stampOf(stampOfHalf(half)) !== sources);
  if (stale.length === 0) return;
  process.stderr.write('Building …\n');
  mkdirSync(join(root, 'dist'), { recursive: true });
  const built = await Promise.all(
    stale.map(async (half) => {
      if ((await tool(HALVES[half].bin, HALVES[half].args)) !== 0) return false;
      writeFileSync(stampOfHalf(half), sources);
      return true;
    }),
  );
  if (built.includes(false)) fail('The build failed: see the lines above.');
}

/** npm hands SIGTERM to the shell that it runs us by, which ends and tells nobody: we stop when it is gone. */
function stopWithShell() {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) process.kill(process.pid, 'SIGTERM');
  }, SHELL_LOOK_MS).unref();
}

const mode = process.argv[2];
if (mode === 'build-server') await build(['server']);
else {
  install();
  await build(['server', 'web']);
  if (mode !== 'build') {
    stopWithShell();
    await import('../dist/src/main.js');
  }
}
