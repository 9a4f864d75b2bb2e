// The line that `npm start` prints, pasted as it stands: the reading arrives, and is in the trial company's figures.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from './demo.ts';

const hasClient = (): boolean => {
  try {
    execFileSync('mosquitto_pub', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    // It answers --version with a usage text and an exit code of its own; only its absence counts.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
};
const canRun = (process.env['TEST_BARE'] === undefined && hasClient()) || process.env['TEST_ALL'] !== undefined;
const HOW = canRun ? '' : ' (skipped: no mosquitto_pub here; apt-get install mosquitto-clients)';

describe.skipIf(!canRun)(`the printed mosquitto_pub line${HOW}`, () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  }, 120_000);
  afterAll(() => demo.stop());

  it('works when pasted', async () => {
    const line = demo
      .printed()
      .split('\n')
      .find((one) => one.trim().startsWith('mosquitto_pub'));
    execFileSync('bash', ['-c', line ?? 'false'], { timeout: 10_000 });

    const { web, accounts } = demo;
    const manager = accounts.find((one) => one.role === 'parkmanager');
    const signedIn = await fetch(`${web}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin: web }, body: JSON.stringify(manager) });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const ask = async (path: string): Promise<Record<string, unknown>> => (await fetch(`${web}/api/v1${path}`, { headers: { cookie } })).json();
    const { items } = await ask('/companies');
    const trial = Array.isArray(items) ? items.find((one) => one.name === 'Simulatie Proefopstelling') : undefined;

    await expect.poll(async () => (await ask(`/companies/${trial?.id}/now`))['importKw'], { timeout: 5000 }).toBe(123.4);
  }, 30_000);
});
