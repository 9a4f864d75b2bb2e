// What a park took and gave together, and the quarters of its peaks, are what their explanations add up to.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMicro, toMicro } from '../../src/domain/ledger.ts';
import { type ExchangingRegion, FROM, TO, startExchanging } from './exchanging-region.ts';
import { BOOTSTRAP } from './small-region.ts';

let made: ExchangingRegion;
beforeAll(async () => {
  made = await startExchanging();
}, 60_000);
afterAll(() => made.small.stop());

const rows = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
const sum = (list: readonly Record<string, unknown>[], name = 'contribution'): number => list.reduce((total, one) => total + toMicro(Number(one[name])), 0);
const inside = (value: unknown, name: string): unknown => name.split('.').reduce<unknown>((at, key) => new Map<string, unknown>(Object.entries(at ?? {})).get(key), value);
const get = async (path: string): Promise<Record<string, unknown>> => (await made.small.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP })).body;

describe('the sides of an exchange', () => {
  it.each(['totals.importKwh', 'totals.exportKwh'])('%s is its days, and an hour of it its registers', async (field) => {
    const path = `/parks/de-mars/exchange`;
    const told = await get(`${path}?from=${FROM}&to=${TO}`);
    const explained = await get(`${path}/explain?from=${FROM}&to=${TO}&field=${field}`);
    expect([explained['value'], explained['level'], rows(explained['steps']).length]).toEqual([inside(told, field), 'steps', 6]);
    expect(sum(rows(explained['steps']))).toBe(toMicro(Number(inside(told, field))));

    const hour = `from=2026-10-01T08:00:00Z&to=2026-10-01T09:00:00Z`;
    const ofHour = await get(`${path}/explain?${hour}&field=${field}`);
    expect([ofHour['value'], ofHour['level']]).toEqual([inside(await get(`${path}?${hour}`), field), 'registers']);
    expect(sum(rows(ofHour['quarters']))).toBe(toMicro(Number(ofHour['value'])));
  });

  it('peak together in one quarter, of which every amount counts four times', async () => {
    const told = await get(`/parks/de-mars/exchange?from=${FROM}&to=${TO}`);
    const explained = await get(`/parks/de-mars/exchange/explain?from=${FROM}&to=${TO}&field=simultaneity.coincidentKw`);

    expect([explained['unit'], explained['value']]).toEqual(['kW', inside(told, 'simultaneity.coincidentKw')]);
    expect(sum(rows(explained['quarters']))).toBe(toMicro(Number(explained['value'])));
    expect(new Set(rows(explained['quarters']).map((row) => row['start'])).size).toBe(1);
  });

  it('peak each in its own quarter, which the room of that connection explains', async () => {
    const told = await get(`/parks/de-mars/exchange?from=${FROM}&to=${TO}`);
    const explained = await get(`/parks/de-mars/exchange/explain?from=${FROM}&to=${TO}&field=simultaneity.sumOfOwnKw`);

    expect(explained['value']).toBe(inside(told, 'simultaneity.sumOfOwnKw'));
    const parts = rows(explained['parts']);
    expect([parts.length, fromMicro(sum(parts, 'value'))]).toEqual([6, explained['value']]);
    for (const part of parts) expect((await get(String(part['explain'])))['usageKw']).toBe(part['value']);
  });
});
