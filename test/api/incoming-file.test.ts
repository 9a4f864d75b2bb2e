// A file out of a request, as a body or in a form; what is wrong with either is told as the sender's fault.
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { incomingFile } from '../../src/api/incoming-file.ts';
import { ApiError } from '../../src/api/errors.ts';

/** What a request brings: name and text, or what is wrong with it. */
async function brought(request: RequestInit & { named?: string }): Promise<string[]> {
  const app = new Hono();
  app.post('/', async (c) => {
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody is signed in here
      const { name, body } = await incomingFile(c as never, request.named);
      return c.json([name, await new Response(body).text()]);
    } catch (error) {
      return c.json([error instanceof ApiError ? error.code : 'fault', String(error)]);
    }
  });
  return (await app.request('/', { method: 'POST', ...request })).json();
}

const form = (parts: Record<string, string | File>): FormData => {
  const made = new FormData();
  for (const [name, value] of Object.entries(parts)) made.set(name, value);
  return made;
};

describe('a file', () => {
  it('is the body, under the name in the query', async () => {
    expect(await brought({ body: 'a;b', named: 'x.csv' })).toEqual(['x.csv', 'a;b']);
  });

  it('is the first file of a form, under its own name unless the query says another', async () => {
    const body = form({ comment: 'hello', file: new File(['a;b'], 'from form.csv') });

    expect(await brought({ body })).toEqual(['from form.csv', 'a;b']);
    expect(await brought({ body, named: 'x.csv' })).toEqual(['x.csv', 'a;b']);
  });

  it.each([
    [{ body: 'a;b' }, 'name'],
    [{ body: form({ comment: 'hello' }) }, 'no file'],
    [{ body: 'x', headers: { 'content-type': 'multipart/form-data' } }, 'oundary'],
    [{ body: '--x\r\n', headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 'end of form'],
    [{ headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 'empty'],
  ])('that is not there is asked for (%#)', async (request, detail) => {
    expect(await brought(request)).toEqual(['invalid-request', expect.stringContaining(detail)]);
  });
});
