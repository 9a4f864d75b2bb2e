// The InfluxDB servers that the contract of the series port runs on; each test gets databases of its own.
import { randomBytes } from 'node:crypto';
import { checkInflux } from '../../src/storage/series-influx-check.ts';
import { SeriesInflux } from '../../src/storage/series-influx.ts';
import type { InfluxServer, SeriesStore } from '../../src/storage/series.ts';
import { LOGIN, type Version, startContractServer } from './influx-contract-server.ts';
import { HOW, canInflux, startInfluxd, tagsOf } from './influxd.ts';

export interface SeriesServer {
  readonly open: (dir: string) => Promise<SeriesStore>;
  readonly stop: () => Promise<void>;
}

export const freshDatabase = (): string => `t${randomBytes(6).toString('hex')}`;

/** As the monitor does: look first, then open. */
export async function openInflux(server: InfluxServer, dir: string): Promise<SeriesInflux> {
  const wrong = await checkInflux(server, dir);
  if (wrong !== null) throw new Error(wrong);
  return SeriesInflux.open({ server, dir, tagsOf });
}

const real = async (auth: boolean): Promise<SeriesServer> => {
  const influxd = await startInfluxd({ auth });
  return { open: (dir) => openInflux(influxd.server(freshDatabase()), dir), stop: influxd.stop };
};

/** What 2.x and 3 Core answer, by their documentation, in front of a real 1.x. */
const documented = async (version: Version): Promise<SeriesServer> => {
  const influxd = await startInfluxd();
  const contract = await startContractServer(influxd, version);
  const { user, password } = LOGIN;
  return {
    open: async (dir) => {
      const database = freshDatabase();
      if (version === '2') for (const suffix of ['raw', 'quarters']) await contract.addBucket(`${database}_${suffix}`);
      return openInflux({ url: contract.url, database, user, password, readUser: user, readPassword: password }, dir);
    },
    stop: async () => {
      await contract.stop();
      await influxd.stop();
    },
  };
};

function live(address: string): SeriesServer {
  const { origin, pathname, username, password } = new URL(address);
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const server = { url: origin + pathname.replace(/\/$/, ''), user, password: secret, readUser: user, readPassword: secret };
  return { open: (dir) => openInflux({ ...server, database: freshDatabase() }, dir), stop: () => Promise.resolve() };
}

const LIVE = process.env['INFLUX_LIVE_URL'];
export const SERVERS = [
  { name: `influxd${HOW}`, can: canInflux, start: () => real(false) },
  { name: `influxd with users${HOW}`, can: canInflux, start: () => real(true) },
  { name: `InfluxDB 2 as documented${HOW}`, can: canInflux, start: () => documented('2') },
  { name: `InfluxDB 3 Core as documented${HOW}`, can: canInflux, start: () => documented('3') },
  ...(LIVE === undefined ? [] : [{ name: 'INFLUX_LIVE_URL', can: true, start: () => Promise.resolve(live(LIVE)) }]),
];
