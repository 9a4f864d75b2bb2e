// The description of the API that a stranger's program reads: it is made, and every route with its answer is in it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SmallRegion, startApp } from './small-region.ts';

let small: SmallRegion;
beforeAll(async () => {
  small = await startApp();
}, 60_000);
afterAll(() => small.stop());

it('is there for everybody and describes every route that is served', async () => {
  const { status, type, body } = await small.ask('GET', '/api/v1/openapi.json');
  const described = Object.entries(body['paths'] ?? {}).flatMap(([path, methods]) => Object.keys(Object(methods)).map((method) => `${method} ${path}`));
  const served = small.app.parts.api.mounted.map(({ method, path }) => `${method} /api/v1${path}`);

  expect([status, type, body['openapi']]).toEqual([200, 'application/json', '3.1.0']);
  expect(served.length).toBeGreaterThan(100);
  expect(described.sort()).toEqual(served.sort());
});

it('says which words an answer may hold', async () => {
  const { body } = await small.ask('GET', '/api/v1/openapi.json');

  expect(JSON.stringify(body)).toContain('"hvo100"');
});
