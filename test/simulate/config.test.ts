// The simulator's files: a wrong configuration is named, a state is never taken for another's.
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readConfig, readState, writeState } from '../../src/simulate/config.ts';
import { PARKS } from './parks.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulate-config-'));
});

const GOOD = {
  seed: 3,
  mqttUrl: 'mqtt://localhost:1883',
  parks: PARKS,
  statePath: '/tmp/state.json',
  startAtMs: 1_772_524_800_000,
  gateways: { 'a.p1': { username: 'u', password: 'p', clientId: 'c', topic: 't' } },
  faults: [
    { kind: 'clock-skew', gateway: 'a.p1', fromMs: 1, toMs: 2, skewS: 30 },
    { kind: 'swap', gateway: 'a.p1', fromMs: 1, toMs: 2 },
  ],
};
const write = (content: unknown): string => {
  const path = join(folder, 'config.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

describe('a configuration', () => {
  it('is read whole, without truth file when none is asked', () => {
    expect(readConfig(write(GOOD))).toEqual({ ...GOOD, truthPath: null });
  });

  it.each([
    ['startAtMs must be a quarter boundary', { ...GOOD, startAtMs: 1_772_524_800_001 }],
    ['seed must be a number', { ...GOOD, seed: '3' }],
    ['mqttUrl must be a text', { ...GOOD, mqttUrl: '' }],
    ['parks must be a list', { ...GOOD, parks: {} }],
    ['unknown topology ring', { ...GOOD, parks: [{ ...PARKS[0], topology: 'ring' }] }],
    ['unknown size huge', { ...GOOD, parks: [{ ...PARKS[0], size: 'huge' }] }],
    ['gateways must be an object', { ...GOOD, gateways: [] }],
    ['unknown fault fire', { ...GOOD, faults: [{ kind: 'fire', gateway: 'a.p1', fromMs: 1, toMs: 2 }] }],
    ['skewS must be a number', { ...GOOD, faults: [{ kind: 'clock-skew', gateway: 'a.p1', fromMs: 1, toMs: 2 }] }],
  ])('is refused with: %s', (message, content) => {
    expect(() => readConfig(write(content))).toThrow(message);
  });
});

describe('a state file', () => {
  const state = { version: 1, seed: 3, companies: {}, held: {} } as const;

  it('is read back as written, and leaves no other file behind', () => {
    const path = join(folder, 'state.json');
    writeState(path, state);

    expect(readState({ path, seed: 3 })).toEqual(state);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it('may be absent, but not of another seed and not broken', () => {
    const path = join(folder, 'state.json');

    expect(readState({ path, seed: 3 })).toBeNull();
    writeState(path, state);
    expect(() => readState({ path, seed: 4 })).toThrow('seed 4');
    writeFileSync(path, '{"version":1');
    expect(() => readState({ path, seed: 3 })).toThrow(SyntaxError);
  });
});
