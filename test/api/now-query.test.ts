// What is taken at this moment is told of as many as were heard.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmittingRegion, iso, startEmitting } from './emitting-region.ts';
import { dayIsYoungerThan } from './young-day.ts';

const QUARTER_MS = 900_000;
let made: EmittingRegion;
beforeAll(async () => {
  made = await startEmitting();
  // The others as much gas as the first had in the quarter before: over the day nobody stands out.
  for (let index = 1; index < made.companies.length; index++) await gas(index, made.end + QUARTER_MS, 200);
}, 60_000);
afterAll(() => made.region.stop());

async function gas(index: number, at: number, gasM3: number): Promise<void> {
  const company = made.companies[index];
  const answer = await made.region.ask('POST', `/api/v1/ingest/${company?.gateway}`, { basic: `${company?.username}:${company?.password}`, body: { time: iso(at), gasM3 } });
  expect(answer.status).toBe(202);
  await made.region.app.parts.store.ask({ kind: 'projected', seq: made.region.app.parts.journal.durableSeq });
}

async function gasNow(cookie: string): Promise<unknown> {
  const { carriers } = (await made.region.ask('GET', '/api/v1/parks/de-mars/now', { cookie })).body;
  return Array.isArray(carriers) ? carriers.find((one) => one.carrier === 'gas') : null;
}

it.skipIf(dayIsYoungerThan(4))('the gas of the only company that was heard is nobody’s business but of whom it lets see it', async () => {
  const now = Date.now();
  await gas(0, now - 60_000, 201);
  await gas(0, now, 202);

  expect(await gasNow(made.asManager)).toMatchObject({ carrier: 'gas', perHour: expect.closeTo(60, 0) });
  expect(await gasNow(made.asRegion)).toMatchObject({ carrier: 'gas', todayAmount: expect.any(Number), perHour: null });
});
