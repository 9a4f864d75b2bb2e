// A load over the wire: published by a scale, decoded, in the deliveries of its stream; one of a foreign stream in quarantine.
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let small: SmallRegion;
let company: Objects;
let other: Objects;
beforeAll(async () => {
  small = await startApp();
  company = await makeCompany(small, { park: 'de-mars', name: 'Company A', ean: '871999900000000011', shares: true });
  other = await makeCompany(small, { park: 'de-mars', name: 'Company B', ean: '871999900000000028', shares: true });
}, 60_000);
afterAll(() => small.stop());

const ask = (method: string, path: string, body?: unknown) => small.ask(method, `/api/v1${path}`, { key: BOOTSTRAP, ...(body !== undefined && { body }) });

it('is in the deliveries of its stream once, however often it is sent', async () => {
  const state = async (of: Objects) =>
    Number((await ask('POST', '/material-streams', { company: of.company, direction: 'offer', materialClass: 'board', tonnesPerMonth: 1 })).body['id']);
  const [stream, foreign] = [await state(company), await state(other)];
  const client = await mqtt.connectAsync(small.app.parts.urls.mqtt, { username: company.username, password: company.password });
  const time = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000).toISOString();
  const load = JSON.stringify({ stream, ticket: 'T1', time, grossKg: 24_000, tareKg: 14_500 });
  for (const payload of [load, load, JSON.stringify({ stream: foreign, time, netKg: 5 })]) await client.publishAsync('scale', payload, { qos: 1 });
  await client.endAsync();

  await vi.waitFor(async () => {
    const { items } = (await ask('GET', '/quarantine')).body;
    expect(items).toMatchObject([{ reason: 'no-meter', detail: `there is no offer ${foreign} that this gateway may weigh for` }]);
  }, 20_000);
  const { items } = (await ask('GET', `/material-streams/${stream}/deliveries`)).body;
  expect(items).toMatchObject([{ kg: 9500, source: 'weighbridge', need: null, deliveredAt: time.replace('.000', '') }]);
}, 60_000);
