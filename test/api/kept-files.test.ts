// Files kept as evidence: by what is in them, up to a size, within a quota.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptFiles, UPLOADS_MAX } from '../../src/api/kept-files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-files-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const body = (text: string): ReadableStream<Uint8Array> => new Blob([text]).stream();

describe('a file that is received', () => {
  it('is kept under its hash, once however often it comes', async () => {
    const files = new KeptFiles(dir);
    const first = await files.receive(body('een;twee'), 100);
    const second = await files.receive(body('een;twee'), 100);

    expect(first).toMatchObject({ ok: true, bytes: 8 });
    expect(second).toEqual(first);
    expect(readdirSync(dir)).toHaveLength(1);
    expect(first.ok && Buffer.from(await files.read(first.hash)).toString()).toBe('een;twee');
  });

  it.each([
    ['', 100, 'empty'],
    ['x'.repeat(101), 100, 'too-large'],
    ['x'.repeat(60), 100, 'quota'],
  ] as const)('is refused and leaves nothing: %#', async (text, limit, reason) => {
    const files = new KeptFiles(dir, 50);

    expect(await files.receive(body(text), limit)).toEqual({ ok: false, reason });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('counts what an earlier run kept, and makes room when a file goes', async () => {
    const kept = await new KeptFiles(dir, 50).receive(body('x'.repeat(40)), 100);
    const files = new KeptFiles(dir, 50);
    const full = await files.receive(body('y'.repeat(20)), 100);
    if (kept.ok) await files.remove(kept.hash);

    expect(full).toEqual({ ok: false, reason: 'quota' });
    expect(await files.receive(body('y'.repeat(20)), 100)).toMatchObject({ ok: true });
  });

  it('is refused while too many are coming in', async () => {
    const files = new KeptFiles(dir);
    const ends: (() => void)[] = [];
    const slow = Array.from({ length: UPLOADS_MAX }, () => files.receive(new ReadableStream({ start: (controller) => void ends.push(() => controller.close()) }), 100));

    expect(await files.receive(body('x'), 100)).toEqual({ ok: false, reason: 'busy' });
    for (const end of ends) end();
    await Promise.all(slow);
    expect(await files.receive(body('x'), 100)).toMatchObject({ ok: true });
  });
});

describe('the folder', () => {
  it('is swept of what a crash left half received', async () => {
    writeFileSync(join(dir, 'half.part'), 'x');
    const files = new KeptFiles(dir);

    expect(files.path('0'.repeat(64))).toContain(dir);
    await vi.waitFor(() => expect(readdirSync(dir)).toEqual([]));
  });

  it('is never left through a name', () => {
    expect(() => new KeptFiles(dir).path('../registry.db')).toThrow(/no hash/);
  });
});
