// The answer of an area without a single stream: signs, no figures that look measured.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerCircularity } from '../../src/api/circularity-query.ts';
import { type SmallRegion, startApp } from './small-region.ts';

let small: SmallRegion;
beforeAll(async () => {
  small = await startApp();
}, 60_000);
afterAll(() => small.stop());

it('is of nothing nothing, and says so', async () => {
  const answer = await answerCircularity(small.app.parts.deps, { id: 'key', roles: [], processor: true }, { kind: 'park', park: 'de-mars' });

  expect(answer.indicators.map(({ value, sign, reason }) => [value, sign, reason])).toEqual(answer.indicators.map(() => [null, '.', 'not-measured']));
  expect(answer).toMatchObject({ coverage: 0, quality: {}, companies: 0, mci: { value: null, sign: '.' }, exchanged: { meteredTonnes: 0 }, supply: [] });
});
