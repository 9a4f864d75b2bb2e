// Taking out: a company, connection or meter goes while nothing hangs on it, and otherwise says what does and what to do.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeFree } from '../../src/api/removing.ts';
import { measure } from './measured.ts';
import { type Answer, BOOTSTRAP, type SmallRegion, startApp } from './small-region.ts';

let small: SmallRegion;
beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
}, 60_000);
afterAll(() => small.stop());

const ask = (method: string, path: string, body?: unknown): Promise<Answer> => small.ask(method, `/api/v1${path}`, { key: BOOTSTRAP, ...(body !== undefined && { body }) });
const made = async (path: string, body: object): Promise<number> => Number((await ask('POST', path, body)).body['id']);
const detailOf = ({ status, body }: Answer): string => `${status} ${String(body['detail'])}`;

it('from the inside out, and a company takes its consents with it', async () => {
  const company = await made('/companies', { park: 'park-a', name: 'Mistake', kvk: '12345678', sbi: '17' });
  await ask('POST', `/companies/${company}/consents`, { audience: 'region' });
  const connection = await made('/connections', { ean: '871999900000000035', company, carrier: 'electricity', validFrom: '2026-01-01' });
  const meter = await made('/meters', { connection, serial: 'X', carrier: 'electricity', role: 'main', validFrom: '2026-01-01' });

  expect(detailOf(await ask('DELETE', `/companies/${company}`))).toBe(
    '409 On this company hangs: 1 connection. It stays; end its connections instead (PATCH /connections/{id} with validTo).',
  );
  expect(detailOf(await ask('DELETE', `/connections/${connection}`))).toBe(
    '409 On this connection hangs: 1 meter. It stays; end it instead (PATCH /connections/{id} with validTo).',
  );
  for (const path of [`/meters/${meter}`, `/connections/${connection}`, `/companies/${company}`]) {
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
  }
  // A number is given out once: what was kept of the old one is nobody's.
  expect(await made('/companies', { park: 'park-a', name: 'Next', kvk: '12345679', sbi: '17' })).toBeGreaterThan(company);
});

it('not once a meter told something, nor a company that somebody signs in for', async () => {
  const company = await made('/companies', { park: 'park-a', name: 'Real', kvk: '12345670', sbi: '17' });
  await small.app.parts.auth.ensureAccount({ email: 'real@test.nl', password: 'a long password', name: 'r', roles: [{ role: 'company', company }] });
  expect(detailOf(await ask('DELETE', `/companies/${company}`))).toContain('1 account.');

  const connection = await made('/connections', { ean: '871999900000000042', company, carrier: 'electricity', validFrom: '2026-01-01' });
  const meter = await made('/meters', { connection, serial: 'X', carrier: 'electricity', role: 'main', validFrom: '2026-01-01' });
  await measure(small, meter, { from: '2026-10-06T00:00:00+02:00', kw: [1] });

  expect(detailOf(await ask('DELETE', `/meters/${meter}`))).toBe('409 On this meter hangs: 2 registers with readings. It stays; end it instead (PATCH /meters/{id} with validTo).');
  // Asked for the moment before: the database refuses by itself.
  const { directory } = small.app.parts;
  const unaware = { directory: Object.assign(Object.create(directory), { registry: { hangingOn: async () => [] }, remove: () => directory.remove('meter', meter) }) };
  await expect(removeFree(unaware, 'meter', meter)).rejects.toThrow('Something began to hang on this meter just now.');
  expect((await ask('GET', `/meters/${meter}`)).status).toBe(200);
});
