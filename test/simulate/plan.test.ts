// The made-up region keeps the rules of the real one, and is recognisable as made up.
import { describe, expect, it } from 'vitest';
import { gs1CheckDigit, SIMULATED_EAN_PREFIX } from '../../src/simulate/ean.ts';
import { makePlan } from '../../src/simulate/plan.ts';
import { company, ofPark, PARKS, plan } from './parks.ts';

describe('a plan', () => {
  it('is the same for the same seed and another for another', () => {
    expect(makePlan({ seed: 11, parks: PARKS })).toEqual(plan);
    expect(makePlan({ seed: 12, parks: PARKS })).not.toEqual(plan);
  });

  it('does not change a park when another is added before it', () => {
    const added = { id: 'h2o', lat: 52.47, lon: 6.02, areaHa: 70, topology: 'public-grid', size: 'large' } as const;

    const larger = makePlan({ seed: 11, parks: [added, ...PARKS] });

    expect(larger.companies.filter((one) => one.park !== 'h2o')).toEqual(plan.companies);
  });

  it.each(['eerbeek-loenen', 'ecofactorij', 'de-mars'])('has at least 12 firms on the large park %s', (park) => {
    expect(ofPark(park).length).toBeGreaterThanOrEqual(12);
    expect(ofPark(park).length).toBeLessThanOrEqual(17);
  });

  it('has 6 to 8 firms on a small park', () => {
    expect(ofPark('kweekweg').length).toBeGreaterThanOrEqual(6);
    expect(ofPark('kweekweg').length).toBeLessThanOrEqual(8);
  });

  it('names every firm as simulated and gives it no KvK number', () => {
    expect(plan.companies.filter((one) => !one.name.startsWith('Simulatie '))).toEqual([]);
    expect(plan.companies.filter((one) => one.kvk !== null)).toEqual([]);
  });

  it('names no firm twice on a park', () => {
    const names = plan.companies.map((one) => `${one.park} ${one.name}`);

    expect(new Set(names).size).toBe(names.length);
  });

  it('gives Eerbeek-Loenen one board mill, one paper mill and a waste-water plant with biogas', () => {
    const kinds = ofPark('eerbeek-loenen').map((one) => one.archetype);

    expect(kinds.filter((kind) => kind.endsWith('-mill'))).toEqual(['board-mill', 'paper-mill']);
    expect(company('eerbeek-loenen.waste-water-1').equipment.biogasM3h).toBeGreaterThan(50);
  });

  it('covers every kind of firm the region is asked to have', () => {
    const kinds = new Set(plan.companies.map((one) => one.archetype));

    expect([...kinds]).toEqual(expect.arrayContaining(['cold-store', 'food', 'metal', 'office', 'truck-charging', 'wind', 'battery']));
  });

  it('places every firm within its park', () => {
    const farM = plan.companies.map((one) => {
      const park = PARKS.find((candidate) => candidate.id === one.park);
      return park === undefined ? Infinity : Math.hypot((one.lat - park.lat) * 111_200, (one.lon - park.lon) * 68_200) / Math.sqrt((park.areaHa * 10_000) / Math.PI);
    });

    expect(Math.max(...farM)).toBeLessThan(1);
  });
});

describe('connections', () => {
  const connections = plan.companies.flatMap((one) => one.connections);

  it('have a check digit as GS1 computes it: 629104150021 gives 3', () => {
    expect(gs1CheckDigit('629104150021')).toBe(3);
  });

  it('have 18 digits, the right check digit and a range nobody uses', () => {
    const wrong = connections.filter(({ ean }) => !/^\d{18}$/.test(ean) || Number(ean[17]) !== gs1CheckDigit(ean.slice(0, 17)) || !ean.startsWith(SIMULATED_EAN_PREFIX));

    expect(wrong).toEqual([]);
  });

  it('share no EAN', () => {
    expect(new Set(connections.map((one) => one.ean)).size).toBe(connections.length);
  });

  it('of small firms are fused at 3x80 A or less and have no contract', () => {
    const small = plan.companies.filter((one) => one.gateways[0]?.profile === 'dsmr-p1').flatMap((one) => one.connections.slice(0, 1));

    expect(small.length).toBeGreaterThan(10);
    expect(small.filter((one) => one.contractedImportKw !== null || (one.physicalImportKw ?? 99) > 55)).toEqual([]);
  });

  it('in a closed distribution system all stand behind the one of the cooperative', () => {
    const [cooperative, ...firms] = ofPark('ecofactorij');

    expect(cooperative?.name).toBe('Simulatie Netbeheer-coöperatie');
    expect(cooperative?.connections).toMatchObject([{ physicalImportKw: 20_000, behind: null }]);
    expect(firms.map((one) => one.connections[0]?.behind)).toEqual(firms.map(() => 'ecofactorij.grid-cooperative.electricity'));
    expect(
      ofPark('de-mars')
        .flatMap((one) => one.connections)
        .filter((one) => one.behind !== null),
    ).toEqual([]);
  });
});

describe('meters and gateways', () => {
  it('have their own serials, their own connection and exactly one gateway', () => {
    const meters = plan.companies.flatMap((one) => one.meters);
    const carried = plan.companies.flatMap((one) => one.gateways.flatMap((gateway) => gateway.meters));
    const connected = plan.companies.flatMap((one) => one.meters.map((meter) => one.connections.some((connection) => connection.key === meter.connection)));

    expect(new Set(meters.map((one) => one.serial)).size).toBe(meters.length);
    expect([...carried].sort()).toEqual(meters.map((one) => one.key).sort());
    expect(connected).not.toContain(false);
  });

  it('speak all three formats at their own cadence, below 10 messages a second on these four parks', () => {
    const gateways = plan.companies.flatMap((one) => one.gateways);
    const cadences = (profile: string): number[] => [...new Set(gateways.filter((one) => one.profile === profile).map((one) => one.cadenceS))].sort((a, b) => a - b);

    expect(cadences('dsmr-p1')).toEqual([1, 10]);
    expect(cadences('homewizard')).toEqual([10]);
    expect(cadences('generic-json')).toEqual([15, 30, 60]);
    expect(gateways.reduce((sum, one) => sum + 1 / one.cadenceS, 0)).toBeLessThan(16);
  });
});
