// Kept files are handed out as files, whatever is in them.
import { expect, it } from 'vitest';
import { downloadHeaders } from '../../src/api/import-steps.ts';

it('a name from outside stays inside its header, and a browser shows no page', () => {
  const headers = downloadHeaders({ name: 'bon"\r\nset-cookie: x=1.html', type: 'application/octet-stream', bytes: 3 });

  expect(headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''[\w.%-]+$/);
  expect([headers['x-content-type-options'], headers['content-length']]).toEqual(['nosniff', '3']);
});
