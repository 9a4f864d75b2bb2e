// Reads all that there is to read of a park, as everybody who may not see one of its companies: its name, numbers and figures are nowhere.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALONE, type AttackedRegion, DAYS, FIRST_QUARTER, type Own, startAttacked } from './attacked-region.ts';
import { BOOTSTRAP, type Objects, signIn } from './small-region.ts';

const PASSWORD = 'a long password';
const SILENT = 12;
let attacked: AttackedRegion;
let group = 0;
const readers = new Map<string, string>();

const ask = (path: string, cookie: string) => attacked.small.ask('GET', `/api/v1${path}`, { cookie });
async function post(path: string, body: object): Promise<number> {
  const answer = await attacked.small.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
  if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return Number(answer.body['id']);
}
const objectsOf = (index: number): Objects => {
  const found = attacked.objects[index];
  if (found === undefined) throw new Error(`there is no company ${index}`);
  return found;
};

/** Everything that a company can have beside its meters, each with its own number in its name. */
async function fill(index: number): Promise<void> {
  const { company, connection, meter, park } = objectsOf(index);
  const mark = `mark-${index}-`;
  await post('/heat-ports', { company, role: index % 2 === 0 ? 'source' : 'sink', name: `${mark}port`, powerKw: 100 + index, supplyC: 80, returnC: 60, lat: 52.1, lon: 6.2 });
  await post('/material-streams', {
    company,
    direction: index % 2 === 0 ? 'offer' : 'need',
    materialClass: 'wood',
    tonnesPerMonth: 10 + index,
    note: `${mark}stream`,
    validFrom: '2026-01-01',
  });
  await post('/reports', { kind: 'company-year', company, period: '2026' });
  await post('/scenarios', { company, name: `${mark}scenario`, steps: [], shared: true, from: DAYS[0], to: DAYS[2] });
  await post('/alert-channels', { kind: 'mail', target: `${mark}@example.org`, park, company });
  await post(`/connections/${connection}/limits`, { kw: 100 + index, validFrom: '2026-01-01', note: `${mark}limit` });
  const { alerts, now } = attacked.small.app.parts.deps;
  const finding = { kind: 'silent-meter', subject: `meter ${meter}`, park, company, value: 2, limit: 1, unit: 'h', state: 'raise', severity: 'warning' } as const;
  await alerts.open(finding, now(), []);
}

beforeAll(async () => {
  attacked = await startAttacked();
  const { auth } = attacked.small.app.parts;
  for (const index of [0, 1, SILENT]) await fill(index);
  group = await post('/groups', { park: 'de-mars', name: 'together', rule: 'pro-rata', limitImportKw: 60, validFrom: '2026-01-01' });
  for (const index of [0, SILENT]) await post(`/groups/${group}/members`, { connection: objectsOf(index).connection, validFrom: '2026-01-01' });
  const roles = {
    'a member of its group': { role: 'company', company: objectsOf(0).company },
    'another company of the park': { role: 'company', company: objectsOf(1).company },
    'a company of another park': { role: 'company', company: objectsOf(13).company },
    'the manager of another park': { role: 'parkmanager', parks: ['bergweide'] },
  } as const;
  readers.set('the region', attacked.asRegion).set('the manager of the park', attacked.asManager);
  for (const [at, [name, role]] of Object.entries(roles).entries()) {
    await auth.ensureAccount({ email: `sweep-${at}@test.nl`, password: PASSWORD, name, roles: [role] });
    readers.set(name, await signIn(attacked.small, `sweep-${at}@test.nl`, PASSWORD));
  }
}, 120_000);
afterAll(() => attacked.small.stop());

const READERS = [
  'the region',
  'the manager of the park',
  'a member of its group',
  'another company of the park',
  'a company of another park',
  'the manager of another park',
] as const;
const PERIOD = `from=${DAYS[0]}&to=${DAYS[1]}`;
const quarter = (t: number): string => new Date((FIRST_QUARTER + t) * 900_000).toISOString();

const PLAIN = [
  'capacity/year',
  'capacity/now',
  'capacity/join?kw=10',
  'forecast',
  'forecast/backtest',
  'now',
  'companies',
  'meters',
  'meters/last-day',
  'material-matches',
  'circularity',
  'heat-matches',
  'heat-map',
  'heat-network',
  'pinch',
  'heat-trial?code=boilerEfficiency&value=0.5',
];

