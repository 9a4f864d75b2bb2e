// The second front door as files: pinned, closed, without secrets of its own, and of one mind about names.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '../../src/settings.ts';
import { SECRETS, readCompose, root } from './compose-file.ts';
import { execForm, readDockerfile } from './dockerfile-steps.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const compose = readCompose(SECRETS);
const { monitor, influxdb, grafana } = compose.services;

describe('docker-compose.yml', () => {
  it('opens no port of the database, and Grafana to this machine alone', () => {
    expect(influxdb?.ports).toBeUndefined();
    expect(grafana?.ports).toEqual(['127.0.0.1:3000:3000']);
    expect(monitor?.ports).toEqual(['8080:8080', '1883:1883']);
  });

  it.each(Object.keys(SECRETS))('does not start without %s, and says so', (name) => {
    expect(() => readCompose({ ...SECRETS, [name]: '' })).toThrow(`${name}: set ${name} in .env`);
  });

  it('holds no secret itself, and the example of .env names each one without a value', () => {
    expect(read('docker-compose.yml')).not.toMatch(/(PASSWORD|KEY): (?!\$\{\w+:\?)/);
    for (const name of Object.keys(SECRETS)) expect(read('.env.example')).toMatch(new RegExp(`^${name}=$`, 'm'));
    expect(read('.gitignore').split('\n')).toContain('.env');
    expect(read('.dockerignore').split('\n')).toContain('.env');
  });

  it('looks after the health of each service: the monitor by its image, the others here', () => {
    expect([influxdb?.healthcheck, grafana?.healthcheck].every((one) => one !== undefined)).toBe(true);
    expect(
      readDockerfile()
        .at(-1)
        ?.some((step) => step.instruction === 'HEALTHCHECK'),
    ).toBe(true);
    expect(Object.keys(monitor?.depends_on ?? {})).toEqual(['influxdb']);
  });

  it('mounts what is there, keeps what is named, and gives the monitor settings that it takes', () => {
    const sources = Object.values(compose.services).flatMap((service) => service.volumes.map((volume) => volume.split(':')[0] ?? ''));

    for (const source of sources) expect(source.startsWith('.') ? existsSync(join(root, source)) : source in compose.volumes, source).toBe(true);
    expect(readSettings(monitor?.environment ?? {}).influx).toMatchObject({
      url: 'http://influxdb:8086',
      database: 'kringstroom',
      user: 'kringstroom',
      readUser: 'kringstroom_read',
    });
  });

  it('lets Grafana read by the user that may only read, from data sources with fixed names', () => {
    const { datasources }: { datasources: { uid: string; url: string; user: string; jsonData: { dbName: string }; secureJsonData: { password: string } }[] } = parse(
      read('grafana/provisioning/datasources/influxdb.yaml'),
    );

    expect(datasources.map(({ uid, jsonData }) => [uid, jsonData.dbName])).toEqual([
      ['kringstroom-quarters', 'kringstroom_quarters'],
      ['kringstroom-raw', 'kringstroom_raw'],
    ]);
    for (const one of datasources) expect([one.url, one.user, one.secureJsonData.password]).toEqual(['http://influxdb:8086', '$INFLUX_READ_USER', '$INFLUX_READ_PASSWORD']);
    expect(grafana?.environment).toMatchObject({ INFLUX_READ_USER: 'kringstroom_read', INFLUX_READ_PASSWORD: SECRETS['INFLUX_READ_PASSWORD'], GF_AUTH_ANONYMOUS_ENABLED: 'false' });
    const { providers }: { providers: { options: { path: string } }[] } = parse(read('grafana/provisioning/dashboards/kringstroom.yaml'));
    expect(grafana?.volumes).toContain(`./grafana/dashboards:${providers[0]?.options.path ?? ''}:ro`);
  });
});

describe('the Dockerfile', () => {
  const stages = readDockerfile();
  const last = stages.at(-1) ?? [];
  const of = (instruction: string): string[] => last.filter((step) => step.instruction === instruction).map((step) => step.rest);

  it('builds from the lock file and runs without root, without what only tests and builds need', () => {
    expect(stages.map((steps) => steps[0]?.rest)).toEqual(['node:20-slim AS build', 'node:20-slim']);
    expect(stages[0]?.filter((step) => step.instruction === 'RUN').map((step) => step.rest)).toEqual(['npm ci --no-audit --no-fund', 'npm run build']);
    expect(of('USER')).toEqual(['node']);
    expect(of('RUN')[0]).toContain('--omit=dev');
  });

  it('keeps data in a volume that the user owns, and starts real data, never the demo', () => {
    expect(of('VOLUME')).toEqual(['/data']);
    expect(of('RUN').at(-1)).toBe('mkdir -p /data && chown node:node /data');
    expect(execForm(of('CMD')[0] ?? '')).toEqual(['node', 'dist/src/main.js', 'serve']);
    expect(monitor?.volumes).toEqual(['monitor-data:/data']);
  });
});
