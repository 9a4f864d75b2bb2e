// Starts a clean clone with `npm start`, waits for today's quarters of a park, sends a reading of its own and stops it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const [dataDir = './data'] = process.argv.slice(2);
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
const [port, mqttPort] = [await freePort(), await freePort()];
const key = 'smoke-test-bootstrap-key';
const began = Date.now();
const child = spawn('npm', ['start'], {
  env: { ...process.env, PORT: port, MQTT_PORT: mqttPort, DATA_DIR: dataDir, BOOTSTRAP_API_KEY: key, SIMULATE_HISTORY_DAYS: '3', LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
});
const deadline = began + 240_000;
const ask = async (path) => {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } }).catch(() => null);
  return response === null || !response.ok ? null : response.json();
};
const until = async (what, check) => {
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};
let status = 1;
try {
  const today = new Date().toISOString().slice(0, 10);
  await until('the API', () => ask('/parks'));
  const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
  if (!page.includes('<script')) throw new Error('the page is not built');
  await until("today's quarters", async () => {
    const balance = await ask(`/parks/de-mars/balance?from=${today}T00:00:00Z&to=${today}T23:45:00Z&step=PT15M`);
    const now = await ask('/parks/de-mars/now');
    return balance?.simulated === true && (balance.quartersPresent > 0 || new Date().getUTCHours() === 0) && now?.importKw !== null;
  });
  console.log(`a clean clone shows today's quarters after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  status = 0;
} catch (error) {
  console.error(String(error));
} finally {
  const stopping = Date.now();
  const exit = new Promise((resolve) => child.on('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  await exit;
  // npm goes first; the monitor is gone when nobody answers any more.
  while (Date.now() - stopping < 8000 && (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)) !== null) await new Promise((resolve) => setTimeout(resolve, 50));
  console.log(`stopped after ${Date.now() - stopping} ms`);
  if (Date.now() - stopping > 6000) status = 1;
}
process.exit(status);
