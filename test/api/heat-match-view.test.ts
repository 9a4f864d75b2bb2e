// The reasoning behind one match: its steps add up to its figures, and each assumption stands there with its source.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HeatRegion, heatRegion } from './heat-region.ts';

interface Reasoning {
  readonly energy: Record<string, number>;
  readonly co2: Record<string, number>;
  readonly money: {
    capexEur: number;
    parts: { eur: number }[];
    sensitivity: { code: string; npvLowEur: number; npvHighEur: number; floorLowEurPerMwh: number; floorHighEurPerMwh: number }[];
    ceilingEurPerMwh: number;
    sellerEurPerMwh: number;
    company: { transportEurPerMwh: number };
  };
  readonly parameters: { code: string; source: string; value: number }[];
}
const reasoningOf = (answer: Record<string, unknown>): Reasoning => JSON.parse(JSON.stringify(answer['reasoning']));
let heat: HeatRegion;
let body: Record<string, unknown>;
let reasoning: Reasoning;
beforeAll(async () => {
  heat = await heatRegion();
  ({ body } = await heat.ask('parkmanager', 'GET', `/heat-matches/${heat.named(heat.ports.mill, heat.ports.dairy)}`));
  reasoning = reasoningOf(body);
}, 60_000);
afterAll(() => heat.region.stop());

describe('the reasoning', () => {
  it('adds up', () => {
    const { energy, co2, money } = reasoning;

    expect((energy['coincidentKwh'] ?? 0) - (energy['lossKwh'] ?? 0)).toBeCloseTo(energy['deliveredKwh'] ?? 0, 3);
    expect((co2['gasKg'] ?? 0) - (co2['electricityKg'] ?? 0)).toBeCloseTo(co2['avoidedKg'] ?? 0, 6);
    expect(money.parts.reduce((sum, part) => sum + part.eur, 0)).toBeCloseTo(money.capexEur, 5);
    expect(body['priceFloor']).toBeCloseTo(money.sellerEurPerMwh + money.company.transportEurPerMwh, 5);
    expect(body['deliveredKwh']).toBeCloseTo(600 * 8760, 0);
  });

  it('shows a week of hours, the days of the year, and what moves the value most', () => {
    expect(body['week']).toHaveLength(168);
    expect(body['clock']).toHaveLength(12 * 24);
    expect(Array.isArray(body['days']) ? body['days'].length : 0).toBeGreaterThanOrEqual(365);
    const gas = reasoning.money.sensitivity.find((one) => one.code === 'gasEurPerM3');
    expect(gas?.npvHighEur ?? 0).toBeGreaterThan(gas?.npvLowEur ?? 0);
    // The price of gas moves what the buyer saves and not what the link costs.
    expect(gas?.floorHighEurPerMwh).toBe(gas?.floorLowEurPerMwh);
    expect(gas?.floorLowEurPerMwh).toBe(body['priceFloor']);
    const [most] = reasoning.money.sensitivity;
    const reach = reasoning.money.sensitivity.map((one) => Math.abs(one.npvHighEur - one.npvLowEur));
    expect(Math.abs((most?.npvHighEur ?? 0) - (most?.npvLowEur ?? 0))).toBe(Math.max(...reach));
    // All that can move it, and not only what is drawn for the confidence.
    expect(reasoning.money.sensitivity.map(({ code }) => code)).toEqual(expect.arrayContaining(['gasEurPerM3', 'capexFactor', 'boilerEfficiency', 'tortuosity', 'pipeLifeYears']));
  });

  it('names each assumption with its source', () => {
    expect(reasoning.parameters.length).toBe(47);
    expect(reasoning.parameters.every((one) => one.source.length > 2)).toBe(true);
    expect(body['parameters']).toEqual({ hash: heat.region.app.parts.deps.heat.parameters.hash });
  });

  it('of a pair that cannot serve each other is not there', async () => {
    expect((await heat.ask('key', 'GET', `/heat-matches/${heat.named(heat.ports.dairy, heat.ports.mill)}`)).status).toBe(404);
    expect((await heat.ask('key', 'GET', '/heat-matches/no-match')).status).toBe(404);
  });
});
