// What an EAN of somebody else tells: that it is there, a few times a day, and otherwise nothing, in alerts, imports and registry alike.
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FOREIGN_EANS_PER_DAY } from '../../src/api/change-limit.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const PASSWORD = 'a long password';
const EAN = {
  attacker: '871999900000000011',
  neighbour: '871999900000000028',
  silent: '871999900000000035',
  free: ['871999900000000042', '871999900000000059', '871999900000000066'],
};
let small: SmallRegion;
let attacker: Objects;
let neighbour: Objects;
let silent: Objects;
const cookies = { attacker: '', manager: '', elsewhere: '', neighbour: '' };

const add = (cookie: string, ean: string, over: object = {}): Promise<Answer> =>
  small.ask('POST', '/api/v1/connections', { cookie, body: { ean, company: attacker.company, carrier: 'electricity', validFrom: '2026-01-01', ...over } });

beforeAll(async () => {
  small = await startApp({ env: { WEBHOOK_PRIVATE: '1' } });
  attacker = await makeCompany(small, { park: 'de-mars', name: 'Attacker', ean: EAN.attacker, shares: true });
  neighbour = await makeCompany(small, { park: 'de-mars', name: 'Neighbour', ean: EAN.neighbour, shares: true });
  silent = await makeCompany(small, { park: 'de-mars', name: 'Silent', ean: EAN.silent, shares: false });
  const roles = {
    attacker: { role: 'company', company: attacker.company },
    neighbour: { role: 'company', company: neighbour.company },
    manager: { role: 'parkmanager', parks: ['de-mars'] },
    elsewhere: { role: 'parkmanager', parks: ['bergweide'] },
  } as const;
  for (const name of ['attacker', 'manager', 'elsewhere', 'neighbour'] as const) {
    await small.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: PASSWORD, name, roles: [roles[name]] });
    cookies[name] = await signIn(small, `${name}@test.nl`, PASSWORD);
  }
}, 60_000);
afterAll(() => small.stop());

it('of another company’s EAN is told that it is taken, neither whose nor since when, and only a few times a day', async () => {
  const tries = [EAN.neighbour, EAN.silent, EAN.neighbour, EAN.silent, EAN.neighbour];
  const answers: Answer[] = [];
  for (const ean of tries) answers.push(await add(cookies.attacker, ean));
  const over = await add(cookies.attacker, EAN.silent);
  const free = await add(cookies.attacker, EAN.free[0] ?? '');

  expect(tries).toHaveLength(FOREIGN_EANS_PER_DAY);
  expect(answers.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409]);
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(JSON.stringify(answers)).not.toMatch(/Neighbour|Silent/);
  // From then on one that is there and one that is not are answered alike.
  expect([over.status, free.status]).toEqual([429, 429]);
  expect(over.body).toEqual(free.body);
  // Nor does changing a connection to it tell more; who runs the installation goes on.
  expect((await small.ask('PATCH', `/api/v1/connections/${attacker.connection}`, { cookie: cookies.attacker, body: { ean: EAN.silent } })).status).toBe(429);
  expect(
    (await small.ask('POST', '/api/v1/connections', { key: BOOTSTRAP, body: { ean: EAN.free[0], company: attacker.company, carrier: 'electricity', validFrom: '2026-01-01' } }))
      .status,
  ).toBe(201);
});

it('a company’s own EAN that is there already counts for nothing', async () => {
  const own = (): Promise<Answer> =>
    small.ask('POST', '/api/v1/connections', {
      cookie: cookies.neighbour,
      body: { ean: EAN.neighbour, company: neighbour.company, carrier: 'electricity', validFrom: '2026-01-01' },
    });
  const answers: Answer[] = [];
  for (let at = 0; at <= FOREIGN_EANS_PER_DAY; at++) answers.push(await own());

  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: FOREIGN_EANS_PER_DAY + 1 }, () => 409));
});

