// A park with a company that shares and one that does not, its manager, and a job that is run by hand.
import { afterAll } from 'vitest';
import { BOOTSTRAP, type Answer, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

interface AlertRegion {
  readonly small: SmallRegion;
  /** Shares with its manager; shut does not. */
  readonly open: Objects;
  readonly shut: Objects;
  /** Cookies: of the manager of the park, and of the company that does not share. */
  readonly manager: string;
  readonly company: string;
  /** Starts a job and waits for its end. */
  readonly run: (name: string) => Promise<unknown>;
  readonly ask: (cookie: string, method: string, path: string, body?: unknown) => Promise<Answer>;
  readonly items: (cookie: string, path: string) => Promise<Record<string, unknown>[]>;
}

/** Opened while a file of tests is read, and closed after the last of them. */
export async function alertRegion(): Promise<AlertRegion> {
  const small = await startApp();
  afterAll(() => small.stop());
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  const open = await makeCompany(small, { park: 'park-a', name: 'Open BV', ean: '871999900000000011', shares: true });
  const shut = await makeCompany(small, { park: 'park-a', name: 'Dicht BV', ean: '871999900000000028', shares: false });
  const { auth } = small.app.parts;
  await auth.ensureAccount({ email: 'els@test.nl', password: 'a long password', name: 'Els', roles: [{ role: 'parkmanager', parks: ['park-a'] }] });
  await auth.ensureAccount({ email: 'dicht@test.nl', password: 'a long password', name: 'Dicht', roles: [{ role: 'company', company: shut.company }] });
  const manager = await signIn(small, 'els@test.nl', 'a long password');
  const company = await signIn(small, 'dicht@test.nl', 'a long password');
  const run = async (name: string): Promise<unknown> => {
    await small.ask('POST', `/api/v1/jobs/${name}/runs`, { key: BOOTSTRAP });
    await small.app.parts.deps.jobs.ended(name);
    return small.app.parts.deps.jobs.states().find((one) => one.name === name)?.last;
  };
  const ask: AlertRegion['ask'] = (cookie, method, path, body) => small.ask(method, `/api/v1${path}`, { cookie, ...(body !== undefined && { body }) });
  const items: AlertRegion['items'] = async (cookie, path) => {
    const { body } = await ask(cookie, 'GET', path);
    return Array.isArray(body['items']) ? body['items'] : [];
  };
  return { small, open, shut, manager, company, run, ask, items };
}
