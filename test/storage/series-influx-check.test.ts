// What a person reads who starts the monitor on an InfluxDB that is not as it should be: one sentence each.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkInflux } from '../../src/storage/series-influx-check.ts';
import { type ContractServer, LOGIN, startContractServer } from './influx-contract-server.ts';
import { freshDatabase } from './influx-servers.ts';
import { ADMIN, HOW, type Influxd, canInflux, startInfluxd } from './influxd.ts';

describe.skipIf(!canInflux)(`a look at InfluxDB${HOW}`, () => {
  let influxd: Influxd;
  let dir: string;
  beforeAll(async () => {
    influxd = await startInfluxd({ auth: true });
    await influxd.ask(`CREATE USER "writer" WITH PASSWORD 'w'`);
    await influxd.ask(`CREATE USER "reader" WITH PASSWORD 'r'`);
  });
  afterAll(() => influxd.stop());
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'kringstroom-check-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const check = (over: object): Promise<string | null> => checkInflux({ ...influxd.server('plain'), ...over }, dir);

  it('makes the databases for an administrator, and finds its own again', async () => {
    const database = freshDatabase();

    expect(await check({ database })).toBeNull();
    expect(await check({ database })).toBeNull();
    expect((await influxd.ask('SHOW DATABASES')).flat()).toEqual(expect.arrayContaining([`${database}_raw`, `${database}_quarters`]));
  });

  it('needs no administrator where the databases are there: one user writes, one reads', async () => {
    const database = freshDatabase();
    for (const name of [`${database}_raw`, `${database}_quarters`]) {
      await influxd.ask(`CREATE DATABASE "${name}"`);
      await influxd.ask(`GRANT ALL ON "${name}" TO "writer"`);
      await influxd.ask(`GRANT READ ON "${name}" TO "reader"`);
    }

    expect(await check({ database, user: 'writer', password: 'w', readUser: 'reader', readPassword: 'r' })).toBeNull();
  });

  it.each([
    [{ password: 'wrong' }, /does not know this user and password: check INFLUX_USER and INFLUX_PASSWORD\.$/],
    [{ readPassword: 'wrong' }, /does not know this user and password: check INFLUX_READ_USER and INFLUX_READ_PASSWORD\.$/],
    [{ database: 'absent', user: 'writer', password: 'w' }, /(has no database absent_raw|may not write to the InfluxDB database absent_raw)/],
    [{ readUser: 'reader', readPassword: 'r' }, /^INFLUX_READ_USER=reader may not read from InfluxDB/],
    [{ url: 'http://127.0.0.1:9' }, /^INFLUX_URL=http:\/\/127\.0\.0\.1:9 is no InfluxDB that answers \(.*\): start it, or correct the address\.$/],
  ])('with %o says what is wrong and what to do', async (over, sentence) => {
    const said = await check(over);

    expect(said).toMatch(sentence);
    expect(said).not.toContain(ADMIN.password);
  });

  it('refuses the databases of another data folder: a simulated company beside a real one would be the least', async () => {
    const database = freshDatabase();
    await check({ database });
    const other = mkdtempSync(join(tmpdir(), 'kringstroom-check-'));

    expect(await checkInflux({ ...influxd.server(database) }, other)).toMatch(/hold the series of another data folder: choose others by INFLUX_URL=.*\?db=NAME, or drop them/);
    rmSync(other, { recursive: true });
  });
});

describe.skipIf(!canInflux)(`a look at InfluxDB 2 as documented${HOW}`, () => {
  let influxd: Influxd;
  let contract: ContractServer;
  beforeAll(async () => {
    influxd = await startInfluxd();
    contract = await startContractServer(influxd, '2');
  });
  afterAll(async () => {
    await contract.stop();
    await influxd.stop();
  });

  it('says that a bucket of that name is missing, and is content when it is there', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'kringstroom-check-'));
    const { user, password } = LOGIN;
    const server = { url: contract.url, database: 'k', user, password, readUser: user, readPassword: password };

    expect(await checkInflux(server, dir)).toMatch(/has no database k_raw .*no dbrp mapping found.*2\.x: a bucket of that name/);
    await contract.addBucket('k_raw');
    await contract.addBucket('k_quarters');
    expect(await checkInflux(server, dir)).toBeNull();
    expect(await checkInflux({ ...server, password: 'other' }, dir)).toMatch(/check INFLUX_USER and INFLUX_PASSWORD/);
    rmSync(dir, { recursive: true });
  });
});
