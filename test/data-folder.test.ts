// One process at a time, also while a folder is being filled.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holderOf, kindOf, lockFolder, takeFolder } from '../src/data-folder.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-folder-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it("a folder that is being filled is nobody else's, and stays without a kind", () => {
  const release = lockFolder(join(dir, 'new'));

  expect(() => takeFolder(join(dir, 'new'), 'real')).toThrow(/in use by process/);
  expect([holderOf(join(dir, 'new'))?.pid, kindOf(join(dir, 'other'))]).toEqual([process.pid, null]);
  release();
  expect(holderOf(join(dir, 'new'))).toBeNull();
});

it('a lock that a crash left behind keeps nobody out', () => {
  writeFileSync(join(dir, 'lock'), '999999 1');
  const folder = takeFolder(dir, 'simulated');
  folder.announce('http://127.0.0.1:1');

  expect([holderOf(dir), kindOf(dir)]).toEqual([{ pid: process.pid, url: 'http://127.0.0.1:1' }, 'simulated']);
  expect(readFileSync(join(dir, 'auth-secret'), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  expect(() => takeFolder(dir, 'real')).toThrow(/simulated data/);
  folder.release();
});
