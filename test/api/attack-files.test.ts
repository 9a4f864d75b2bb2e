// What leaves as a file, is frozen, computed ahead or refused, read by accounts that it is not for: reports as PDF, CSV and spreadsheet,
// published ones, scenarios, jobs, the stream, and errors that could say that something is there.
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { marksOfPdf, textOfPdf } from '../jobs/pdf-text.ts';
import { type AttackedRegion, DAYS, type Own, startAttacked } from './attacked-region.ts';
import { type Answer, BOOTSTRAP, type Objects, signIn } from './small-region.ts';

const PASSWORD = 'a long password';
const SILENT = 12;
let attacked: AttackedRegion;
const readers = new Map<string, string>();
const OTHERS = ['a neighbour', 'a company elsewhere', 'a manager elsewhere', 'the region'] as const;

const of = (index: number): Objects => {
  const objects = attacked.objects[index];
  if (objects === undefined) throw new Error(`there is no company ${index}`);
  return objects;
};
const as = (who: string): string => readers.get(who) ?? '';
const ask = (who: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  attacked.small.ask(method, `/api/v1${path}`, { ...(who === 'key' ? { key: BOOTSTRAP } : { cookie: as(who) }), ...(body !== undefined && { body }) });
const idOf = async (who: string, path: string, body: object): Promise<number> => Number((await ask(who, 'POST', path, body)).body['id']);
async function file(who: string, path: string): Promise<{ bytes: Uint8Array; headers: Headers }> {
  const response = await fetch(`${attacked.small.app.parts.urls.web}/api/v1${path}`, { headers: { cookie: as(who) } });
  return { bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
}

beforeAll(async () => {
  attacked = await startAttacked();
  readers.set('the region', attacked.asRegion).set('the manager', attacked.asManager);
  const roles = {
    'a neighbour': { role: 'company', company: of(0).company },
    'a company elsewhere': { role: 'company', company: of(13).company },
    'a manager elsewhere': { role: 'parkmanager', parks: ['bergweide'] },
    'a colleague of the manager': { role: 'parkmanager', parks: ['de-mars'] },
  } as const;
  for (const [at, [name, role]] of Object.entries(roles).entries()) {
    await attacked.small.app.parts.auth.ensureAccount({ email: `files-${at}@test.nl`, password: PASSWORD, name, roles: [role] });
    readers.set(name, await signIn(attacked.small, `files-${at}@test.nl`, PASSWORD));
  }
}, 120_000);
afterAll(() => attacked.small.stop());

/** Its days as kWh, in whole millionths. */
function secretsOf({ import: drawn, export: fed, generation, name }: Own): Map<number, string> {
  const days = [drawn, fed, generation].flatMap((flow) => [flow.slice(0, 96), flow.slice(96), flow].map((some) => some.reduce((sum, one) => sum + one, 0)));
  return new Map(days.filter((kwh) => kwh > 0.001).map((kwh) => [Math.round(kwh * 1e6), name]));
}
function found(numbers: readonly number[], owns: readonly Own[]): string[] {
  const secrets = new Map(owns.flatMap((own) => [...secretsOf(own)]));
  const micro = [...new Set([0, ...numbers.map((one) => Math.round(Math.abs(one) * 1e6))])];
  return micro.flatMap((one, at) => micro.slice(at + 1).flatMap((other) => [one + other, Math.abs(one - other)].flatMap((value) => secrets.get(value) ?? [])));
}

async function filesOf(who: string, report: number): Promise<{ text: string; numbers: number[] }> {
  const [pdf, csv, xlsx] = await Promise.all(['pdf', 'csv', 'xlsx'].map((format) => file(who, `/reports/${report}/file?format=${format}&lang=en`)));
  const sheets = await readXlsxFile(Buffer.from(xlsx?.bytes ?? new Uint8Array()));
  const cells: unknown[] = sheets.flatMap(({ data }) => data.flat());
  const pages = pdf?.bytes ?? new Uint8Array();
  const text = [textOfPdf(pages), marksOfPdf(pages), Buffer.from(csv?.bytes ?? '').toString(), JSON.stringify(sheets)].join('\n');
  expect([pdf, csv, xlsx].map((one) => [one?.headers.get('cache-control'), one?.headers.get('etag')])).toEqual(Array.from({ length: 3 }, () => ['no-store', null]));
  return { text, numbers: cells.flatMap((cell) => (typeof cell === 'number' ? [cell] : [])) };
}

it('the region’s report names and figures no company, in PDF, CSV and spreadsheet, and is for nobody else', { timeout: 60_000 }, async () => {
  const report = await idOf('the region', '/reports', { kind: 'region-year', period: '2026' });
  const { text, numbers } = await filesOf('the region', report);
  const others = await Promise.all(
    ['a neighbour', 'a manager elsewhere', 'the manager'].flatMap((who) =>
      ['', '/file?format=xlsx', '/explain?figure=x'].map((rest) => ask(who, 'GET', `/reports/${report}${rest}`)),
    ),
  );

  expect(numbers.length).toBeGreaterThan(20);
  expect(text).not.toMatch(/Company ?\d|M-\d|8719999/);
  expect(found(numbers, attacked.own)).toEqual([]);
  expect(others.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 404));
});

it('the report of a park holds nothing of who does not share, whoever makes it, and is for its managers alone', { timeout: 60_000 }, async () => {
  const period = { kind: 'park-month', park: 'de-mars', period: '2026-09' };
  // The operator's key sees everything; what it makes is for the manager all the same.
  for (const report of [await idOf('the manager', '/reports', period), await idOf('key', '/reports', period)]) {
    const { text, numbers } = await filesOf('the manager', report);

    expect(numbers.length).toBeGreaterThan(20);
    expect(text).not.toMatch(new RegExp(`Company ?${SILENT}\\b`));
    expect(found(numbers, [attacked.silent])).toEqual([]);
    expect((await Promise.all(OTHERS.map((who) => ask(who, 'GET', `/reports/${report}/file`)))).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  }
});

it('a scenario of a park rests on who shares, and of one’s own on nobody else', { timeout: 60_000 }, async () => {
  const over = { from: DAYS[0], to: DAYS[2], steps: [] };
  const battery = (company: number | null) => ({ kind: 'battery', company, kwh: 100, kw: 50, rule: 'self-consumption' });
  const bodies = [
    { park: 'de-mars', ...over },
    { park: 'de-mars', ...over, steps: [battery(null)] },
    { park: 'de-mars', ...over, steps: [{ kind: 'group-contract', limitKw: 4000 }] },
    { park: 'de-mars', ...over, steps: [{ kind: 'heat-network' }] },
  ];
  const tried = await Promise.all(bodies.map((body) => ask('the manager', 'POST', '/scenarios/preview', body)));
  const numbers = tried.map(({ body }) => [...JSON.stringify(body).matchAll(/(?<=[:[,])-?\d+(?:\.\d+)?/g)].map(([one]) => Number(one)));
  const atSilent = await ask('the manager', 'POST', '/scenarios/preview', { park: 'de-mars', ...over, steps: [battery(of(SILENT).company)] });
  const atNobody = await ask('the manager', 'POST', '/scenarios/preview', { park: 'de-mars', ...over, steps: [battery(99_999)] });

  expect(tried.map(({ status, body }) => [status, body['detail'] ?? null])).toEqual(Array.from({ length: 4 }, () => [200, null]));
  expect(tried[0]?.body).toMatchObject({ withheld: 1 });
  for (const one of numbers) expect(found(one.slice(0, 300), [attacked.silent])).toEqual([]);
  // Of whom one may not see is said what is said of nobody.
  expect(atSilent.status).toBe(422);
  expect(JSON.stringify(atSilent.body).replace(String(of(SILENT).company), 'N')).toBe(JSON.stringify(atNobody.body).replace('99999', 'N'));
});

it('nobody tries, reads, compares, runs or explains a scenario of others, shared or not, nor once the company shares no longer', { timeout: 60_000 }, async () => {
  const over = { from: DAYS[0], to: DAYS[2], steps: [{ kind: 'battery', company: null, kwh: 100, kw: 50, rule: 'lp' }], shared: true };
  const [silent, shared, park] = [
    await idOf('key', '/scenarios', { company: of(SILENT).company, name: 'its own', ...over }),
    await idOf('key', '/scenarios', { company: of(2).company, name: 'its own', ...over }),
    await idOf('the manager', '/scenarios', { park: 'de-mars', name: 'the park', ...over, shared: false }),
  ];
  const asked = (who: string, id: number): Promise<Answer>[] => [
    ...['', '/results', '/results/explain?field=importKwh', '/run'].map((rest) => ask(who, 'GET', `/scenarios/${id}${rest}`)),
    ask(who, 'POST', `/scenarios/${id}/run`),
    ask(who, 'GET', `/scenarios/comparison?ids=${id},${id === silent ? shared : silent}`),
  ];
  const statuses = async (who: string, id: number): Promise<number[]> => [...new Set((await Promise.all(asked(who, id))).map(({ status }) => status))];

  for (const who of OTHERS) for (const id of [silent, shared, park]) expect([who, id, await statuses(who, id)]).toEqual([who, id, [404]]);
  expect(await statuses('the manager', silent)).toEqual([404]);
  expect(await statuses('a colleague of the manager', park)).toEqual([404]);
  const { shared: _, ...tried } = over;
  for (const who of OTHERS) expect((await ask(who, 'POST', '/scenarios/preview', { park: 'de-mars', ...tried })).status).toBe(404);
  expect((await ask('the manager', 'POST', '/scenarios/preview', { company: of(SILENT).company, ...tried })).status).toBe(404);
  expect((await ask('the manager', 'GET', `/scenarios/${shared}`)).status).toBe(200);
  // The consent ends, and with it what was shared.
  const { company } = of(2);
  const rows: { id: number; audience: string }[] = JSON.parse(JSON.stringify((await ask('key', 'GET', `/companies/${company}/consents`)).body['items']));
  for (const { id, audience } of rows) if (audience === 'parkmanager') await ask('key', 'DELETE', `/companies/${company}/consents/${id}`);
  expect(await statuses('the manager', shared)).toEqual([404]);
});

it('what is somebody else’s is answered like what is not there', { timeout: 60_000 }, async () => {
  const { company, connection, meter, gateway } = of(SILENT);
  const stream = await idOf('key', '/material-streams', { company, direction: 'offer', materialClass: 'wood', tonnesPerMonth: 10, validFrom: '2026-01-01' });
  const port = await idOf('key', '/heat-ports', { company, role: 'sink', powerKw: 100, supplyC: 60, returnC: 40 });
  const report = await idOf('key', '/reports', { kind: 'company-year', company, period: '2026' });
  const paths: [string, number][] = [
    ...['', '/connections', '/balance', '/emissions', '/capacity', '/forecast', '/forecast/backtest', '/material-matches', '/products', '/consents'].map(
      (rest): [string, number] => [`/companies/#${rest}`, company],
    ),
    ...['', '/limits', '/capacity', '/forecast', '/cross-checks'].map((rest): [string, number] => [`/connections/#${rest}`, connection]),
    ...['', '/quarters', '/readings', '/days', '/events'].map((rest): [string, number] => [`/meters/#${rest}`, meter]),
    ...['', '/messages'].map((rest): [string, number] => [`/gateways/#${rest}`, gateway]),
    ['/material-streams/#', stream],
    ['/material-streams/#/deliveries', stream],
    ['/heat-ports/#', port],
    ['/reports/#', report],
    ['/reports/#/file?format=pdf', report],
  ];
  for (const who of [...OTHERS, 'the manager'])
    for (const [path, id] of paths) {
      const [there, absent] = await Promise.all([id, 9_999_999].map((one) => ask(who, 'GET', path.replace('#', String(one)))));
      expect([who, path, there?.status]).toEqual([who, path, 404]);
      expect(there).toEqual(absent);
    }
});

it('naming somebody else’s meter, connection or gateway in a change says no more than naming none', { timeout: 60_000 }, async () => {
  const mine = of(0);
  const theirs = of(SILENT);
  const tried = (id: { meter: number; connection: number; gateway: number; company: number }): [string, object][] => [
    ['/gateways', { name: 'x', park: 'de-mars', company: mine.company, meters: [id.meter] }],
    [`/gateways/${mine.gateway}/meters`, { meter: id.meter }],
    ['/meters', { connection: mine.connection, serial: 'x', carrier: 'electricity', role: 'sub', gateway: id.gateway, validFrom: '2026-01-01' }],
    ['/meters', { connection: id.connection, serial: 'x', carrier: 'electricity', role: 'sub', validFrom: '2026-01-01' }],
    ['/connections', { ean: '871999900000000196', company: mine.company, carrier: 'electricity', behind: id.connection, validFrom: '2026-01-01' }],
    ['/heat-ports', { company: mine.company, role: 'sink', meter: id.meter, supplyC: 60, returnC: 40 }],
    ['/heat-ports', { company: id.company, role: 'sink', powerKw: 10, supplyC: 60, returnC: 40 }],
    ['/material-streams', { company: id.company, direction: 'need', materialClass: 'wood', tonnesPerMonth: 1, validFrom: '2026-01-01' }],
    ['/figures', { kind: 'fuel', company: id.company, fuel: 'diesel', amount: 10, from: '2026-01-01', to: '2026-02-01' }],
    ['/alert-channels', { kind: 'mqtt', target: id.gateway, park: 'de-mars', company: mine.company }],
  ];
  const nobody = { meter: 9_999_991, connection: 9_999_992, gateway: 9_999_993, company: 9_999_994 };
  const plain = (answer: Answer, id: object): string =>
    Object.values(id).reduce<string>((text, one) => text.replaceAll(new RegExp(`\\b${String(one)}\\b`, 'g'), 'N'), JSON.stringify(answer.body['detail']));
  const absent = tried(nobody);
  for (const [at, [path, body]] of tried(theirs).entries()) {
    const [there, none] = [await ask('a neighbour', 'POST', path, body), await ask('a neighbour', 'POST', path, absent[at]?.[1])];
    expect([path, there.status]).toEqual([path, none.status]);
    expect([404, 422]).toContain(there.status);
    expect(plain(there, theirs)).toBe(plain(none, nobody));
  }
});

it('jobs, copies, the journal, accounts and metrics are for who runs the installation', async () => {
  const paths: [string, string][] = [
    ['GET', '/jobs'],
    ['POST', '/jobs/backup/runs'],
    ['POST', '/jobs/send-alerts/runs'],
    ['GET', '/journal'],
    ['GET', '/users'],
  ];
  for (const who of [...OTHERS, 'the manager']) for (const [method, path] of paths) expect([who, path, (await ask(who, method, path)).status]).toEqual([who, path, 404]);
  const { web } = attacked.small.app.parts.urls;
  // As a proxy passes on what came from elsewhere.
  expect((await fetch(`${web}/metrics`, { headers: { cookie: as('the region'), 'x-forwarded-for': '192.0.2.1' } })).status).toBe(401);
  const health = await (await fetch(`${web}/healthz`)).text();
  expect(health).not.toMatch(new RegExp(`Company|8719999|${attacked.small.dataDir}`));
});

it('the stream tells a company of its own and nothing of its neighbours', async () => {
  const { web } = attacked.small.app.parts.urls;
  const { body, headers } = await fetch(`${web}/api/v1/live`, { headers: { cookie: as('a company elsewhere') } });
  const stream = body?.getReader();
  const [its, own] = [of(SILENT), of(13)];
  await attacked.small.ask('POST', `/api/v1/ingest/${its.gateway}`, { basic: `${its.username}:${its.password}`, body: { importKwh: 10_000 } });
  await attacked.small.ask('POST', `/api/v1/ingest/${own.gateway}`, { basic: `${own.username}:${own.password}`, body: { importKwh: 10_000 } });
  let text = '';
  while (!text.includes(`"company":${own.company}`)) text += Buffer.from((await stream?.read())?.value ?? new Uint8Array()).toString();
  await stream?.cancel();

  expect(headers.get('cache-control')).toBe('no-store');
  expect(text).not.toMatch(new RegExp(`de-mars|"(company|gateway)":(${its.company}|${its.gateway})\\b`));
});

it('a report that was published stays as it was, and its explanations name nobody who shares no longer', { timeout: 60_000 }, async () => {
  const report = await idOf('the manager', '/reports', { kind: 'park-month', park: 'de-mars', period: '2026-09' });
  const published = await ask('the manager', 'POST', `/reports/${report}/publication`);
  const before = (await ask('the manager', 'GET', `/reports/${report}`)).body;
  const gone = of(1);
  const { body } = await ask('key', 'GET', `/companies/${gone.company}/consents`);
  const rows: { id: number }[] = JSON.parse(JSON.stringify(body['items']));
  for (const { id } of rows) await ask('key', 'DELETE', `/companies/${gone.company}/consents/${id}`);
  const after = (await ask('the manager', 'GET', `/reports/${report}`)).body;
  const explained: { route: string }[] = JSON.parse(JSON.stringify(before['explained'] ?? []));
  const answers = await Promise.all(explained.map(({ route }) => ask('the manager', 'GET', route)));

  expect([published.status, explained.length > 5]).toEqual([200, true]);
  expect(after['figures']).toEqual(before['figures']);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(5);
  expect(JSON.stringify(answers)).not.toMatch(/"Company 1"|"M-2"|"G-1"|871999900000000028/);
});
