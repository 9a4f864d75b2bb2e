// Every route, as nobody and as each role, on own and on foreign objects. A route that is not in the table fails.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { heatBefore, heatBody, heatIds, prepareHeat } from './access-heat.ts';
import { choicesOf } from '../ingest/import-samples.ts';
import { prepareScenarios, scenarioBody, scenarioIds, scenariosBefore } from './access-scenarios.ts';
import { bodyOfMaterials, fillMaterials, materialsBefore, prepareMaterials } from './access-materials.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp, bringFigure, bringFile } from './small-region.ts';
import { type Outcome, RULES, type Who } from './access-rules.ts';

let small: SmallRegion;
let own: Objects;
let foreign: Objects;
const cookies = new Map<Who, string>();
const quarantined = new Map<number, number>();
const corrected = new Map<number, number>();
const imports = new Map<number, number>();
const [alerts, channels, figures] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
const [guarantees, limits] = [new Map<number, number>(), new Map<number, number>()];
const conversions = new Map<number, number>();
const groups = new Map<number, { id: number; member: number }>();
const reports = new Map<number, number>();
const users = new Map<number, string>();
let usersMade = 0;

/** A file with figures of a company, and a figure with a document. */
async function brought(of: Objects): Promise<void> {
  imports.set(of.gateway, await bringFile(small, of.company));
  await newFigure(of);
}

async function newFigure(of: Objects): Promise<void> {
  figures.set(of.gateway, await bringFigure(small, of.company));
}

async function newGuarantee(of: Objects): Promise<void> {
  const body = { source: 'wind', from: '2026-01-01', to: '2026-04-01', kwh: 1000 };
  const made = await small.ask('POST', `/api/v1/companies/${of.company}/guarantees`, { key: BOOTSTRAP, body });
  guarantees.set(of.company, Number(made.body['id']));
}

/** A draft about a year that is not over: publishing it is refused, and removing it leaves none. */
async function newReport(of: Objects): Promise<void> {
  const body = { kind: 'company-year', company: of.company, period: String(new Date().getUTCFullYear()) };
  reports.set(of.gateway, Number((await small.ask('POST', '/api/v1/reports', { key: BOOTSTRAP, body })).body['id']));
}

/** Of the park of a company; the alert is the company's own. */
async function newChannel(of: Objects): Promise<void> {
  const body = { kind: 'mail', target: 'els@example.org', park: of.park };
  channels.set(of.gateway, Number((await small.ask('POST', '/api/v1/alert-channels', { key: BOOTSTRAP, body })).body['id']));
}

async function alerted(of: Objects): Promise<void> {
  const { deps } = small.app.parts;
  const finding = {
    kind: 'silent-meter',
    subject: `meter ${of.meter}`,
    park: of.park,
    company: of.company,
    value: 2,
    limit: 1,
    unit: 'h',
    state: 'raise',
    severity: 'warning',
  } as const;
  alerts.set(of.gateway, (await deps.alerts.open(finding, deps.now(), []))?.id ?? 999_999);
}

async function newUser(of: Objects): Promise<void> {
  const { account } = await small.app.parts.auth.accounts.add({ email: `user-${usersMade++}@test.nl`, name: 'User', roles: [], password: 'a long password' });
  users.set(of.gateway, account.id);
}

async function newLimit(of: Objects): Promise<void> {
  const answer = await small.ask('POST', `/api/v1/connections/${of.connection}/limits`, { key: BOOTSTRAP, body: { kw: 100, validFrom: '2026-01-01' } });
  limits.set(of.gateway, Number(answer.body['id']));
}

async function newConversion({ company, meter, gateway }: Objects): Promise<void> {
  const { conversions: rows, now } = small.app.parts.deps;
  const row = await rows.add({ company, kind: 'heat-pump', name: 'pump', inputs: [meter], outputs: [meter], from: now(), to: null }, { author: 'x', at: now() });
  conversions.set(gateway, row.id);
}

