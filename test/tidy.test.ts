// The repository as a whole: sizes, names, comments, links, the lock file, and which file still lacks a test.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  brokenLinks,
  clockInDomain,
  emptyNames,
  machinePaths,
  onlyReExports,
  type TidyFile,
  tooLong,
  unknownCommands,
  withoutDocComment,
  withoutOpeningSentence,
} from './tidy-rules.ts';
import { UNTESTED } from './tidy-untested.ts';

const root = join(import.meta.dirname, '..');
const IGNORED = new Set(['.git', 'node_modules', 'dist', 'data', 'coverage']);
const BINARY = /\.(?:png|jpg|webp|woff2|ico|gz|pdf|duckdb|bin)$/;

const Lock = z.object({
  packages: z.record(z.string(), z.object({ resolved: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() })),
});
const Package = z.object({ scripts: z.record(z.string(), z.string()) });

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (IGNORED.has(entry.name)) return [];
    if (entry.isDirectory()) return walk(path);
    return entry.isFile() && !path.endsWith('.log') ? [path] : [];
  });
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const paths = walk('');
const files: TidyFile[] = paths.map((path) => ({ path, text: BINARY.test(path) ? '' : read(path) }));
const lock = Lock.parse(JSON.parse(read('package-lock.json'))).packages;

describe('files', () => {
  it('are at most 400 lines long, unless a machine made them', () => {
    expect(tooLong(files)).toEqual([]);
  });

  it('hold no half of a merge', () => {
    expect(files.filter(({ text }) => /^(?:<{7}|>{7}) /m.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('and folders have names that say what is inside', () => {
    expect(emptyNames(paths)).toEqual([]);
  });

  it('export something of their own', () => {
    expect(onlyReExports(files)).toEqual([]);
  });

  it('name no path of the machine they were written on', () => {
    expect(machinePaths(files)).toEqual([]);
  });
});

describe('comments', () => {
  it('open each source file with a sentence', () => {
    expect(withoutOpeningSentence(files)).toEqual([]);
  });

  it('stand above each exported function of the domain', () => {
    expect(withoutDocComment(files)).toEqual([]);
  });
});

describe('the domain', () => {
  it('never asks what time it is', () => {
    expect(clockInDomain(files)).toEqual([]);
  });
});

describe('devices', () => {
  const profiles = paths.filter((path) => /^devices\/[a-z][\w-]*\.ts$/.test(path) && path !== 'devices/index.ts').map((path) => path.slice('devices/'.length, -'.ts'.length));

  it.each(profiles)('%s is in the register', (profile) => {
    expect(read('devices/index.ts')).toContain(`from './${profile}.ts'`);
  });

  it.each(profiles)('%s has samples', (profile) => {
    expect(paths).toContain(`devices/${profile}.samples.json`);
  });
});

describe('pages', () => {
  it('name commands that package.json has', () => {
    const { scripts } = Package.parse(JSON.parse(read('package.json')));

    expect(unknownCommands(files, Object.keys(scripts))).toEqual([]);
  });

  it('and comments link to what is there', () => {
    expect(brokenLinks(files)).toEqual([]);
  });
});

describe('package-lock.json', () => {
  const optional = Object.entries(lock).flatMap(([owner, { optionalDependencies = {} }]) => Object.keys(optionalDependencies).map((name) => ({ owner, name })));

  it.each(['@duckdb/node-bindings-', '@libsql/', '@oxlint/', '@oxfmt/', '@oxlint-tsgolint/', '@typescript/'])('knows the native packages %s…', (family) => {
    expect(optional.filter(({ name }) => name.startsWith(family)).length).toBeGreaterThan(1);
  });

  it('has an entry for each optional package of each platform, so that npm ci works on all of them', () => {
    const missing = optional.filter(({ owner, name }) => !(`${owner}/node_modules/${name}` in lock) && !(`node_modules/${name}` in lock));

    expect(missing).toEqual([]);
  });

  it('resolves to the public registry only', () => {
    const hosts = new Set(Object.values(lock).flatMap(({ resolved }) => (resolved === undefined ? [] : [new URL(resolved).host])));

    expect([...hosts].filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
  });
});

describe('tests', () => {
  const untested = Object.entries(UNTESTED).flatMap(([folder, names]) => names.map((name) => `${folder}/${name}.ts`));
  const hasTest = (path: string): boolean => paths.includes(path.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts'));
  const sources = paths.filter((path) => /^src\/.*(?<!\.d)\.ts$/.test(path));

  it('stand beside each source file, or the file is on the list that only shrinks', () => {
    expect(sources.filter((path) => !hasTest(path) && !untested.includes(path))).toEqual([]);
  });

  it('take a file off that list', () => {
    expect(untested.filter((path) => hasTest(path) || !sources.includes(path))).toEqual([]);
  });
});