function pathsOf(): string[] {
  const park = '/parks/de-mars';
  const explained = [
    ...['importKwh', 'consumptionKwh', 'gridImportKwh', 'residualKwh', 'quality.M', 'quality.E'].map((field) => `balance/explain?${PERIOD}&field=${field}`),
    ...[20, 48].map((t) => `capacity/explain?${PERIOD}&at=${quarter(t)}`),
    ...['kwMax', 'energyKwh', 'aboveKwh'].map((field) => `capacity/totals/explain?${PERIOD}&field=${field}`),
    ...['importKw', 'drawnKw', 'consumptionKw', 'co2.kgPerHour', 'quality.M'].map((field) => `now/explain?field=${field}`),
    `exchange/explain?${PERIOD}`,
    `emissions/explain?${PERIOD}&field=scope2.locationBasedKg`,
    `peaks/explain?${PERIOD}&field=kwMax`,
    'capacity/now/explain',
    'capacity/join/explain?kw=10&field=roomAlwaysKw',
    'capacity/year/explain?field=kwMax',
    'forecast/explain',
    'forecast/backtest/explain',
  ];
  const ofPark = [
    ...['balance', 'capacity', 'peaks', 'cross-checks', 'energy-flows', 'emissions', 'exchange', 'conversions'].map((name) => `${name}?${PERIOD}`),
    ...['balance', 'capacity'].map((name) => `${name}?${PERIOD}&step=PT15M`),
    ...PLAIN,
    ...explained,
  ].map((one) => `${park}/${one}`);
  const ofRegion = [
    `balance?${PERIOD}`,
    `emissions?${PERIOD}`,
    `energy-flows?${PERIOD}`,
    'now',
    'circularity',
    'heat-map',
    'heat-map/explain',
    'material-flows',
    'now/explain?field=drawnKw',
    'now/explain?field=quality.M',
  ];
  const ofGroup = [
    '',
    '/now',
    '/statement?month=2026-09',
    '/statement?month=2026-09&direction=export',
    '/now/explain?field=usedKwh',
    '/join?kw=10',
    '/join/explain?kw=10&field=roomAlwaysKw',
  ].map((one) => `/groups/${group}${one}`);
  const lists = [
    'companies',
    'groups',
    'alerts?state=all',
    'alert-rules',
    'alert-channels',
    'reports',
    'scenarios',
    'heat-ports',
    'heat-ports/file',
    'material-streams',
    'figures',
  ];
  const more = ['imports', 'gateways', 'quarantine', 'corrections', 'history', 'parks', 'parks/de-mars', 'months', 'scenarios/parameters', 'heat-parameters'];
  return [...ofPark, ...ofRegion.map((one) => `/region/${one}`), ...ofGroup, ...[...lists, ...more].map((one) => `/${one}`)];
}