/** A group with the connection as its only member. */
async function newGroup(of: Objects): Promise<void> {
  const { capacity, now } = small.app.parts.deps;
  const [period, stamp] = [
    { from: now(), to: null },
    { author: 'x', at: now() },
  ];
  const { id } = await capacity.addGroup({ park: of.park, name: 'group', rule: 'pro-rata', ...period }, stamp);
  const member = await capacity.addMember({ group: id, connection: of.connection, shareImportKw: 0, shareExportKw: 0, priority: 1, ...period }, stamp);
  groups.set(of.gateway, { id, member: member.id });
}

async function refusedMessage(of: Objects): Promise<void> {
  await small.ask('POST', `/api/v1/ingest/${of.gateway}`, { key: BOOTSTRAP, body: 'no meter says this' });
  await findQuarantined(of);
}

async function findQuarantined(of: Objects): Promise<void> {
  const { registry } = small.app.parts.directory;
  const row = await vi.waitFor(
    async () => {
      const rows = await registry.quarantined({ gateways: [of.gateway], after: 0, limit: 1 });
      if (rows[0] === undefined) throw new Error('not in quarantine yet');
      return rows[0];
    },
    { timeout: 10_000 },
  );
  quarantined.set(of.gateway, row.id);
}

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-b', name: 'Park B', municipality: 'Epe' } });
  own = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  foreign = await makeCompany(small, { park: 'park-b', name: 'Company B', ean: '871999900000000028', shares: false });
  await refusedMessage(own);
  await refusedMessage(foreign);
  for (const of of [own, foreign]) {
    await brought(of);
    await alerted(of);
    await newChannel(of);
    await Promise.all([newLimit(of), newGroup(of)]);
  }
  await prepareMaterials(small, own, foreign);
  for (const { meter } of [own, foreign]) {
    const { deps } = small.app.parts;
    const row = await deps.corrections.insert({ kind: 'amounts', meter, register: null, from: deps.now(), to: deps.now(), detail: '{}', author: 'x', reason: 'x', at: deps.now() });
    corrected.set(meter, row.id);
  }
  await prepareHeat(small, own, foreign);
  await prepareScenarios(small, own, foreign);
  const roles = {
    operator: [{ role: 'operator' }],
    region: [{ role: 'region' }],
    parkmanager: [{ role: 'parkmanager', parks: ['park-a'] }],
    company: [{ role: 'company', company: own.company }],
  } as const;
  for (const who of ['operator', 'region', 'parkmanager', 'company'] as const) {
    await small.app.parts.auth.ensureAccount({ email: `${who}@test.nl`, password: 'a long password', name: who, roles: roles[who] });
    cookies.set(who, await signIn(small, `${who}@test.nl`, 'a long password'));
  }
}, 60_000);

afterAll(() => small.stop());

const absentObjects: Objects = { park: 'no-such-park', company: 999_999, connection: 999_999, meter: 999_999, gateway: 999_999, consent: 999_999, username: '', password: '' };

function fill(path: string, objects: Objects): string {
  const kind = path.split('/')[1] ?? '';
  const ids: Record<string, number | string> = {
    ...heatIds(objects),
    ...scenarioIds(objects),
    companies: objects.company,
    connections: objects.connection,
    meters: objects.meter,
    gateways: objects.gateway,
    ingest: objects.gateway,
    corrections: corrected.get(objects.meter) ?? 999_999,
    quarantine: quarantined.get(objects.gateway) ?? 999_999,
    imports: imports.get(objects.gateway) ?? 999_999,
    alerts: alerts.get(objects.gateway) ?? 999_999,
    'alert-channels': channels.get(objects.gateway) ?? 999_999,
    figures: figures.get(objects.gateway) ?? 999_999,
    limits: limits.get(objects.gateway) ?? 999_999,
    conversions: conversions.get(objects.gateway) ?? 999_999,
    groups: groups.get(objects.gateway)?.id ?? 999_999,
    reports: reports.get(objects.gateway) ?? 999_999,
    users: users.get(objects.gateway) ?? 'nobody',
  };
  const filled = fillMaterials(path, objects)
    .replace('{park}', objects.park)
    .replace('{id}', String(ids[kind]))
    .replace('{kind}', 'silent-meter')
    .replace('{consent}', String(objects.consent))
    .replace('{guarantee}', String(guarantees.get(objects.company) ?? 999_999))
    .replace('{member}', String(groups.get(objects.gateway)?.member ?? 999_999))
    .replace('{name}', objects === absentObjects ? 'no-such-job' : 'release-journal');
  const period = /balance|readings|quarters|energy-flows|{id}\/days/.test(path)
    ? `?from=2026-11-01&to=2026-11-02${path.includes('explain') && !path.includes('energy-flows') ? '&field=importKwh' : ''}`
    : '';
  return `/api/v1${filled}${period}`;
}

