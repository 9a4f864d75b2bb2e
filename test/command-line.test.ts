// Every command says how it is used, and what is not understood is one sentence without a stack.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCommand } from '../src/command-line.ts';
import { program } from './program.ts';

const root = join(import.meta.dirname, '..');
const empty = mkdtempSync(join(tmpdir(), 'kringstroom-command-'));
afterAll(() => rmSync(empty, { recursive: true }));

function run(args: readonly string[]): { code: number | null; out: string; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: empty },
    encoding: 'utf8',
    timeout: 100_000,
  });
  return { code: status, out: stdout, said: stderr.trim() };
}

/** [command, how it is started, words that are not enough] */
const COMMANDS: readonly (readonly [string, readonly string[], readonly string[] | null])[] = [
  ['decode', [program('decode')], []],
  ['backup', [program('backup')], []],
  ['restore', [program('restore')], ['no/such/folder']],
  ['migrate', [program('migrate')], ['--to', 'paper']],
  ['doctor', [program('doctor')], null],
  ['journal', [program('journal')], ['export']],
  ['simulate', [program('simulate/main')], []],
  ['bench', ['--import', 'tsx', 'bench/run.ts'], ['stors']],
];

describe('a command', { timeout: 120_000 }, () => {
  it.each(COMMANDS)('npm run %s says how it is used when it is asked, and that is no fault', (name, start) => {
    const { code, out, said } = run([...start, '--help']);

    expect([code, out + said]).toEqual([0, expect.stringContaining(`npm run ${name}`)]);
    expect((out + said).trim().split('\n')).toHaveLength(1);
  });

  it.each(COMMANDS.filter(([, , tooFew]) => tooFew !== null))('npm run %s says in one sentence what is missing', (name, start, tooFew) => {
    const { code, out, said } = run([...start, ...(tooFew ?? [])]);

    expect([code === 0, out, said.split('\n').length]).toEqual([false, '', 1]);
    expect(said).toContain(`npm run ${name}`);
  });

  it.each(COMMANDS)('npm run %s says in one sentence which word it does not know', (name, start) => {
    const { code, out, said } = run([...start, '--wrong']);

    expect([code === 0, out, said.split('\n').length]).toEqual([false, '', 1]);
    expect(said).toMatch(new RegExp(`'--wrong'.*npm run ${name}`));
  });
});

describe.each([['demo'], ['serve']])('npm start and npm run serve (%s)', (mode) => {
  const start = [join(root, 'src/start.mjs'), mode];

  it('say where settings come from, before anything is installed or built', () => {
    const { code, out } = run([...start, '--help']);

    expect([code, out]).toEqual([0, expect.stringContaining('PORT=8080 npm start')]);
  });

  it('refuse a word', () => {
    const { code, said } = run([...start, '--port', '8080']);

    expect([code, said]).toEqual([1, expect.stringMatching(/^'--port 8080' is not understood: settings come from the environment/)]);
  });
});

describe('the words of a command', () => {
  const read = (...args: string[]) => readCommand('npm run x -- FILE', { args, names: 1, options: { demo: { type: 'boolean', default: false }, to: { type: 'string' } } });

  it('are read, with what was not given', () => {
    expect(read('a', '--to', 'b')).toMatchObject({ positionals: ['a'], values: { demo: false, to: 'b' } });
    expect(read('a', '-h')).toBeNull();
  });

  it.each([
    [['a', 'b'], "'b' is one word too many: npm run x -- FILE"],
    [['--to'], /^Option '--to <value>' argument missing: npm run x -- FILE$/],
    [['--demo=1'], /^Option '--demo' does not take an argument: npm run x -- FILE$/],
  ])('%j are refused', (args, sentence) => {
    expect(() => read(...args)).toThrow(sentence);
  });
});
