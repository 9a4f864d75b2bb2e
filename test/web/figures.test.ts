// What lies between the API and the screen: routes, the closing flow, the map, the test line.
import { describe, expect, it } from 'vitest';
import type { Now } from '../../src/api/shapes-now.ts';
import { readMap } from '../../src/web/map-drawing.ts';
import { frameAround, spread } from '../../src/web/map-projection.ts';
import { serverOf, testLine } from '../../src/web/mqtt-settings.ts';
import { flowNow, importSteps, isBefore, isDrawnAlone, isNowKept, toGridStep, toStep, toldMs } from '../../src/web/now-figures.ts';
import { ownPath, pageOf } from '../../src/web/routes.ts';

const now: Now = {
  at: '2026-11-23T13:08:00Z',
  importKw: 5366.4,
  drawnKw: 5366.4,
  exportKw: 0,
  generationKw: 2240.4,
  consumptionKw: 7270.2,
  chargeKw: 160.3,
  dischargeKw: 0,
  selfSufficiency: 0.29,
  selfSufficiencyToday: 0.34,
  generation: [
    { kind: 'wind', kw: 1180.4 },
    { kind: 'sun', kw: 640.3 },
    { kind: 'chp', kw: 419.7 },
  ],
  quarter: {
    at: '2026-11-23T13:08:00Z',
    start: '2026-11-23T13:00:00Z',
    end: '2026-11-23T13:15:00Z',
    usedKwh: 654,
    projectedKw: 5120,
    unknown: null,
    limitKw: 5000,
    headroomKw: -120,
    comeOffKw: 257.142_857,
    lost: false,
    limitKind: 'contract',
  },
  co2: { kgPerHour: null, lines: [], notCounted: [], factors: { set: 'co2emissiefactoren', name: '' } },
  carriers: [],
  meters: { live: 41, total: 43 },
  coverage: 0.977,
  quality: { M: 1 },
  asOf: '2026-11-23T13:08:00Z',
  simulated: true,
};
const sum = (parts: readonly { kw: number }[]): number => parts.reduce((total, part) => total + part.kw, 0);

describe('flow of this moment', () => {
  it('closes as displayed: rounded sources and uses have the same sum', () => {
    const flow = flowNow(now, 'companies');

    expect(sum(flow?.sources ?? [])).toBe(flow?.totalKw);
    expect(sum(flow?.uses ?? [])).toBe(flow?.totalKw);
  });

  it('is not drawn where a part of it is kept back: that is neither nought nor unmetered', () => {
    for (const field of ['importKw', 'exportKw', 'generationKw', 'consumptionKw'] as const) {
      expect(flowNow({ ...now, [field]: null }, 'companies')).toBeNull();
      expect(isNowKept({ ...now, [field]: null })).toBe(true);
    }
    expect(isNowKept(now)).toBe(false);
    expect(isDrawnAlone(now)).toBe(false);
    expect(isDrawnAlone({ importKw: null, drawnKw: 10 })).toBe(true);
    expect(isNowKept({ importKw: null, drawnKw: null, exportKw: null, generationKw: null, consumptionKw: null, chargeKw: null, dischargeKw: null })).toBe(false);
  });

  it('makes a use of what no meter explains', () => {
    expect(flowNow(now, 'companies')?.uses.find((use) => use.id === 'residual')?.kw).toBe(177);
  });

  it('makes a source of it when more is used than comes in', () => {
    expect(flowNow({ ...now, consumptionKw: 9000 }, 'companies')?.sources.at(-1)?.id).toBe('residual');
  });

  it('draws nothing when the import is not known', () => {
    expect(flowNow({ ...now, importKw: null }, 'companies')).toBeNull();
  });
});

describe('steps of any carrier', () => {
  it('reads volumes as amounts in m3', () => {
    const step = toStep({
      start: '2026-11-23T13:00:00Z',
      end: '2026-11-23T14:00:00Z',
      importM3: 5,
      exportM3: 0,
      generationM3: 1,
      consumptionM3: 6,
      residualM3: 0,
      coverage: 1,
      quality: { E: 0.2, S: 0.1 },
    });

    expect(step).toMatchObject({ gridIn: 5, consumption: 6, charge: 0 });
    expect(step.estimatedShare).toBeCloseTo(0.3, 9);
  });
});

it('what comes from the grid is not nought where it is kept back', () => {
  const step = { start: '2026-11-23T13:00:00Z', end: '2026-11-23T13:15:00Z', importKwh: 5, exportKwh: 1, generationKwh: 1, consumptionKwh: 5, chargeKwh: 0, dischargeKwh: 0 };
  const rest = { localExchangeKwh: 0, gridExportKwh: 0, residualKwh: 0, coverage: 1, quality: { M: 1 } };

  expect(toGridStep({ ...step, ...rest, gridImportKwh: null })).toMatchObject({ coverage: 0 });
  expect(toGridStep({ ...step, ...rest, gridImportKwh: 4 })).toMatchObject({ coverage: 1, gridIn: 4 });
  // The bars of a day are all of one kind.
  const [kept, told] = [
    { ...step, ...rest, gridImportKwh: null },
    { ...step, ...rest, gridImportKwh: 4 },
  ];
  expect(importSteps([told, told])).toMatchObject({ drawn: false, steps: [{ gridIn: 4 }, { gridIn: 4 }] });
  expect(importSteps([told, kept, { ...kept, importKwh: null }])).toMatchObject({ drawn: true, steps: [{ gridIn: 5 }, { gridIn: 5 }, { coverage: 0 }] });
});

