// The event stream: access is judged at every event, and what is revoked ends it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let region: SmallRegion;
let company: Objects;
beforeAll(async () => {
  region = await startApp();
  company = await makeCompany(region, { park: 'de-mars', name: 'Company A', ean: '871999900000000011', shares: true });
  await region.app.parts.auth.ensureAccount({ email: 'manager@test.nl', password: 'a long password', name: 'manager', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
  await region.app.parts.auth.ensureAccount({ email: 'other@test.nl', password: 'a long password', name: 'other', roles: [{ role: 'parkmanager', parks: ['bergweide'] }] });
});
afterAll(() => region.stop());

interface Heard {
  readonly events: () => { type: string; company?: number | null; park?: string; gateway?: number }[];
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

async function listen(cookie: string): Promise<Heard> {
  const abort = new AbortController();
  const response = await fetch(`${region.app.parts.urls.web}/api/v1/live`, { headers: { cookie }, signal: abort.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader?.read())?.value ?? '';
  const ended = (async () => {
    for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) text += next.value;
  })().catch(() => {});
  return { events: () => [...text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1] ?? '{}')), ended, stop: () => abort.abort() };
}

let counter = 100;
const publish = (): Promise<unknown> =>
  region.ask('POST', `/api/v1/ingest/${company.gateway}`, { basic: `${company.username}:${company.password}`, body: { importKwh: counter++, powerKw: 5 } });

describe('a stream', () => {
  it('of a park manager hears the park and the company that shares; one of another park hears neither', async () => {
    const manager = await listen(await signIn(region, 'manager@test.nl', 'a long password'));
    const other = await listen(await signIn(region, 'other@test.nl', 'a long password'));
    await publish();

    await expect.poll(() => manager.events().filter((event) => event.type === 'changed'), { timeout: 5000 }).toHaveLength(2);
    expect(manager.events()).toContainEqual(expect.objectContaining({ type: 'changed', company: company.company }));
    expect(manager.events()).toContainEqual(expect.objectContaining({ type: 'gateway', gateway: company.gateway }));
    expect(other.events().filter((event) => event.type !== 'hello')).toEqual([]);
    manager.stop();
    other.stop();
  });

  it('hears nothing more of a company that ends its consent', async () => {
    const manager = await listen(await signIn(region, 'manager@test.nl', 'a long password'));
    await region.ask('DELETE', `/api/v1/companies/${company.company}/consents/${company.consent}`, { key: BOOTSTRAP });
    await publish();

    await expect.poll(() => manager.events().filter((event) => event.type === 'changed'), { timeout: 5000 }).toHaveLength(1);
    expect(manager.events().some((event) => event.company === company.company || event.gateway === company.gateway)).toBe(false);
    manager.stop();
  });

  it('ends within two ticks when its session does', async () => {
    const cookie = await signIn(region, 'manager@test.nl', 'a long password');
    const manager = await listen(cookie);
    const { web } = region.app.parts.urls;
    await fetch(`${web}/api/auth/sign-out`, { method: 'POST', headers: { cookie, origin: web, 'content-type': 'application/json' }, body: '{}' });

    await expect(Promise.race([manager.ended.then(() => 'ended'), new Promise((resolve) => setTimeout(resolve, 2500, 'still open'))])).resolves.toBe('ended');
  });
});

describe('a gateway over HTTP', () => {
  it('brings its own messages with its own credentials, and sees nothing', async () => {
    const basic = `${company.username}:${company.password}`;
    const other = await makeCompany(region, { park: 'de-mars', name: 'Company B', ean: '871999900000000028', shares: true });

    expect((await region.ask('POST', `/api/v1/ingest/${company.gateway}`, { basic, body: { importKwh: 500 } })).status).toBe(202);
    expect((await region.ask('POST', `/api/v1/ingest/${other.gateway}`, { basic, body: { importKwh: 500 } })).status).toBe(404);
    expect((await region.ask('GET', `/api/v1/gateways/${company.gateway}`, { basic })).status).toBe(404);
    expect((await region.ask('POST', `/api/v1/ingest/${company.gateway}`, { basic: `${company.username}:wrong`, body: {} })).status).toBe(401);
  });

  it('is locked out at once when its credentials are revoked', async () => {
    const basic = `${company.username}:${company.password}`;
    await region.ask('DELETE', `/api/v1/gateways/${company.gateway}`, { key: BOOTSTRAP });

    expect((await region.ask('POST', `/api/v1/ingest/${company.gateway}`, { basic, body: { importKwh: 500 } })).status).toBe(401);
  });
});
