// A park with a source and two sinks of three companies, and accounts that may see different things of them.
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const PASSWORD = 'a long password';
export interface HeatRegion {
  readonly region: SmallRegion;
  /** mill gives; dairy takes and takes part in its park; silent takes and shares with nobody. */
  readonly companies: { readonly mill: Objects; readonly dairy: Objects; readonly silent: Objects };
  readonly ports: { readonly mill: number; readonly dairy: number; readonly silent: number };
  /** What a match is called. */
  readonly named: (source: number, sink: number) => string;
  readonly ask: (who: Who | 'key', method: string, path: string, body?: unknown) => Promise<Answer>;
  /** Of a session that is open. */
  readonly cookie: (who: Who) => string;
}
export type Who = 'mill' | 'dairy' | 'silent' | 'parkmanager' | 'region' | 'operator';

export async function heatRegion(): Promise<HeatRegion> {
  const region = await startApp();
  const made = (name: string, ean: string, shares: boolean): Promise<Objects> => makeCompany(region, { park: 'de-mars', name, ean, shares });
  const companies = {
    mill: await made('Mill', '871999900000000011', true),
    dairy: await made('Dairy', '871999900000000028', true),
    silent: await made('Silent', '871999900000000035', false),
  };
  const post = async (body: object): Promise<number> =>
    Number((await region.ask('POST', '/api/v1/heat-ports', { key: BOOTSTRAP, body: { validFrom: '2020-01-01', ...body } })).body['id']);
  const ports = {
    mill: await post({ company: companies.mill.company, role: 'source', name: 'dryer', powerKw: 900, supplyC: 90, returnC: 50, lat: 52.15, lon: 6.2, residual: 'yes' }),
    dairy: await post({ company: companies.dairy.company, role: 'sink', powerKw: 600, supplyC: 60, returnC: 35, lat: 52.153, lon: 6.2 }),
    silent: await post({ company: companies.silent.company, role: 'sink', powerKw: 500, supplyC: 60, returnC: 35, lat: 52.151, lon: 6.2 }),
  };
  const roles = {
    mill: [{ role: 'company', company: companies.mill.company }],
    dairy: [{ role: 'company', company: companies.dairy.company }],
    silent: [{ role: 'company', company: companies.silent.company }],
    parkmanager: [{ role: 'parkmanager', parks: ['de-mars'] }],
    region: [{ role: 'region' }],
    operator: [{ role: 'operator' }],
  } as const;
  const cookies = new Map<string, string>();
  for (const who of ['mill', 'dairy', 'silent', 'parkmanager', 'region', 'operator'] as const) {
    await region.app.parts.auth.ensureAccount({ email: `${who}@test.nl`, password: PASSWORD, name: who, roles: roles[who] });
    cookies.set(who, await signIn(region, `${who}@test.nl`, PASSWORD));
  }
  const ask: HeatRegion['ask'] = (who, method, path, body) => {
    const cookie = cookies.get(who);
    return region.ask(method, `/api/v1${path}`, { ...(cookie === undefined ? { key: BOOTSTRAP } : { cookie }), ...(body !== undefined && { body }) });
  };
  return { region, companies, ports, named: (source, sink) => region.app.parts.deps.heat.names.nameOf(source, sink), ask, cookie: (who) => cookies.get(who) ?? '' };
}

export interface Match {
  readonly id: string;
  readonly sight: string;
  readonly state: string;
  readonly source: { readonly name: string | null; readonly mine: boolean; readonly port: number | null };
  readonly sink: { readonly name: string | null; readonly mine: boolean; readonly port: number | null };
  readonly [figure: string]: unknown;
}
export function itemsOf(answer: Answer): Match[] {
  const list: unknown = answer.body['items'];
  return Array.isArray(list) ? list : [];
}
