// A flow between parks that is kept back has no explanation, whatever is asked of it.
import { expect, it } from 'vitest';
import { explainFlows } from '../../src/api/material-flow-explain.ts';
import { startApp } from './small-region.ts';

it('is refused with the reason of the flows themselves', async () => {
  const small = await startApp();
  const facts = { companies: [], streams: [], flows: [], reason: 'too-few', open: false, quality: {} };
  const ask = (field: string): unknown =>
    explainFlows(small.app.parts.deps, { id: 'r', roles: [{ role: 'region' }], processor: false }, { facts, query: { field, from: 'a', to: 'b' } });

  expect(() => ask('tonnesPerYear')).toThrow('x: too-few.');
  expect(ask('coverage')).toMatchObject({ value: 0, parts: [{ field: 'together' }] });
  await small.stop();
}, 60_000);
