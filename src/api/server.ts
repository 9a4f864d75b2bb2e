// The HTTP server: routes, the built pages, health and metrics, and what every answer carries.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bodyLimit } from 'hono/body-limit';
import { NOBODY } from '../domain/access.ts';
import { StoreBusyError } from '../ingest/store.ts';
import { ThreadEndedError } from '../threads.ts';
import type { Metrics } from '../observe/metrics.ts';
import { mountAlertChannels } from './alert-channels.ts';
import { mountAlertRules } from './alert-rules.ts';
import { mountAlerts } from './alerts.ts';
import { mountReports } from './reports.ts';
import { mountBalances } from './balances.ts';
import { mountCapacity } from './capacity.ts';
import { mountCases } from './cases.ts';
import { mountCircularity } from './circularity.ts';
import { mountCompanies } from './companies.ts';
import { mountConnections } from './connections.ts';
import { mountCorrections } from './corrections.ts';
import type { Deps } from './deps.ts';
import { mountEmissions } from './emissions.ts';
import { Api, type Ctx, PREFIX } from './endpoint.ts';
import { errorsPage } from './errors-page.ts';
import { ApiError, problem } from './errors.ts';
import { mountExchange } from './exchange.ts';
import { mountExplanations } from './explain.ts';
import { mountConversions } from './conversions.ts';
import { mountEnergyFlows } from './energy-flows.ts';
import { mountCrossChecks } from './cross-checks.ts';
import { mountForecasts } from './forecast.ts';
import { mountHeatMap } from './heat-map.ts';
import { mountRegionHeat } from './region-heat.ts';
import { mountRegionHeatExplained } from './region-heat-explain.ts';
import { mountHeatMatchFile } from './heat-match-file.ts';
import { mountHeatMatches } from './heat-matches.ts';
import { mountHeatNetwork } from './heat-network.ts';
import { mountHeatParkExplained } from './heat-park-explain.ts';
import { mountHeatParameters } from './heat-parameters.ts';
import { mountHeatPortFile } from './heat-port-file.ts';
import { mountHeatPorts } from './heat-ports.ts';
import { mountGateways } from './gateways.ts';
import { mountGridHours } from './grid-hours.ts';
import { mountGroupJoin } from './group-join.ts';
import { mountGroups } from './groups.ts';
import { mountJobs } from './jobs.ts';
import { mountJournal } from './journal.ts';
import { mountLimits } from './limits.ts';
import { mountFigures } from './figures.ts';
import { FILE_PATHS, mountImports } from './imports.ts';
import { mountMaterialFlows } from './material-flows.ts';
import { mountMaterialMatches } from './material-matches.ts';
import { mountMaterialStreams } from './material-streams.ts';
import { mountMessages } from './messages.ts';
import { mountMeterDays } from './meter-days.ts';
import { mountMeterEvents } from './meter-events.ts';
import { mountMeters } from './meters.ts';
import { mountMonths } from './months.ts';
import { mountParks } from './parks.ts';
import { mountScenarioRuns } from './scenario-runs.ts';
import { mountSession } from './session.ts';
import { mountOwnAccount } from './own-account.ts';
import { mountUsers } from './users.ts';
import { mountWasteRegister } from './waste-register.ts';

export interface ServerParts {
  readonly deps: Deps;
  readonly metrics: Metrics;
  /** One line a part: ready or why not. */
  readonly health: () => Promise<Record<string, { ok: boolean; detail?: string }>>;
  readonly webDir: string;
  /** How people reach it, where that was said: a proxy may name another host. */
  readonly publicUrl: string | null;
  readonly onError: (error: unknown, path: string) => void;
}

const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};
/** JSON and messages have smaller limits of their own. */
const REQUEST_BYTES_MAX = 512 * 1024;
/** Signing in and out; the other doors of the accounts library stay shut. */
const ACCOUNT_PATHS = ['/api/auth/sign-in/email', '/api/auth/sign-out', '/api/auth/get-session'];

/** One file of routes each. */
const RESOURCES: readonly ((api: Api) => void)[] = [
  mountSession,
  mountUsers,
  mountOwnAccount,
  mountParks,
  mountBalances,
  mountCompanies,
  mountConnections,
  mountMeters,
  mountMeterDays,
  mountMeterEvents,
  mountGateways,
  mountMessages,
  mountMonths,
  mountExplanations,
  mountCorrections,
  mountJobs,
  mountJournal,
  mountAlerts,
  mountAlertRules,
  mountAlertChannels,
  mountReports,
  mountImports,
  mountFigures,
  mountEmissions,
  mountExchange,
  mountCapacity,
  mountForecasts,
  mountCrossChecks,
  mountConversions,
  mountEnergyFlows,
  mountLimits,
  mountGroups,
  mountGroupJoin,
  mountGridHours,
  mountMaterialStreams,
  mountMaterialMatches,
  mountWasteRegister,
  mountCircularity,
  mountMaterialFlows,
  mountCases,
  mountHeatPortFile,
  mountHeatPorts,
  mountHeatMatches,
  mountHeatNetwork,
  mountHeatParkExplained,
  mountScenarioRuns,
  mountHeatMap,
  mountRegionHeat,
  mountRegionHeatExplained,
  mountHeatMatchFile,
  mountHeatParameters,
];

