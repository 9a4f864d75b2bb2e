// What the routes are given: the addresses that gateways and people see, and a log-in that changes at once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hostOf } from '../src/app-deps.ts';
import { type Objects, type SmallRegion, makeCompany, startApp } from './api/small-region.ts';

let region: SmallRegion;
let company: Objects;
beforeAll(async () => {
  region = await startApp();
  company = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: true });
}, 60_000);
afterAll(() => region.stop());

it('names the host that people reach it by', () => {
  expect([hostOf(null), hostOf('https://meten.example.nl:8443/kring')]).toEqual(['localhost', 'meten.example.nl']);
  expect(region.app.parts.deps.mqttUrl()).toBe(`mqtt://localhost:${region.app.parts.broker.port}`);
});

it('keeps a connection that is idle longer than its clients do', async () => {
  const { headers } = await fetch(`${region.app.parts.urls.web}/api/v1/health`);

  expect(Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
});

it('takes what a gateway sends, whatever stands beside it in the address', async () => {
  const answer = await region.ask('POST', `/api/v1/ingest/${company.gateway}?topic=roof&sent=now`, {
    basic: `${company.username}:${company.password}`,
    body: { importKwh: 1 },
  });

  expect(answer.status).toBe(202);
});

it('lets a gateway in no more once it was revoked', async () => {
  const { directory, deps } = region.app.parts;
  const send = async (): Promise<number> =>
    (await region.ask('POST', `/api/v1/ingest/${company.gateway}`, { basic: `${company.username}:${company.password}`, body: { importKwh: 1 } })).status;
  expect(await send()).toBe(202);
  const gateway = directory.gateways.get(company.gateway);
  if (gateway === undefined) throw new Error('the gateway is not in the directory');
  await directory.revokeGateway(gateway, deps.now());
  await deps.credentialsChanged(company.gateway);

  expect(await send()).toBe(401);
});
