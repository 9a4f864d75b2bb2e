// The demo region: puts the simulator's companies into the registry, makes demo accounts and starts the simulator.
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { App } from './app.ts';
import { derivingFrom } from './app-heat.ts';
import { addDemoConversions, enginesOf } from './demo-conversions.ts';
import { addDemoGroups, type Sharer } from './demo-groups.ts';
import { addDemoMaterials } from './demo-materials.ts';
import { addDemoHeat } from './demo-heat.ts';
import { localDate } from './domain/time.ts';
import { type EpochMs, epochMs } from './domain/units.ts';
import { hashSecret, makeSecret } from './mqtt/credentials.ts';
import type { ParkConfig } from './parks.ts';
import type { WeatherSource } from './domain/forecast/weather.ts';
import { type PlanCompany, type RegionPlan, makePlan } from './simulate/plan.ts';
import { makeWeatherService } from './simulate/weather-service.ts';
import type { Registry } from './storage/registry.ts';

/** Consents and connections of simulated companies hold from here on. */
const SINCE = '2020-01-01';
const CONFIG_FILE = 'simulator.json';
const TRIAL_COMPANY = 'Simulatie Proefopstelling';
export const DEMO_PASSWORD = 'kringstroom-demo';

const Login = z.object({ username: z.string(), password: z.string(), clientId: z.string(), topic: z.string() });
type Login = z.infer<typeof Login>;
const PlanParkFile = z.object({
  id: z.string(),
  lat: z.number(),
  lon: z.number(),
  areaHa: z.number(),
  topology: z.enum(['public-grid', 'closed-distribution']),
  size: z.enum(['large', 'small']),
});
/** What the simulator process reads; kept in the data folder, readable by its owner alone. `meters`: ids in the
 *  registry of the plan's meters, for the history. */
const SimulatorFile = z.object({
  seed: z.number(),
  mqttUrl: z.string(),
  parks: z.array(PlanParkFile),
  gateways: z.record(z.string(), Login),
  statePath: z.string(),
  startAtMs: z.number(),
  meters: z.record(z.string(), z.number()),
});
type SimulatorFile = z.infer<typeof SimulatorFile>;

export interface Demo {
  readonly plan: RegionPlan;
  readonly meters: ReadonlyMap<string, number>;
  readonly startAt: EpochMs;
  readonly accounts: readonly { role: string; email: string; password: string }[];
  /** A gateway without meters of the simulator, for a first message by hand. */
  readonly trial: Login;
  readonly trialCompany: number;
  readonly configPath: string;
}

const planParks = (parks: readonly ParkConfig[]): SimulatorFile['parks'] => parks.map(({ id, lat, lon, areaHa, topology, size }) => ({ id, lat, lon, areaHa, topology, size }));

/** The weather service of the region: of the seed it was made with, whatever is asked for now. */
export const demoWeather = (over: { seed: number; dataDir: string }): WeatherSource => makeWeatherService(knownRegion(over.dataDir)?.seed ?? over.seed);

