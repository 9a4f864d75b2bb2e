// The demo as a newcomer starts it, on free ports, and a browser to look at it.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { localFloor } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';

/** TEST_BARE=1 is a newcomer's machine: no browser and no server, whatever is installed. */
const bare = process.env['TEST_BARE'] !== undefined;
export const CHROMIUM = bare ? null : (['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path)) ?? null);
/** In the gate a missing browser is a failure; for a newcomer it is a skip that says how to get it. */
export const canBrowse = CHROMIUM !== null || process.env['TEST_ALL'] !== undefined;
export const HOW = CHROMIUM === null ? ' (skipped: no Chromium here; apt-get install chromium)' : '';

/** How long a day that has just begun takes to have its first quarter, from when the tests were started; 0 for the rest of the day. */
export const FIRST_QUARTER_MS = Math.max(0, localFloor(epochMs(Date.now()), 'P1D') + 16 * 60_000 - Date.now());

export interface Ready {
  readonly web: string;
  readonly mqtt: string;
  readonly accounts: readonly { role: string; email: string; password: string }[];
  readonly trial: { username: string; password: string; clientId: string; topic: string };
}
export interface Demo extends Ready {
  readonly child: ChildProcess;
  /** What it printed for the person who started it. */
  readonly printed: () => string;
  readonly stop: () => Promise<void>;
}

export async function startDemo(over: Record<string, string> = {}): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kringstroom-e2e-'));
  const env = { ...process.env, PORT: '0', MQTT_PORT: '0', DATA_DIR: dataDir, SIMULATE_HISTORY_DAYS: '2', LOG_LEVEL: 'error', VITEST: '', ...over };
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/start.mjs'), 'demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.includes('\n')) resolve(JSON.parse(output.split('\n')[0] ?? '{}'));
    });
    child.on('exit', (code) => reject(new Error(`the demo stopped with ${code}: ${errors}`)));
  });
  const stop = async (): Promise<void> => {
    const exit = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    await exit;
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...ready, child, stop, printed: () => errors };
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM ?? 'chromium',
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });

export interface Look {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
}

/** Sign-ins are limited per minute, so each role signs in once. */
const cookies = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

/** A browser window that is signed in as one of the demo accounts. */
export async function signedIn(browser: Browser, demo: Ready, over: Look & { role: string }): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: over.width ?? 1440, height: 900 },
    colorScheme: over.colorScheme ?? 'light',
    locale: 'nl-NL',
    timezoneId: 'Europe/Amsterdam',
    reducedMotion: 'reduce',
  });
  const account = demo.accounts.find((one) => one.role === over.role);
  const known = cookies.get(`${demo.web} ${over.role}`);
  if (known !== undefined) {
    await context.addCookies(known);
    return context;
  }
  const answer = await context.request.post(`${demo.web}/api/auth/sign-in/email`, { data: { email: account?.email, password: account?.password }, headers: { origin: demo.web } });
  if (!answer.ok()) throw new Error(`signing in as ${over.role} answered ${answer.status()}`);
  cookies.set(`${demo.web} ${over.role}`, await context.cookies());
  return context;
}