describe('routes', () => {
  it('knows its pages', () => {
    expect(pageOf('/')).toEqual({ page: 'home' });
    expect(pageOf('/parks/de-mars/ruimte')).toEqual({ page: 'park', park: 'de-mars', tab: 'capacity' });
    expect(pageOf('/companies/7/ruimte')).toEqual({ page: 'company', company: 7, tab: 'capacity' });
    expect(pageOf('/parks/de-mars/warmte')).toEqual({ page: 'park', park: 'de-mars', tab: 'heat' });
    expect(pageOf(`/warmte/${'0a'.repeat(16)}`)).toEqual({ page: 'heat-match', match: '0a'.repeat(16) });
    expect(pageOf('/warmte/12-34')).toEqual({ page: 'not-found' });
    expect(pageOf('/parks/de-mars/balans')).toEqual({ page: 'park', park: 'de-mars', tab: 'balance' });
    expect(pageOf('/companies/12/delen/')).toEqual({ page: 'company', company: 12, tab: 'sharing' });
    expect(pageOf('/gateways/3')).toEqual({ page: 'gateway', gateway: 3 });
    expect(pageOf('/meters/3')).toEqual({ page: 'meter', meter: 3 });
  });

  it.each(['/parks', '/parks/De%20Mars', '/companies/x', '/parks/a/b/c', '/gateways/0', '/weg'])('does not find %s', (path) => {
    expect(pageOf(path)).toEqual({ page: 'not-found' });
  });

  it('returns after sign-in to its own pages only', () => {
    expect(ownPath('/parks/de-mars?x=1')).toBe('/parks/de-mars?x=1');
    expect(ownPath('//kwaad.example')).toBeNull();
    expect(ownPath('/\\kwaad.example')).toBeNull();
    expect(ownPath('https://kwaad.example')).toBeNull();
  });
});

describe('map', () => {
  it('keeps its proportions: a degree of longitude is shorter than one of latitude', () => {
    const frame = frameAround(
      [
        { lon: 6, lat: 52 },
        { lon: 6.4, lat: 52.4 },
      ],
      400,
      { marginPx: 40 },
    );
    const [a, b] = [frame.project({ lon: 6, lat: 52.4 }), frame.project({ lon: 6.4, lat: 52 })];

    expect((b.x - a.x) / (b.y - a.y)).toBeCloseTo(Math.cos((52.2 * Math.PI) / 180), 3);
  });

  it('moves touching markers apart', () => {
    const [a, b] = spread(
      [
        { x: 0, y: 0, radius: 10 },
        { x: 4, y: 0, radius: 10 },
      ],
      2,
    );

    expect(Math.hypot((b?.x ?? 0) - (a?.x ?? 0), (b?.y ?? 0) - (a?.y ?? 0))).toBeGreaterThanOrEqual(21.5);
  });

  it('leaves out what it does not understand', () => {
    const drawing = readMap({
      lines: [
        {
          kind: 'river',
          points: [
            [6, 52],
            [6.1, 52.1],
          ],
        },
        {
          kind: 'lava',
          points: [
            [0, 0],
            [1, 1],
          ],
        },
        3,
      ],
      labels: [{ text: 'Epe', point: [6, 52] }, { text: 4 }],
    });

    expect(drawing.lines).toHaveLength(1);
    expect(drawing.labels).toHaveLength(1);
    expect(readMap(null)).toEqual({ lines: [], labels: [] });
  });
});

describe('test line of a gateway', () => {
  const settings = { url: 'mqtts://meters.example:8883', username: 'gw-1', password: "a'b", clientId: 'gw-1', topic: 'ks/0/gw-1/#' };

  it('quotes for the shell and names a topic one may publish to', () => {
    const line = testLine(settings);

    expect(line).toContain("-h 'meters.example' -p 8883");
    expect(line).toContain("-P 'a'\\''b'");
    expect(line).toContain("-t 'ks/0/gw-1/test'");
  });

  it('reads server and port from the address', () => {
    expect(serverOf('mqtt://localhost')).toEqual({ host: 'localhost', port: 1883, tls: false });
    expect(serverOf('http://x')).toBeNull();
  });
});

it('quarters that are held back from a reader are not missing', () => {
  const at = Date.parse('2026-11-27T17:10:00Z');

  expect(toldMs(at, { at: '2026-11-27T15:00:00Z', reason: 'settling' })).toBe(Date.parse('2026-11-27T15:00:00Z'));
  expect(toldMs(at, undefined)).toBe(at);
});

it.each([
  ['nothing of the day yet', '2026-11-27T22:00:00Z', true],
  ['up to its midnight', '2026-11-27T23:00:00Z', true],
  ['its first hour', '2026-11-28T00:00:00Z', false],
])('knows whether what is told ends before a day begins: %s', (_, at, before) => {
  expect(isBefore({ at, reason: 'settling' }, '2026-11-28')).toBe(before);
  expect(isBefore(undefined, '2026-11-28')).toBe(false);
});
