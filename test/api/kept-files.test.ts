// Files kept as evidence: by what is in them, up to a size, within a quota.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Kept, KeptFiles, type Received, UPLOADS_MAX } from '../../src/api/kept-files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-files-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const body = (text: string): ReadableStream<Uint8Array> => new Blob([text]).stream();

const receive = (files: KeptFiles, from: ReadableStream<Uint8Array>, over: { room?: number; name?: (kept: Kept) => Promise<Kept> } = {}): Promise<Received<Kept>> =>
  files.receive(from, { limit: 100, room: over.room ?? Infinity }, over.name ?? ((kept) => Promise.resolve(kept)));
const nobody = (): Promise<boolean> => Promise.resolve(false);

describe('a file that is received', () => {
  it('is kept under its hash, once however often it comes', async () => {
    const files = new KeptFiles(dir);
    const first = await receive(files, body('een;twee'));
    const second = await receive(files, body('een;twee'));

    expect(first).toMatchObject({ ok: true, value: { bytes: 8 } });
    expect(second).toEqual(first);
    expect(readdirSync(dir)).toHaveLength(1);
    expect(first.ok && Buffer.from(await files.read(first.value.hash)).toString()).toBe('een;twee');
  });

  it.each([
    ['', 100, 'empty'],
    ['x'.repeat(101), 100, 'too-large'],
    ['x'.repeat(60), 100, 'quota'],
  ] as const)('is refused and leaves nothing: %#', async (text, limit, reason) => {
    const files = new KeptFiles(dir, 50);

    expect(await files.receive(body(text), { limit, room: Infinity }, (kept) => Promise.resolve(kept))).toEqual({ ok: false, reason });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('counts what an earlier run kept, and makes room when a file goes', async () => {
    const kept = await receive(new KeptFiles(dir, 50), body('x'.repeat(40)));
    const files = new KeptFiles(dir, 50);
    const full = await receive(files, body('y'.repeat(20)));
    if (kept.ok) await files.release(kept.value.hash, nobody);

    expect(full).toEqual({ ok: false, reason: 'quota' });
    expect(await receive(files, body('y'.repeat(20)))).toMatchObject({ ok: true });
  });

  it('is refused while too many are coming in', async () => {
    const files = new KeptFiles(dir);
    const ends: (() => void)[] = [];
    const slow = Array.from({ length: UPLOADS_MAX }, () => receive(files, new ReadableStream({ start: (controller) => void ends.push(() => controller.close()) })));

    expect(await receive(files, body('x'))).toEqual({ ok: false, reason: 'busy' });
    for (const end of ends) end();
    await Promise.all(slow);
    expect(await receive(files, body('x'))).toMatchObject({ ok: true });
  });
});

describe('files that come and go at the same time', () => {
  it('are counted once, however often one comes at once', async () => {
    const files = new KeptFiles(dir, 100);
    await Promise.all(Array.from({ length: UPLOADS_MAX }, () => receive(files, body('x'.repeat(40)))));

    // 40 of 100 are used: 60 more fit, and not one byte more.
    expect([await receive(files, body('y'.repeat(61))), (await receive(files, body('y'.repeat(60)))).ok]).toEqual([{ ok: false, reason: 'quota' }, true]);
  });

  it('are not taken away while somebody writes down whose they are', async () => {
    const files = new KeptFiles(dir);
    const first = await receive(files, body('een;twee'));
    let named = false;
    const again = receive(files, body('een;twee'), {
      name: async (kept) => {
        await new Promise((resolve) => setImmediate(resolve));
        named = true;
        return kept;
      },
    });
    // Asked for while the second is on its way; whoever is first, a file that is named stays.
    if (first.ok) await again.then(() => files.release(first.value.hash, () => Promise.resolve(named)));
    await Promise.all([again, ...(first.ok ? [files.release(first.value.hash, () => Promise.resolve(named))] : [])]);

    expect(readdirSync(dir)).toHaveLength(1);
    if (first.ok) await files.release(first.value.hash, nobody);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('are refused when their author has no room left, however much there is', async () => {
    const files = new KeptFiles(dir);

    expect(await receive(files, body('x'.repeat(51)), { room: 50 })).toEqual({ ok: false, reason: 'own-quota' });
    expect(await receive(files, body('x'.repeat(50)), { room: 50 })).toMatchObject({ ok: true });
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
