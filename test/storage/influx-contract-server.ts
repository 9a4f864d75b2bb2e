// Plays what InfluxDB 2.x and 3 Core answer differently from 1.x, in front of a real influxd 1.x that stores and
// computes. Built from their documentation and sources, not from a live server: log-in forms, missing mappings,
// batches refused as a whole, and queries refused for their number of files.
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { Influxd } from './influxd.ts';

export type Version = '2' | '3';
/** What InfluxDB 3 Core refuses: 432 files of ten minutes. */
const FILES_MAX = 432;
const FILE_MS = 600_000;
const LINE = /^(?<key>[a-z_]+(?:,[^ ]+)?) (?<fields>[a-z_]+=-?[0-9.e+-]+(?:,[a-z_]+=-?[0-9.e+-]+)*) -?\d+$/;

export interface ContractServer {
  readonly url: string;
  /** 2.x: a bucket with its mapping, as an administrator makes it. */
  readonly addBucket: (name: string) => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly refusedQueries: () => number;
}
export const LOGIN = { user: 'monitor', password: 'token-of-the-tests' };

interface Answer {
  readonly status: number;
  readonly body?: object;
}

export async function startContractServer(influxd: Influxd, version: Version): Promise<ContractServer> {
  const buckets = new Set<string>();
  let refused = 0;
  const judge = async (request: IncomingMessage, body: string): Promise<Answer | null> => {
    if (!allowed(version, request.headers.authorization ?? '')) return { status: 401, body: { code: 'unauthorized', message: 'unauthorized access' } };
    const url = new URL(request.url ?? '/', 'http://contract');
    const form = new URLSearchParams(url.pathname === '/query' ? body : '');
    const db = url.searchParams.get('db') ?? form.get('db') ?? '';
    if (version === '2' && !buckets.has(db)) return { status: 404, body: { code: 'not found', message: `no dbrp mapping found for ${db}` } };
    if (url.pathname === '/write') {
      if (version === '3') await influxd.ask(`CREATE DATABASE "${db}"`);
      return judgeLines(version, body.split('\n'));
    }
    if (/^\s*create/i.test(form.get('q') ?? '')) return { status: 200, body: { results: [{ statement_id: 0, error: 'CREATE DATABASE is not supported' }] } };
    if (version === '3' && spanMs(form) > FILES_MAX * FILE_MS) {
      refused += 1;
      const error = `External error: Query would exceed file limit of ${FILES_MAX} parquet files. Please specify a smaller time range for your query.`;
      return { status: 200, body: { results: [{ statement_id: 0, error }] } };
    }
    return null;
  };
  const server = createServer((request, response) => {
    // Whoever waits is told that no answer comes, as by any server that loses its connection.
    answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(request);
    const verdict = await judge(request, body);
    if (verdict !== null) {
      response.writeHead(verdict.status, { 'content-type': 'application/json' }).end(JSON.stringify(verdict.body));
      return;
    }
    const passed = await fetch(influxd.url + (request.url ?? ''), { method: 'POST', headers: { 'content-type': request.headers['content-type'] ?? '' }, body });
    response.writeHead(passed.status).end(Buffer.from(await passed.arrayBuffer()));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    addBucket: async (name) => {
      buckets.add(name);
      await influxd.ask(`CREATE DATABASE "${name}"`);
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
    refusedQueries: () => refused,
  };
}

/** 2.x: user and password of a v1 authorisation. 3: any user, the token as password. */
function allowed(version: Version, authorization: string): boolean {
  const [user = '', password = ''] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':');
  return authorization.startsWith('Basic ') && password === LOGIN.password && (version === '3' || user === LOGIN.user);
}

/** Both refuse a batch as a whole for one line; 3 names the lines, and says 422 where a limit of the table is passed. */
function judgeLines(version: Version, lines: readonly string[]): Answer | null {
  const columns = lines.findIndex((line) => (LINE.exec(line)?.groups?.['fields'] ?? '').split(',').length > 500);
  if (columns >= 0)
    return {
      status: 422,
      body:
        version === '3'
          ? { error: 'update to schema would exceed number of columns per table limit of 500 columns' }
          : { code: 'unprocessable entity', message: 'failure writing points to database' },
    };
  const bad = lines.flatMap((line, index) => (LINE.test(line) ? [] : [{ original_line: line.slice(0, 20), line_number: index + 1, error_message: 'invalid field value' }]));
  if (bad.length === 0) return null;
  return {
    status: 400,
    body:
      version === '3'
        ? { error: 'partial write of line protocol occurred', data: bad }
        : { code: 'invalid', message: `unable to parse '${bad[0]?.original_line ?? ''}': invalid number` },
  };
}

function spanMs(form: URLSearchParams): number {
  const params: { from?: string; to?: string } = JSON.parse(form.get('params') ?? '{}');
  return params.from === undefined || params.to === undefined ? 0 : Date.parse(params.to) - Date.parse(params.from);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}
