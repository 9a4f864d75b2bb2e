// Plants a fault for each house rule and asserts that the check finds it, and that it is silent without the fault.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PLANTS } from './house-plants.ts';
import { brokenLinks, clockInDomain, emptyNames, machinePaths, onlyReExports, tooLong, unknownCommands, withoutDocComment, withoutOpeningSentence } from './tidy-rules.ts';

const root = join(import.meta.dirname, '..');
const Report = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) });

/** What the planted files import: modules that export an x. */
const imported = PLANTS.flatMap(({ path, text, clean }) =>
  [...`${text}${clean ?? ''}`.matchAll(/from '(?<to>\.[^']+)'/g)].map(({ groups }) => ({
    path: posix.join(posix.dirname(path), groups?.['to'] ?? ''),
    text: 'export const x = 1;\n',
  })),
);
const otherHalf = { path: 'src/api/circle-b.ts', text: "import { a } from './circle-a.ts';\nexport const b = (): number => a();\n" };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kringstroom-house-'));
  for (const name of ['.oxlintrc.json', '.oxlintrc.arrows.json', 'tsconfig.json']) cpSync(join(root, name), join(folder, name));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** @returns exit code of oxlint, and what it found as "path rule" */
function lint(version: 'text' | 'clean'): { status: number | null; found: string[] } {
  for (const { path, text } of [...imported, ...PLANTS.map((plant) => ({ path: plant.path, text: plant[version] })), otherHalf]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (text === null) rmSync(join(folder, path));
    else writeFileSync(join(folder, path), text);
  }
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '--format=json', 'src', 'devices'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 25_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  const { diagnostics } = Report.parse(JSON.parse(stdout));
  return { status, found: diagnostics.map(({ code, filename }) => `${filename.replaceAll('\\', '/')} ${code.replace(/^.*\(|\)$/g, '')}`) };
}

describe('oxlint', () => {
  let planted: ReturnType<typeof lint>;
  let clean: ReturnType<typeof lint>;

  beforeAll(() => {
    planted = lint('text');
    clean = lint('clean');
  });

  it('fails when there are faults', () => {
    expect(planted.status).toBe(1);
  });

  it.each(PLANTS.map((plant) => [plant.fault, plant] as const))('finds %s', (_fault, { path, rule }) => {
    expect(planted.found).toContain(`${path} ${rule}`);
  });

  it('is silent without them', () => {
    expect(clean).toEqual({ status: 0, found: [] });
  });
});

describe('tidy', () => {
  const tidy = (path: string, text: string): { path: string; text: string }[] => [{ path, text }];

  it.each(['src/api/utils.ts', 'src/storage/seriesUtils.ts', 'src/common/time.ts', 'src/ingest/queue-manager.ts', 'src/storage/store-impl.ts', 'src/domain/index.ts'])(
    'finds the name %s',
    (path) => {
      expect(emptyNames([path])).toHaveLength(1);
    },
  );

  it('has nothing against a name that says something, nor against the register of devices', () => {
    expect(emptyNames(['src/domain/balance.ts', 'devices/index.ts', 'src/api/parkmanagers.ts', 'src/web/index.html'])).toEqual([]);
  });

  it('finds a file of 401 lines', () => {
    expect(tooLong(tidy('src/api/long.ts', 'x\n'.repeat(401)))).toHaveLength(1);
    expect(tooLong(tidy('src/api/long.ts', 'x\n'.repeat(400)))).toEqual([]);
    expect(tooLong(tidy('devices/dsmr-p1.samples.json', 'x\n'.repeat(401)))).toEqual([]);
  });

  it.each(["export * from './balance.ts';\n", "// All of it.\nexport { a,\n  b } from './balance.ts';\n", "import { a } from './balance.ts';\nexport { a };\n"])(
    'finds the barrel %j',
    (text) => {
      expect(onlyReExports(tidy('src/domain/all.ts', text))).toHaveLength(1);
    },
  );

  it('has nothing against a file that adds something of its own', () => {
    expect(onlyReExports(tidy('src/domain/all.ts', "export { a } from './balance.ts';\nexport const b = 1;\n"))).toEqual([]);
  });

  it('finds a source file that does not say what it is for', () => {
    expect(withoutOpeningSentence(tidy('src/api/parks.ts', "import { z } from 'zod';\n"))).toHaveLength(1);
    expect(withoutOpeningSentence(tidy('src/api/parks.ts', '// helper\n'))).toHaveLength(1);
    expect(withoutOpeningSentence(tidy('src/api/parks.ts', '// Parks as a company sees them.\n'))).toEqual([]);
  });

  it.each(['export function sum(): number {', 'export const sum = (a: number): number => a;', 'export async function sum(): Promise<void> {'])(
    'finds %j without a doc comment',
    (line) => {
      expect(withoutDocComment(tidy('src/domain/sum.ts', `${line}\n`))).toHaveLength(1);
      expect(withoutDocComment(tidy('src/domain/sum.ts', `/** Sum of it. */\n${line}\n`))).toEqual([]);
    },
  );

  it('finds a domain file that looks at the clock', () => {
    expect(clockInDomain(tidy('src/domain/sum.ts', 'const now = Date.now;\n'))).toHaveLength(1);
    expect(clockInDomain(tidy('src/api/sum.ts', 'const now = Date.now;\n'))).toEqual([]);
  });

  it('finds a path of one machine', () => {
    expect(machinePaths(tidy('docs/operate.md', 'cd /'.concat('home/somebody')))).toHaveLength(1);
    expect(machinePaths(tidy('docs/operate.md', 'GET /api/v1/parks/home/work\n'))).toEqual([]);
  });

  it('finds a command that does not exist', () => {
    expect(unknownCommands(tidy('README.md', '`npm run decoed`'), ['decode'])).toHaveLength(1);
    expect(unknownCommands(tidy('README.md', '`npm run decode`'), ['decode'])).toEqual([]);
  });

  it.each(['[x](docs/gone.md)', '[x](#gone)', '[x](docs/methods.md#gone)'])('finds the dead link %s', (link) => {
    expect(brokenLinks([...tidy('README.md', `# Here\n${link}\n`), ...tidy('docs/methods.md', '# Scope 2\n')])).toHaveLength(1);
  });

  it.each(['[x](docs/methods.md)', '[x](#here)', '[x](docs/methods.md#scope-2)', '[x](docs)', '[x](https://example.org)'])('follows the link %s', (link) => {
    expect(brokenLinks([...tidy('README.md', `# Here\n${link}\n`), ...tidy('docs/methods.md', '# Scope 2\n')])).toEqual([]);
  });

  it('finds a comment that points at a heading that is gone', () => {
    const comment = tidy('src/domain/sum.ts', '/** @see docs/methods.md#gone */\n');

    expect(brokenLinks([...comment, ...tidy('docs/methods.md', '# Scope 2\n')])).toHaveLength(1);
  });
});