/** Bodies that fit the schema but change nothing: an unknown field makes 422 come after the access check. */
function bodyFor(route: string, objects: Objects): unknown {
  if (route === 'post /users') return { email: 'x@test.nl', name: 'X', roles: [{ role: 'company', company: 999_999 }] };
  if (route === 'patch /users/{id}') return { roles: [{ role: 'company', company: 999_999 }] };
  if (route === 'post /me/keys') return { name: 'X' };
  if (route === 'post /me/password') return { current: 'not the password', next: 'another long password' };
  if (route === 'post /connections') return { ean: '871999900000000035', company: objects.company, carrier: 'electricity', validFrom: '2026-01-01', validTo: '2025-01-01' };
  if (route === 'post /meters') return { connection: objects.connection, serial: 'X', carrier: 'gas', role: 'main', validFrom: '2026-01-01' };
  if (route === 'post /gateways') return { name: 'X', park: objects.park, company: objects.company, profile: 'no-such-profile', meters: [] };
  if (route === 'post /gateways/{id}/meters') return { meter: 999_999 };
  if (route === 'post /corrections') return { meter: objects.meter, from: '2026-01-01', to: '2025-01-01', amount: { unit: 'kWh', perQuarter: 1 }, reason: 'a test' };
  if (route === 'post /corrections/{id}/undo') return { reason: 'a test' };
  if (route === 'post /meters/{id}/swaps') return { at: '2026-01-01', readings: [{ register: 'none', end: 1, start: 0 }], reason: 'a test' };
  if (route === 'post /alert-channels') return { kind: 'mail', target: 'els@example.org', park: objects.park, company: objects.company };
  // It is on already.
  if (route === 'patch /alert-rules/{kind}') return { park: objects.park, company: objects.company, on: true };
  if (route === 'post /parks') return { id: 'park-a', name: 'again', municipality: 'again' };
  if (route === 'post /companies') return { park: 'no-such-park', name: 'X', kvk: '12345678', sbi: '17' };
  if (route === 'post /companies/{id}/guarantees') return { source: 'wind', from: '2026-01-01', to: '2026-01-02', kwh: 1 };
  if (route === 'post /companies/{id}/consents') return { audience: 'region', validFrom: '2026-01-01', validTo: '2025-01-01' };
  if (route === 'post /imports/{id}') return { choices: choicesOf() };
  if (route === 'post /imports/{id}/undo') return { reason: 'a test' };
  if (route === 'post /figures') return { kind: 'fuel', company: objects.company, fuel: 'diesel', amount: 1, from: '2026-02-01', to: '2026-01-01' };
  if (route.endsWith('/limits') && route.startsWith('post')) return { kw: 1, validFrom: '2026-02-01', validTo: '2026-01-01' };
  if (route === 'post /conversions') return { company: objects.company, kind: 'boiler', name: 'X', inputs: [999_999], outputs: [999_999], validFrom: '2026-01-01' };
  if (route === 'post /reports') return { kind: 'company-year', company: objects.company, period: 'no year' };
  if (route === 'post /groups') return { park: objects.park, name: 'X', rule: 'fixed', validFrom: '2026-02-01', validTo: '2026-01-01' };
  if (route === 'post /groups/{id}/members') return { connection: 999_999, validFrom: '2026-01-01' };
  if (route === 'post /groups/{id}/members/{member}/end' || route === 'post /groups/{id}/end' || route === 'post /limits/{id}/end') return { validTo: '2000-01-01' };
  return heatBody(route, objects) ?? scenarioBody(route, objects) ?? (route.startsWith('post') || route.startsWith('patch') ? {} : undefined);
}

