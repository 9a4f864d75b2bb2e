// The data folder: one process at a time, and simulated or real from birth.
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { StartError } from './settings.ts';

export interface DataFolder {
  readonly dir: string;
  readonly authSecret: string;
  /** Tells commands on this machine where the process that holds the folder answers. */
  announce(url: string): void;
  release(): void;
}

/** The process that holds a folder. */
export interface Holder {
  readonly pid: number;
  /** Where it answers; null while it starts, or when it is a command. */
  readonly url: string | null;
}

/** What this process makes from now on is for nobody else on the machine: readings, accounts and secrets are in its files. */
export const keepToOneself = (): void => void process.umask(0o077);

/** Who holds the folder at this moment; null when nobody does. */
export function holderOf(dir: string): Holder | null {
  const path = join(dir, 'lock');
  if (!existsSync(path)) return null;
  const [pid = '', started = '', url = ''] = readFileSync(path, 'utf8').split(' ');
  return held.has(path) || isAlive(Number(pid), started) ? { pid: Number(pid), url: url === '' ? null : url } : null;
}

/** Is it simulated or real? null when it holds nothing yet. */
export function kindOf(dir: string): 'simulated' | 'real' | null {
  const marker = join(dir, 'kind');
  if (!existsSync(marker)) return null;
  return readFileSync(marker, 'utf8').trim() === 'simulated' ? 'simulated' : 'real';
}

/** Takes the folder for this process.
 *  @throws StartError when it cannot be written, another process holds it, or it is of the other kind */
export function takeFolder(dir: string, kind: 'simulated' | 'real'): DataFolder {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (cause) {
    throw new StartError(`The data folder ${dir} cannot be written: give this user the right to it, or set DATA_DIR to another folder.`, { cause });
  }
  checkKind(dir, kind);
  const release = lock(dir);
  const announce = (url: string): void => {
    // In one step: an empty lock would look like one left behind.
    writeFileSync(join(dir, 'lock.new'), `${ownMark()} ${url}`);
    renameSync(join(dir, 'lock.new'), join(dir, 'lock'));
  };
  return { dir, authSecret: keptSecret(dir), announce, release };
}

/** Keeps every other process out of a folder that holds nothing yet, or is about to be filled.
 *  @returns gives it free again
 *  @throws StartError when another process holds it */
export function lockFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true });
  return lock(dir);
}

function checkKind(dir: string, kind: 'simulated' | 'real'): void {
  const marker = join(dir, 'kind');
  if (existsSync(marker)) {
    const found = readFileSync(marker, 'utf8').trim();
    if (found !== kind)
      throw new StartError(
        found === 'real'
          ? `${dir} holds real data: the simulator does not touch it. Use npm run serve, or another DATA_DIR.`
          : `${dir} holds simulated data: it cannot become a real installation. Use npm start, or another DATA_DIR.`,
      );
    return;
  }
  if (readdirSync(dir).some((name) => name.endsWith('.db') || name === 'journal' || name === 'series'))
    throw new StartError(`${dir} holds data but no file that says of which kind: it is left alone. Use another DATA_DIR.`);
  writeFileSync(marker, `${kind}\n`);
}

/** Folders that this process holds itself. */
const held = new Set<string>();

function lock(dir: string): () => void {
  const path = join(dir, 'lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const fd = openSync(path, 'wx');
      writeSync(fd, ownMark());
      closeSync(fd);
      held.add(path);
      return () => {
        held.delete(path);
        unlinkSync(path);
      };
    } catch (cause) {
      const [holder = '', started = ''] = existsSync(path) ? readFileSync(path, 'utf8').split(' ') : [];
      if (held.has(path) || isAlive(Number(holder), started))
        throw new StartError(`The data folder ${dir} is in use by process ${holder}: stop that one first, or set DATA_DIR to another folder.`, { cause });
      // Its process is gone: a crash left it behind.
      if (existsSync(path)) unlinkSync(path);
    }
  }
  throw new StartError(`The data folder ${dir} could not be locked: another process takes it at this moment.`);
}

/** Is it the very process that took the lock? In a container every process has the same few numbers. */
function isAlive(pid: number, started: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is such a process, of another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return startOf(pid) === started;
}

const ownMark = (): string => `${process.pid} ${startOf(process.pid)}`;

/** When a process began, in ticks since boot; '' where the system does not tell (it is Linux that does). */
function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function keptSecret(dir: string): string {
  const path = join(dir, 'auth-secret');
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(path, 'utf8').trim();
}