export function makeServer(parts: ServerParts): Api {
  const api = new Api(parts.deps);
  const { app } = api;
  app.use(async (c: Ctx, next) => {
    c.set('principal', NOBODY);
    await next();
    c.header('content-security-policy', POLICY);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'same-origin');
    if (c.req.path.startsWith('/api/')) c.header('cache-control', 'no-store');
    return undefined;
  });
  // Counts what comes in, whatever the request says of its length.
  const limit = bodyLimit({ maxSize: REQUEST_BYTES_MAX, onError: (c) => problem(c, 'too-large', `A request has at most ${REQUEST_BYTES_MAX} bytes.`) });
  app.use((c: Ctx, next) => (FILE_PATHS.has(c.req.path) ? next() : limit(c, next)));
  app.use(`${PREFIX}/*`, async (c: Ctx, next) => {
    c.set('principal', (await parts.deps.auth.person(c.req.raw.headers)).principal);
    if (c.req.method !== 'GET' && crossSite(c, parts.publicUrl)) return problem(c, 'not-found', 'A page of another site may not change anything here.');
    await next();
    return undefined;
  });
  app.on(['GET', 'POST'], ACCOUNT_PATHS, (c) => parts.deps.auth.handle(c.req.raw, peerOf(c)));
  mountOperations(api, parts);
  for (const mount of RESOURCES) mount(api);
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'kringstroom.session_token' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  app.doc31(`${PREFIX}/openapi.json`, {
    openapi: '3.1.0',
    info: { title: 'Kringstroom', version: '1', description: 'Energy and circularity of business parks. Times are ISO 8601; units stand last in each name.' },
  });
  app.get('/docs/errors', (c) => c.html(errorsPage()));
  app.all('/api/*', (c) => problem(c, 'not-found', `There is no ${c.req.method} ${c.req.path}.`));
  app.get('*', (c) => page(c, parts.webDir));
  app.onError((error, c) => {
    if (error instanceof ApiError) return problem(c, error.code, error.detail);
    if (error instanceof StoreBusyError) return problem(c, 'busy', `The store is busy (${error.message}). Your readings are safe; try again in a minute.`);
    parts.onError(error, c.req.path);
    if (error instanceof ThreadEndedError)
      return problem(c, 'busy', 'The worker that makes these sums ended before it answered, and was started anew. Try again; ask for less if it happens twice.');
    return problem(c, 'internal', 'This was logged. Your readings are safe; try again in a minute.');
  });
  return api;
}

/** Browsers say where a request comes from; programs with a key do not, and need not. Over plain http, but to the machine itself, they say
 *  only of which page it is: a cookie knows no ports, so that of another service on this host would be one of its own. */
function crossSite(c: Ctx, publicUrl: string | null): boolean {
  if (c.req.header('authorization') !== undefined) return false;
  const [site, origin] = [c.req.header('sec-fetch-site'), c.req.header('origin')];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  const hosts = [c.req.header('host'), publicUrl === null ? undefined : new URL(publicUrl).host];
  return !URL.canParse(origin) || !hosts.includes(new URL(origin).host);
}

function mountOperations(api: Api, parts: ServerParts): void {
  api.app.get('/healthz', async (c) => {
    const health = await parts.health();
    const ok = Object.values(health).every((part) => part.ok);
    return c.json({ ok, simulated: parts.deps.simulated, parts: health }, ok ? 200 : 503);
  });
  api.app.get('/metrics', async (c) => {
    const { principal } = await parts.deps.auth.person(c.req.raw.headers);
    if (!principal.roles.some((role) => role.role === 'operator') && !isLocal(c))
      return problem(c, 'not-signed-in', 'Metrics are for the operator: send an API key, or ask from this machine.');
    return c.text(await parts.metrics.registry.metrics(), 200, { 'content-type': parts.metrics.registry.contentType });
  });
}

/** Address of the socket: no header can claim another. */
function peerOf(c: Ctx): string {
  const incoming: unknown = c.env;
  const socket = typeof incoming === 'object' && incoming !== null && 'incoming' in incoming ? incoming.incoming : null;
  return typeof socket === 'object' && socket !== null && 'socket' in socket && typeof socket.socket === 'object' && socket.socket !== null && 'remoteAddress' in socket.socket
    ? String(socket.socket.remoteAddress)
    : '';
}

/** Behind a proxy everybody seems to come from this machine. */
const isLocal = (c: Ctx): boolean =>
  c.req.header('x-forwarded-for') === undefined && c.req.header('forwarded') === undefined && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(peerOf(c));

const files = new Map<string, { body: Buffer; zipped: Buffer; type: string; mtimeMs: number }>();

/** A built file, or the one page that shows every address. */
function page(c: Ctx, webDir: string): Response {
  const wanted = normalize(c.req.path).replace(/^[/\\]+/, '');
  const path = wanted !== '' && extname(wanted) !== '' ? wanted : 'index.html';
  const file = fileOf(webDir, path);
  if (file === null) return problem(c, 'not-found', `There is no page ${c.req.path}.`);
  const zipped = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '') && file.type !== 'font/woff2';
  const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return c.body(new Uint8Array(zipped ? file.zipped : file.body), 200, {
    'content-type': file.type,
    'cache-control': cache,
    vary: 'accept-encoding',
    ...(zipped && { 'content-encoding': 'gzip' }),
  });
}

function fileOf(webDir: string, path: string): { body: Buffer; zipped: Buffer; type: string } | null {
  const full = join(webDir, path);
  if (path.includes('..') || !existsSync(full)) return null;
  // A new build while it runs: the page must not name scripts that are gone.
  const { mtimeMs } = statSync(full);
  const known = files.get(path);
  if (known?.mtimeMs === mtimeMs) return known;
  const body = readFileSync(full);
  const file = { body, zipped: gzipSync(body), type: TYPES[extname(path)] ?? 'application/octet-stream', mtimeMs };
  files.set(path, file);
  return file;
}