/** What the route is about is made again where an earlier call took it away. */
async function prepare(route: string, objects: Objects): Promise<void> {
  await heatBefore(small, route, objects);
  await scenariosBefore(small, route, objects);
  // A replayed message is refused again, and so in quarantine under a new number.
  await materialsBefore(small, route, objects);
  if (route === 'delete /figures/{id}' && objects !== absentObjects) await newFigure(objects);
  if (route.includes('{guarantee}') && objects !== absentObjects) await newGuarantee(objects);
  if (route.includes('/users/{id}') && objects !== absentObjects) await newUser(objects);
  if (route.includes('/reports/{id}') && objects !== absentObjects) await newReport(objects);
  if (route === 'delete /alert-channels/{id}' && objects !== absentObjects) await newChannel(objects);
  if (route === 'delete /conversions/{id}' && objects !== absentObjects) await newConversion(objects);
  if (route === 'delete /limits/{id}' && objects !== absentObjects) await newLimit(objects);
  if (route.includes('replay') && objects !== absentObjects) await findQuarantined(objects);
}

async function call(route: string, who: Who, objects: Objects): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ');
  const cookie = cookies.get(who);
  const body = bodyOfMaterials(route, objects) ?? bodyFor(route, objects);
  if (route === 'get /live') return stream(cookie);
  await prepare(route, objects);
  return small.ask(method.toUpperCase(), fill(path, objects), { ...(cookie !== undefined && { cookie }), ...(body !== undefined && { body }) });
}

/** The first event of the stream, then away. */
async function stream(cookie: string | undefined): Promise<Answer> {
  const stop = new AbortController();
  const response = await fetch(`${small.app.parts.urls.web}/api/v1/live`, { headers: cookie === undefined ? {} : { cookie }, signal: stop.signal });
  const first = response.status === 200 ? await response.body?.getReader().read() : undefined;
  stop.abort();
  return { status: response.status, type: response.headers.get('content-type') ?? '', body: { text: Buffer.from(first?.value ?? new Uint8Array()).toString() } };
}

describe('every route', () => {
  it('has a rule in this table, and the table has no route that is gone', () => {
    const mounted = small.app.parts.api.mounted.map(({ method, path }) => `${method} ${path}`).sort();

    expect(mounted).toEqual(Object.keys(RULES).sort());
  });

  it.each(Object.keys(RULES))('%s asks nobody to sign in', async (route) => {
    const answer = await call(route, 'nobody', own);

    expect(answer.status).toBe(route === 'get /me' ? 200 : 401);
  });

  it('refuses a parameter that it does not know, and names those it takes', async () => {
    const { body: description } = await small.ask('GET', '/api/v1/openapi.json');
    const paths = new Map(Object.entries(description['paths'] ?? {}));
    const wrong: unknown[] = [];
    for (const [route, rule] of Object.entries(RULES)) {
      const [method = '', path = ''] = route.split(' ');
      const who = (['operator', 'parkmanager', 'company', 'region'] as const).find((one) => rule[one].own === 'ok');
      // What nobody may do to these objects is answered as absent.
      // A device cannot be told to write another address.
      if (who === undefined || path === '/ingest/{id}') continue;
      await prepare(route, own);
      const body = bodyOfMaterials(route, own) ?? bodyFor(route, own);
      const filled = fill(path, own);
      const asked = `${filled}${filled.includes('?') ? '&' : '?'}unheard=1`;
      const answer = await small.ask(method.toUpperCase(), asked, { cookie: cookies.get(who) ?? '', ...(body !== undefined && { body }) });
      const described: unknown = new Map(Object.entries(Object(paths.get(`/api/v1${path}`)))).get(method);
      const takes = JSON.stringify(Object(described)['parameters'] ?? []).matchAll(/"in":"query","name":"(\w+)"|"name":"(\w+)","in":"query"/g);
      const names = [...takes].map((match) => match[1] ?? match[2]);
      const detail = String(answer.body['detail']);
      const end = names.length === 0 ? 'This route takes no parameters.' : `This route takes ${names.join(', ')}.`;
      if (answer.status !== 422 || answer.body['code'] !== 'invalid-request' || detail !== `unheard: no such parameter. ${end}`)
        wrong.push([route, who, answer.status, detail, end]);
    }

    expect(wrong).toEqual([]);
  }, 60_000);

  // What deletes comes last, or there would be nothing left to look at.
  const ordered = Object.keys(RULES).sort((a, b) => Number(a.startsWith('delete') || a.includes('replay')) - Number(b.startsWith('delete') || b.includes('replay')));
  it.each(ordered.flatMap((route) => (['region', 'parkmanager', 'company', 'operator'] as const).map((who) => ({ route, who }))))(
    '$route for $who: own and foreign',
    async ({ route, who }) => {
      const rule = RULES[route];
      const [mine, theirs, none] = [await call(route, who, own), await call(route, who, foreign), await call(route, who, absentObjects)];

      expect(outcome(mine)).toBe(rule?.[who].own);
      expect(outcome(theirs)).toBe(rule?.[who].foreign);
      if (rule?.[who].foreign === 'absent' && route.includes('{')) expect(theirs.body).toEqual(none.body);
    },
  );
});