interface Told {
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

const swept = new Map<string, Promise<Told[]>>();
/** Once for each reader, as long as nothing changes. */
function sweep(reader: string): Promise<Told[]> {
  const found = swept.get(reader) ?? sweepNow(reader);
  swept.set(reader, found);
  return found;
}

async function sweepNow(reader: string): Promise<Told[]> {
  const answers: Told[] = [];
  for (const path of pathsOf()) {
    const { status, body } = await ask(path, readers.get(reader) ?? '');
    answers.push({ path, status, text: JSON.stringify(body) });
  }
  return answers;
}

/** What names a company: nobody may be told it who may not see it. */
const marksOf = (index: number): RegExp => new RegExp(`"(Company ${index}|M-${index + 1}|G-${index}|gateway of Company ${index})"|mark-${index}-|${eanOf(index)}`);
const eanOf = (index: number): string => attacked.small.app.parts.directory.connections.get(objectsOf(index).connection)?.ean ?? 'none';

/** Amounts of a quarter or a day, each as kWh and as power, in whole millionths. */
function secretsOf(own: Own): Map<number, string> {
  const secrets = new Map<number, string>();
  const put = (kwh: number, name: string): void => {
    if (kwh > 0.001) for (const value of [kwh, kwh * 4]) secrets.set(Math.round(value * 1e6), `${name} of ${own.name}`);
  };
  for (const flow of ['import', 'export', 'generation'] as const) {
    const amounts = own[flow];
    const sum = (from: number, to: number): number => amounts.slice(from, to).reduce((all, one) => all + one, 0);
    for (const [name, [from, to]] of Object.entries({ first: [0, 96], second: [96, 192], both: [0, 192] } as const)) put(sum(from, to), `${flow} ${name}`);
    for (const t of [...Object.values(ALONE), 48]) put(amounts[t] ?? 0, `${flow} at ${t}`);
  }
  return secrets;
}

const numbersIn = (text: string): number[] => [...text.matchAll(/(?<=[:[,])-?\d+(?:\.\d+)?/g)].map(([one]) => Math.round(Math.abs(Number(one)) * 1e6));

function leaksIn(answers: readonly Told[], secrets: ReadonlyMap<number, string>): string[] {
  return answers.flatMap(({ path, text }) => {
    const all = [...new Set([0, ...numbersIn(text)])];
    // Of long answers each number by itself: their pairs are tried as the region's account (attack.test.ts).
    const pairs = all.length > 250 ? all : all.flatMap((one, at) => all.slice(at + 1).flatMap((other) => [one + other, Math.abs(one - other)]));
    return pairs.flatMap((value) => [-1, 0, 1].flatMap((near) => secrets.get(value + near) ?? [])).map((secret) => `${path}: ${secret}`);
  });
}

const toldIn = (answers: readonly Told[]): Told[] => answers.filter(({ status }) => status === 200);

describe.each(READERS)('%s', (reader) => {
  it('finds neither name, number nor figure of a company that shares with nobody', { timeout: 60_000 }, async () => {
    const answers = await sweep(reader);

    // All were asked as they may be asked: what is told, kept back, or not there for this reader.
    expect(answers.filter(({ status }) => ![200, 403, 404].includes(status))).toEqual([]);
    expect(toldIn(answers).length).toBeGreaterThan(15);
    expect(toldIn(answers).filter(({ text }) => marksOf(SILENT).test(text))).toEqual([]);
    expect(leaksIn(toldIn(answers), secretsOf(attacked.silent))).toEqual([]);
  });
});

it('the region finds no name, number nor figure of any company, and the manager of the park finds those that share with it', { timeout: 60_000 }, async () => {
  const [asRegion, asManager] = [toldIn(await sweep('the region')), toldIn(await sweep('the manager of the park'))];
  const secrets = new Map(attacked.own.flatMap((own) => [...secretsOf(own)]));

  expect(asRegion.filter(({ text }) => [0, 1, 2, 5].some((index) => marksOf(index).test(text)))).toEqual([]);
  expect(leaksIn(asRegion, secrets)).toEqual([]);
  expect(asRegion.filter(({ text }) => /"(company|connection|meter|register)":\d/.test(text))).toEqual([]);
  expect(asManager.filter(({ text }) => marksOf(1).test(text)).length).toBeGreaterThan(5);
});

it('the report of the region, as figures and as a file, tells no company', { timeout: 60_000 }, async () => {
  const made = await attacked.small.ask('POST', '/api/v1/reports', { cookie: attacked.asRegion, body: { kind: 'region-year', period: '2026' } });
  const paths = ['', '/file?format=csv', '/file?format=csv&lang=en'].map((rest) => `/reports/${Number(made.body['id'])}${rest}`);
  const answers = await Promise.all(paths.map(async (path) => ({ path, status: 200, text: JSON.stringify((await ask(path, attacked.asRegion)).body) })));

  expect(answers.map(({ text }) => text.length > 500)).toEqual([true, true, true]);
  expect(answers.filter(({ text }) => attacked.own.some((_, index) => marksOf(index).test(text)))).toEqual([]);
  expect(leaksIn(answers, new Map(attacked.own.flatMap((own) => [...secretsOf(own)])))).toEqual([]);
});

it('the live stream tells the region that a park changed, and not of whom', async () => {
  const { gateway, username, password } = objectsOf(0);
  const { body } = await fetch(`${attacked.small.app.parts.urls.web}/api/v1/live`, { headers: { cookie: attacked.asRegion } });
  const stream = body?.getReader();
  await attacked.small.ask('POST', `/api/v1/ingest/${gateway}`, { basic: `${username}:${password}`, body: { importKwh: 10_000 } });
  let text = '';
  while (!text.includes('"park":"de-mars"')) text += Buffer.from((await stream?.read())?.value ?? new Uint8Array()).toString();
  await stream?.cancel();

  expect(text).toContain('"company":null');
  expect(text).not.toMatch(/"(company|gateway)":\d|"meters":\[\d/);
});

it('once a company shares no longer nobody is told of it any more', { timeout: 60_000 }, async () => {
  const { company } = objectsOf(1);
  const { body } = await attacked.small.ask('GET', `/api/v1/companies/${company}/consents`, { key: BOOTSTRAP });
  const rows: { id: number }[] = JSON.parse(JSON.stringify(body['items']));
  for (const { id } of rows) await attacked.small.ask('DELETE', `/api/v1/companies/${company}/consents/${id}`, { key: BOOTSTRAP });
  const answers = toldIn((await Promise.all(['the manager of the park', 'the region', 'a member of its group'].map((reader) => sweepNow(reader)))).flat());

  expect(answers.filter(({ text }) => marksOf(1).test(text))).toEqual([]);
  expect(leaksIn(answers, secretsOf(attacked.own[1] ?? attacked.silent))).toEqual([]);
});
