// The shell stays small: what the first page loads before any chart. Measured on the built files, when there are any.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const built = existsSync(`${dist}index.html`);
const SHELL_BYTES_MAX = 40 * 1024;

describe.skipIf(!built)('the built shell', () => {
  const html = built ? readFileSync(`${dist}index.html`, 'utf8') : '';
  const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path);

  it('loads at most 40 KB of script and style, zipped, before the first chart', () => {
    const bytes = files.reduce((sum, path) => sum + gzipSync(readFileSync(dist + path)).length, 0);

    expect(files.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(SHELL_BYTES_MAX);
  });

  it('has no inline script and nothing from another host: the security policy allows neither', () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});
