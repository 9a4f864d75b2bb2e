// Where the heat of a park lies: who may know both sides sees the line, a company its own ends, and nobody a place that the
// match keeps hidden.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HeatMap } from '../../src/api/shapes-heat-map.ts';
import { type HeatRegion, type Who, heatRegion } from './heat-region.ts';

let heat: HeatRegion;
let shared: string;
beforeAll(async () => {
  heat = await heatRegion();
  shared = heat.named(heat.ports.mill, heat.ports.dairy);
}, 60_000);
afterAll(() => heat.region.stop());

const mapOf = async (who: Who | 'key'): Promise<HeatMap> => JSON.parse(JSON.stringify((await heat.ask(who, 'GET', '/parks/de-mars/heat-map')).body));
const groundOf = async (who: Who, id: string): Promise<unknown> => (await heat.ask(who, 'GET', `/heat-matches/${id}`)).body['ground'];
const mill = { lat: 52.15, lon: 6.2 };
const dairy = { lat: 52.153, lon: 6.2 };

describe('before anybody agreed', () => {
  it('the manager sees the ports of who shares, and the line between them', async () => {
    const map = await mapOf('parkmanager');

    expect(map.ports.map((one) => one.port).sort((a, b) => a - b)).toEqual([heat.ports.mill, heat.ports.dairy].sort((a, b) => a - b));
    expect(map.ports).toContainEqual(expect.objectContaining({ port: heat.ports.mill, name: 'Mill, dryer', role: 'source', mine: false, ...mill }));
    expect(map.lines).toMatchObject([{ id: shared, rank: 1, route: 'straight', points: [mill, dairy] }]);
    // 0.003 degrees of latitude, with the usual detour of 1.3.
    expect(map.lines[0]?.lengthM).toBeCloseTo(0.003 * 111_194.93 * 1.3, 0);
    expect(map).toMatchObject({ unnamed: 0, unplaced: 0, circle: { radiusM: expect.any(Number) } });
  });

  it('a company sees its own ends and how many others there are, in no direction', async () => {
    const map = await mapOf('mill');

    expect(map.ports.map((one) => [one.port, one.mine])).toEqual([[heat.ports.mill, true]]);
    expect(map).toMatchObject({ lines: [], unnamed: 1 });
    expect(JSON.stringify(map)).not.toMatch(/Dairy|Silent|52\.153|52\.151/);
    expect(await groundOf('mill', shared)).toMatchObject({ source: mill, sink: null, points: [], mayDraw: false });
  });

  it('the region sees no port and no line', async () => {
    expect(await mapOf('region')).toMatchObject({ ports: [], lines: [], unnamed: 0, unplaced: 0 });
  });

  it('what the manager draws is the line, and stays hidden from the two', async () => {
    const points = [mill, { lat: 52.15, lon: 6.204 }, dairy];
    await heat.ask('parkmanager', 'POST', `/heat-matches/${shared}/route`, { points });
    const [line] = (await mapOf('parkmanager')).lines;

    expect(line).toMatchObject({ route: 'drawn', points });
    expect(await groundOf('parkmanager', shared)).toMatchObject({ source: mill, sink: dairy, points, mayDraw: true });
    expect(await groundOf('dairy', shared)).toMatchObject({ source: null, sink: dairy, points: [], mayDraw: false });
    // 273 m to the east, 430 m back to the north: along the route and not as the crow flies.
    const eastM = 0.004 * 111_194.93 * Math.cos((52.15 * Math.PI) / 180);
    expect(line?.lengthM).toBeCloseTo(eastM + Math.hypot(eastM, 0.003 * 111_194.93), 0);
  });
});

it('once both agreed each sees the other’s place, and may draw', async () => {
  for (const who of ['mill', 'dairy'] as const) await heat.ask(who, 'POST', `/heat-matches/${shared}/decisions`, { decision: 'agree' });

  expect(await groundOf('mill', shared)).toMatchObject({ source: mill, sink: dairy, mayDraw: true });
  const map = await mapOf('mill');
  expect(map.ports.map((one) => one.port).sort((a, b) => a - b)).toEqual([heat.ports.mill, heat.ports.dairy].sort((a, b) => a - b));
  expect(map).toMatchObject({ unnamed: 0, lines: [{ id: shared }] });
  expect((await heat.ask('mill', 'POST', `/heat-matches/${shared}/route`, { lengthM: 500 })).body).toMatchObject({ lengthM: 500, ground: { points: [] } });
  // A length without points lies straight on the map, and is as long as somebody said.
  expect((await mapOf('mill')).lines).toMatchObject([{ route: 'drawn', lengthM: 500, points: [mill, dairy] }]);
});

it('a port that nobody placed is counted and not drawn', async () => {
  await heat.ask('key', 'PATCH', `/heat-ports/${heat.ports.mill}`, { lat: null, lon: null });

  expect(await mapOf('parkmanager')).toMatchObject({ unplaced: 1, ports: [{ port: heat.ports.dairy }], lines: [] });
});