it('a file with EANs of others is answered as if there were none, by whom it may be', async () => {
  const csv = `EAN;Datum;Tijd;Verbruik kWh\n${[EAN.silent, EAN.neighbour, EAN.free[1]].map((ean) => `${ean};2026-02-01;00:00;1,5`).join('\n')}\n`;
  for (const cookie of [cookies.attacker, cookies.elsewhere]) {
    const response = await fetch(`${small.app.parts.urls.web}/api/v1/imports?name=probe.csv`, { method: 'POST', headers: { cookie }, body: csv });
    const text = await response.text();
    const { preview } = JSON.parse(text);
    const became: { ok: boolean; reason?: string }[] = preview.lines.flatMap((line: { became: object[] }) => line.became);

    expect(response.status).toBe(201);
    expect(new Set(became.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(became[0]).toEqual({ ok: false, reason: 'unknown-ean' });
  }
});

it('an EAN that changed hands is, in the file of its earlier owner, still that owner’s', async () => {
  const [ean = ''] = EAN.free.slice(2);
  const connection = { ean, carrier: 'electricity' };
  await small.ask('POST', '/api/v1/connections', { key: BOOTSTRAP, body: { ...connection, company: neighbour.company, validFrom: '2025-01-01', validTo: '2026-03-01' } });
  const csv = `EAN;Van;Tot;Verbruik kWh\n${ean};2026-02-01 00:00;2026-02-01 00:15;1,5\n${ean};2026-02-01 00:15;2026-02-01 00:30;1,5\n`;
  const headers = { cookie: cookies.neighbour };
  const { import: brought, preview } = await (await fetch(`${small.app.parts.urls.web}/api/v1/imports?name=own.csv`, { method: 'POST', headers, body: csv })).json();
  const path = `/api/v1/imports/${brought.id}`;
  const started = await small.ask('POST', path, { cookie: cookies.neighbour, body: { choices: preview.choices } });
  const done = async (): Promise<Answer> => {
    const answer = await small.ask('GET', path, { cookie: cookies.neighbour });
    return ['uploaded', 'running'].includes(String(answer.body['state'])) ? new Promise((resolve) => setImmediate(() => resolve(done()))) : answer;
  };
  const before = await done();
  await small.ask('POST', '/api/v1/connections', { key: BOOTSTRAP, body: { ...connection, company: silent.company, validFrom: '2026-03-01' } });
  const after = await small.ask('GET', path, { cookie: cookies.neighbour });

  expect(started.status).toBe(202);
  expect(before.body).toMatchObject({ state: 'done', result: { series: [{ ean, company: neighbour.company, unit: 'kWh' }] } });
  expect(after.body).toMatchObject({ result: { series: [{ ean, company: neighbour.company }] } });
});

it('an alert about a connection names its EAN to its company, on no page, mail or webhook to anybody else', async () => {
  const bodies: string[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(`${request.url ?? ''} ${Buffer.concat(chunks).toString()}`);
      response.end();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  const address = receiver.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const channel = (path: string, over: object): Promise<Answer> =>
    small.ask('POST', '/api/v1/alert-channels', {
      key: BOOTSTRAP,
      body: { kind: 'webhook', target: `http://127.0.0.1:${port}/${path}`, park: 'de-mars', quietFromHour: 0, quietToHour: 0, ...over },
    });
  const ids = [await channel('park', {}), await channel('own', { company: neighbour.company }), await channel('other', { company: attacker.company })].map(({ body }) =>
    Number(body['id']),
  );
  const { alerts, now } = small.app.parts.deps;
  const about = (of: Objects) =>
    ({
      kind: 'night-base-load',
      subject: `connection ${of.connection}`,
      park: 'de-mars',
      company: of.company,
      value: 9,
      limit: 5,
      unit: 'kW',
      state: 'raise',
      severity: 'warning',
    }) as const;
  const letters = ids.map((id, at) => ({ id: `letter-${at}`, channel: id, dueAt: epochMs(now() - 1000) }));
  await alerts.open(about(neighbour), now(), letters);
  await alerts.open(
    about(silent),
    now(),
    letters.map((one) => ({ ...one, id: `${one.id}-silent` })),
  );
  small.app.parts.deps.jobs.run('send-alerts');
  const state = () => small.app.parts.deps.jobs.states().find((one) => one.name === 'send-alerts');
  while (state()?.running === true || (state()?.last ?? null) === null) await new Promise((done) => setImmediate(done));
  await new Promise((done) => receiver.close(done));
  const pageOf = async (cookie: string): Promise<string> => JSON.stringify((await small.ask('GET', '/api/v1/alerts?state=all', { cookie })).body);

  expect(bodies.map((one) => one.split(' ')[0]).sort((a, b) => String(a).localeCompare(String(b)))).toEqual(['/own', '/park']);
  expect(bodies.find((one) => one.startsWith('/own'))).toContain(EAN.neighbour);
  expect(bodies.find((one) => one.startsWith('/park'))).toContain(`connection ${neighbour.connection}`);
  expect(bodies.find((one) => one.startsWith('/park'))).not.toContain(EAN.neighbour);
  expect(bodies.join('\n')).not.toContain(EAN.silent);
  expect(await pageOf(cookies.neighbour)).toContain(EAN.neighbour);
  expect(await pageOf(cookies.manager)).toContain('Neighbour');
  for (const cookie of [cookies.manager, cookies.attacker, cookies.elsewhere]) expect(await pageOf(cookie)).not.toMatch(new RegExp(`${EAN.neighbour}|${EAN.silent}|Silent`));
});
