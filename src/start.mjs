// `npm start` and `npm run serve`: installs and builds what is missing, then starts. Plain JavaScript without
// packages, because on a fresh clone there are none yet.
import { spawnSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

if (major < 20 || (major === 20 && minor < 19)) fail(`Kringstroom needs Node 20.19 or newer; this is ${process.versions.node}.`);

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
    spawn(process.execPath, [join(root, bin), ...args], { cwd: root, env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 'ignore', 2] }).on('exit', resolve),
  );
}

async function build() {
  const sources = String(Math.max(newest(join(root, 'src')), newest(join(root, 'devices')), statSync(join(root, 'package-lock.json')).mtimeMs));
  const stamp = join(root, 'dist/.stamp');
  if (stampOf(stamp) === sources) return;
  process.stderr.write('Building …\n');
  mkdirSync(join(root, 'dist'), { recursive: true });
  const [server, web] = await Promise.all([
    tool('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.build.json']),
    tool('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'error']),
  ]);
  if (server !== 0 || web !== 0) fail('The build failed: see the lines above.');
  writeFileSync(stamp, sources);
}

install();
await build();
if (process.argv[2] !== 'build') await import('../dist/src/main.js');