/** 'ok' also for a request that was let in and then refused for what it says. */
const outcome = (answer: Answer): Outcome => (answer.status === 404 ? 'absent' : answer.status < 500 && answer.status !== 401 ? 'ok' : 'absent');

describe('a park manager', () => {
  it('makes a gateway of the park, but cannot take over the meter of a company', async () => {
    const cookie = cookies.get('parkmanager') ?? '';
    const made = await small.ask('POST', '/api/v1/gateways', { cookie, body: { name: 'park', park: 'park-a', meters: [] } });
    const taken = await small.ask('POST', '/api/v1/gateways', { cookie, body: { name: 'park', park: 'park-a', meters: [own.meter] } });
    const moved = await small.ask('POST', `/api/v1/gateways/${Number(made.body['id'])}/meters`, { cookie, body: { meter: own.meter } });

    expect(made.status).toBe(201);
    expect([taken.status, moved.status]).toEqual([422, 422]);
    expect(small.app.parts.directory.meters.get(own.meter)?.gateway).toBe(own.gateway);
  });
});

describe('errors', () => {
  it.each([
    ['/api/v1/parks/park-a/balance?from=2026-11-02&to=2026-11-01', 422, 'reversed-period'],
    ['/api/v1/parks/park-a/balance?from=2020-01-01&to=2026-11-01&step=PT15M', 422, 'period-too-long'],
    ['/api/v1/parks/park-a/balance?from=yesterday&to=2026-11-01', 422, 'bad-time'],
    ['/api/v1/parks/park-a/balance?from=2026-11-01&to=2026-11-02&step=PT5M', 422, 'invalid-request'],
    ['/api/v1/parks/no-such-park/balance?from=2026-11-01&to=2026-11-02', 404, 'not-found'],
    ['/api/v1/nothing', 404, 'not-found'],
  ])('%s is answered as problem+json with %i %s', async (path, status, code) => {
    const answer = await small.ask('GET', path, { key: BOOTSTRAP });

    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body['code']).toBe(code);
    expect(String(answer.body['detail']).length).toBeGreaterThan(10);
  });

  it('say what is missing, and of what is there what is wrong', async () => {
    const { body } = await small.ask('GET', '/api/v1/parks/park-a/balance/explain?from=2026-11-01&to=2026-11-02&step=PT5M', { key: BOOTSTRAP });

    expect(body['detail']).toContain('field: is missing');
    expect(body['detail']).toMatch(/step: (?!is missing)/);
  });

  it('say it in Dutch to a reader whose pages are in Dutch', async () => {
    const dutch = { headers: { authorization: `Bearer ${BOOTSTRAP}`, 'accept-language': 'nl-NL,nl;q=0.9,en;q=0.8' } };
    const unfit = await fetch(`${small.app.parts.urls.web}/api/v1/parks/park-a/balance/explain?from=2026-11-01&to=2026-11-02&step=PT5M`, dutch);
    const unknown = await fetch(`${small.app.parts.urls.web}/api/v1/parks/park-a/balance?form=2026-11-01`, dutch);

    const said = await unfit.text();

    expect(said).toContain('field: ontbreekt');
    expect(said).toMatch(/step: [^;]*één van/);
    expect(await unknown.text()).toContain('"form: die parameter is er niet. Deze vraag kent ');
  });
});