function knownRegion(dataDir: string): SimulatorFile | null {
  const path = join(dataDir, CONFIG_FILE);
  return existsSync(path) ? SimulatorFile.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

/** Makes the region on the first start, finds it again on later ones. */
export async function prepareDemo(app: App, over: { seed: number; dataDir: string; parks: readonly ParkConfig[] }): Promise<Demo> {
  const configPath = join(over.dataDir, CONFIG_FILE);
  const known = knownRegion(over.dataDir);
  const parks = known?.parks ?? planParks(over.parks);
  const plan = makePlan({ seed: known?.seed ?? over.seed, parks });
  const file =
    known === null ? await provision(app, { plan, parks, seed: over.seed, statePath: join(over.dataDir, 'simulator-state.json') }) : await withNewMeters(app, plan, known);
  writeFileSync(configPath, JSON.stringify({ ...file, mqttUrl: `mqtt://127.0.0.1:${app.parts.broker.port}` }), { mode: 0o600 });
  await ensureMaterials(app, plan);
  await demoHeat(app, plan, file);
  const trial = file.gateways['trial'];
  if (trial === undefined) throw new Error(`${configPath} holds no login for the first message`);
  const trialCompany = [...app.parts.directory.companies.values()].find((company) => company.name === TRIAL_COMPANY)?.id ?? 0;
  return { plan, meters: new Map(Object.entries(file.meters)), startAt: epochMs(file.startAtMs), accounts: await accounts(app, plan), trial, trialCompany, configPath };
}

async function provision(app: App, over: { plan: RegionPlan; parks: SimulatorFile['parks']; seed: number; statePath: string }): Promise<SimulatorFile> {
  const { directory } = app.parts;
  const meters: Record<string, number> = {};
  const gateways: Record<string, Login> = {};
  const sharers: Sharer[] = [];
  await directory.registry.together(async (registry) => {
    const connections = new Map<string, number>();
    // Connections that others lie behind come first, whoever owns them.
    const companies = [...over.plan.companies].sort((a, b) => Number(isBehind(a)) - Number(isBehind(b)));
    for (const company of companies) await addCompany(registry, { company, connections, meters, gateways });
    await addTrial(registry, { plan: over.plan, connections, gateways });
    sharers.push(...sharersOf(over.plan, connections));
  });
  await directory.reload();
  await addDemoGroups(app.parts.deps.capacity, sharers, { since: localDate(SINCE), now: epochMs(Date.now()) });
  await addDemoConversions(app.parts.deps.conversions, enginesOf(over.plan.companies, meters, ownerIn(app)), { since: localDate(SINCE), now: epochMs(Date.now()) });
  await Promise.all([...directory.gateways.keys()].map((gateway) => app.parts.deps.credentialsChanged(gateway)));
  return { seed: over.seed, mqttUrl: '', parks: over.parks, gateways, statePath: over.statePath, startAtMs: Math.floor(Date.now() / 900_000) * 900_000, meters };
}

const ownerIn =
  ({ parts: { directory } }: App) =>
  (id: number): number | undefined => {
    const meter = directory.meters.get(id);
    return meter === undefined ? undefined : directory.companyOfMeter(meter)?.id;
  };

/** A demo folder of before a firm had these meters gets them from now on, and their engines. */
async function withNewMeters(app: App, plan: RegionPlan, file: SimulatorFile): Promise<SimulatorFile> {
  const { directory, deps } = app.parts;
  const added: Record<string, number> = {};
  const all = plan.companies.flatMap((company) => company.meters);
  const beside = new Map(all.flatMap(({ key, connection }) => (file.meters[key] === undefined ? [] : [[connection, file.meters[key]]])));
  await directory.registry.together(async (registry) => {
    for (const { key, connection, ...meter } of all.filter((one) => file.meters[one.key] === undefined)) {
      const known = directory.meters.get(beside.get(connection) ?? 0);
      if (known === undefined) continue;
      added[key] = (await registry.insertMeter({ ...meter, connection: known.connection, gateway: known.gateway, validFrom: epochMs(Date.now()), validTo: null })).id;
    }
  });
  if (Object.keys(added).length === 0) return file;
  await directory.reload();
  const meters = { ...file.meters, ...added };
  const changed = plan.companies.filter((company) => company.meters.some(({ key }) => added[key] !== undefined));
  await addDemoConversions(deps.conversions, enginesOf(changed, meters, ownerIn(app)), { since: deps.now(), now: deps.now() });
  return { ...file, meters };
}

/** A demo folder of before there were material streams gets them as well. */
async function ensureMaterials(app: App, plan: RegionPlan): Promise<void> {
  const { deps, directory } = app.parts;
  if (deps.materials.streams().length > 0) return;
  const firms = plan.companies.flatMap((firm) => {
    const company = directory.companiesOf(firm.park).find((one) => one.name === firm.name);
    return company === undefined ? [] : [{ id: company.id, firm }];
  });
  const places = new Map(deps.parks.map(({ id, lat, lon, areaHa }) => [id, { lat, lon, areaHa }]));
  await addDemoMaterials(deps.materials, firms, { seed: plan.seed, book: deps.materialBook, places, since: localDate(SINCE), now: deps.now() });
}

/** Places of the simulated firms, which the registry does not know of; also in a folder that had no heat ports yet. */
async function demoHeat(app: App, plan: RegionPlan, { meters }: Pick<SimulatorFile, 'meters'>): Promise<void> {
  const { directory, deps } = app.parts;
  const firms = plan.companies.flatMap((company) => {
    const meter = directory.meters.get(meters[company.meters[0]?.key ?? ''] ?? 0);
    const owner = meter === undefined ? undefined : directory.companyOfMeter(meter);
    return owner === undefined ? [] : [{ company: owner.id, park: company.park, archetype: company.archetype, place: { latDeg: company.lat, lonDeg: company.lon } }];
  });
  const { registry: heat, parameters } = deps.heat;
  await addDemoHeat(derivingFrom(directory, { heat, parameters, now: deps.now }), heat, { firms, since: localDate(SINCE), now: deps.now() });
}

const isBehind = (company: PlanCompany): boolean => company.connections.some((connection) => connection.behind !== null);

function sharersOf(plan: RegionPlan, connections: ReadonlyMap<string, number>): Sharer[] {
  return plan.companies.flatMap(({ park, archetype, connections: own }) =>
    own.flatMap(({ key, carrier, contractedImportKw, behind }) => {
      const connection = connections.get(key);
      if (connection === undefined || carrier !== 'electricity' || contractedImportKw === null || behind !== null) return [];
      return [{ connection, park, contractedImportKw, archetype }];
    }),
  );
}

interface Made {
  readonly connections: Map<string, number>;
  readonly gateways: Record<string, Login>;
}

async function addCompany(registry: Registry, over: Made & { company: PlanCompany; meters: Record<string, number> }): Promise<void> {
  const { company, connections, meters, gateways } = over;
  const since = localDate(SINCE);
  const { id } = await registry.insertCompany({ park: company.park, name: company.name, kvk: null, sbi: company.sbi });
  for (const audience of ['parkmanager', 'region'] as const)
    await registry.insertConsent({ company: id, audience, validFrom: since, validTo: null, revokedAt: null, grantedBy: 'simulator' });
  for (const { key, behind, ...connection } of company.connections) {
    const row = await registry.insertConnection({
      ...connection,
      company: id,
      behind: behind === null ? null : (connections.get(behind) ?? null),
      validFrom: since,
      validTo: null,
    });
    connections.set(key, row.id);
  }
  const gatewayOf = new Map<string, number>();
  for (const gateway of company.gateways) {
    const made = await addGateway(registry, { name: gateway.name, park: company.park, company: id, profile: gateway.profile });
    gateways[gateway.key] = made.login;
    for (const meter of gateway.meters) gatewayOf.set(meter, made.id);
  }
  for (const { key, connection, ...meter } of company.meters) {
    const row = await registry.insertMeter({ ...meter, connection: connections.get(connection) ?? 0, gateway: gatewayOf.get(key) ?? null, validFrom: since, validTo: null });
    meters[key] = row.id;
  }
}

async function addGateway(registry: Registry, over: { name: string; park: string; company: number; profile: string | null }): Promise<{ id: number; login: Login }> {
  const [username, password] = [`gw-${makeSecret().slice(0, 10)}`, makeSecret()];
  const row = await registry.insertGateway({ ...over, username, secretHash: hashSecret(password), revokedAt: null });
  return { id: row.id, login: { username, password, clientId: username, topic: `ks/${row.id % 64}/${username}/data` } };
}

/** A company of its own for the visitor's first message: nothing simulated is mixed into it. */
async function addTrial(registry: Registry, over: Made & { plan: RegionPlan }): Promise<void> {
  const park = over.plan.companies[0]?.park;
  if (park === undefined) return;
  const since = localDate(SINCE);
  const company = await registry.insertCompany({ park, name: TRIAL_COMPANY, kvk: null, sbi: '00' });
  for (const audience of ['parkmanager', 'region'] as const)
    await registry.insertConsent({ company: company.id, audience, validFrom: since, validTo: null, revokedAt: null, grantedBy: 'simulator' });
  const none = { contractedImportKw: null, contractedExportKw: null, physicalExportKw: null, behind: null, validFrom: since, validTo: null };
  const connection = await registry.insertConnection({ ean: '871999999999999900', company: company.id, carrier: 'electricity', physicalImportKw: null, ...none });
  const { id, login } = await addGateway(registry, { name: 'Proefopstelling', park, company: company.id, profile: null });
  await registry.insertMeter({
    connection: connection.id,
    serial: 'PROEF-1',
    carrier: 'electricity',
    role: 'main',
    generationKind: null,
    gateway: id,
    validFrom: since,
    validTo: null,
  });
  over.gateways['trial'] = login;
}

async function accounts(app: App, plan: RegionPlan): Promise<Demo['accounts']> {
  const { auth, directory } = app.parts;
  const first = plan.companies.find((company) => !company.key.endsWith('.grid-cooperative'));
  const company = [...directory.companies.values()].find((one) => one.name === first?.name && one.park === first.park);
  const parks = [first?.park ?? '', 'de-mars', 'ecofactorij'].filter((park) => directory.parks.has(park));
  const wanted = [
    { role: 'parkmanager', email: 'parkmanager@demo.kringstroom.nl', name: 'Demo parkmanager', roles: [{ role: 'parkmanager', parks: [...new Set(parks)] }] },
    { role: 'company', email: 'bedrijf@demo.kringstroom.nl', name: 'Demo bedrijf', roles: [{ role: 'company', company: company?.id ?? 0 }] },
    { role: 'region', email: 'regio@demo.kringstroom.nl', name: 'Demo regio', roles: [{ role: 'region' }] },
    { role: 'operator', email: 'beheer@demo.kringstroom.nl', name: 'Demo beheer', roles: [{ role: 'operator' }] },
  ] as const;
  for (const { email, name, roles } of wanted) await auth.ensureAccount({ email, password: DEMO_PASSWORD, name, roles });
  return wanted.map(({ role, email }) => ({ role, email, password: DEMO_PASSWORD }));
}

/** Starts the simulator as a process of its own: it speaks to us over MQTT like any meter. */
export function startSimulator(configPath: string): ChildProcess {
  const compiled = import.meta.url.endsWith('.js');
  const main = new URL(`./simulate/main.${compiled ? 'js' : 'ts'}`, import.meta.url);
  const simulator = fork(main, ['--config', configPath], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: compiled ? [] : ['--import', 'tsx'] });
  simulator.stdout?.resume();
  return simulator;
}
