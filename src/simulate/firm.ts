// One simulated firm of a park: its name, place, connections, meters and gateways.
import type { Carrier } from '../domain/reading.ts';
import { type Archetype, GRID_COOPERATIVE } from './archetypes.ts';
import { simulatedEan } from './ean.ts';
import { drawEquipment, type Equipment, NO_EQUIPMENT, peaksOf } from './equipment.ts';
import { type Draws, makeDraws, seedFor } from './noise.ts';
import type { PlanCompany, PlanConnection, PlanGateway, PlanMeter, PlanPark } from './plan.ts';

interface FirmInput {
  readonly seed: number;
  readonly park: PlanPark;
  readonly archetype: Archetype;
  /** Counts firms of one kind on a park from 1. */
  readonly number: number;
  /** Position on the park; the connections' numbers follow from it. */
  readonly index: number;
  readonly behind: string | null;
}

const FUSES_KW = [17, 24, 35, 43, 55] as const;
const TRANSFORMERS_KW = [100, 160, 250, 400, 630, 1000, 1750, 2500, 5000, 10_000] as const;

/** Plans one firm; the same seed, park and number give the same firm. */
export function planFirm({ seed, park, archetype, number, index, behind }: FirmInput): PlanCompany {
  const key = `${park.id}.${archetype.id}-${number}`;
  const draws = makeDraws(seedFor(seed, `firm ${key}`));
  const drawn = drawEquipment(archetype, draws);
  const equipment = archetype.scale === 'small' ? { ...drawn, pvKwp: Math.min(drawn.pvKwp, 58) } : drawn;
  const power = powerLimits({ equipment, archetype, draws });
  const connections = carriersOf(equipment).map((carrier, at): PlanConnection => ({
    key: `${key}.${carrier}`,
    ean: simulatedEan({ parkNumber: seedFor(0, park.id) >>> 0, sequence: index * 10 + at }),
    carrier,
    ...(carrier === 'electricity' ? power : NO_LIMITS),
    behind: carrier === 'electricity' ? behind : null,
  }));
  const meters = [...metersOf({ key, equipment, draws }), ...engineMetersOf({ key, equipment, draws: makeDraws(seedFor(seed, `engine ${key}`)) })];
  const gateways = archetype.scale === 'small' ? smallGateways({ key, meters, draws }) : largeGateways({ key, meters, draws });
  const name = `Simulatie ${archetype.noun} ${number}`;
  return { key, park: park.id, name, kvk: null, sbi: archetype.sbi, archetype: archetype.id, ...placeIn(park, draws), connections, meters, gateways, equipment };
}

/** The owner of the 20 MVA connection that all other firms of a closed distribution system stand behind. */
export function planGridCooperative({ seed, park }: { seed: number; park: PlanPark }): PlanCompany {
  const key = `${park.id}.${GRID_COOPERATIVE.id}`;
  const draws = makeDraws(seedFor(seed, `firm ${key}`));
  const connection: PlanConnection = {
    key: `${key}.electricity`,
    ean: simulatedEan({ parkNumber: seedFor(0, park.id) >>> 0, sequence: 1 }),
    carrier: 'electricity',
    contractedImportKw: 6000,
    contractedExportKw: 6000,
    physicalImportKw: 20_000,
    physicalExportKw: 20_000,
    behind: null,
  };
  const meter: PlanMeter = { key: `${key}.main`, connection: connection.key, serial: serialOf('MM', draws), carrier: 'electricity', role: 'main', generationKind: null };
  const gateway: PlanGateway = { key: `${key}.gateway`, name: 'Hoofdmeter', profile: 'generic-json', meters: [meter.key], cadenceS: 15 };
  return {
    key,
    park: park.id,
    name: GRID_COOPERATIVE.name,
    kvk: null,
    sbi: GRID_COOPERATIVE.sbi,
    archetype: GRID_COOPERATIVE.id,
    lat: park.lat,
    lon: park.lon,
    connections: [connection],
    meters: [meter],
    gateways: [gateway],
    equipment: NO_EQUIPMENT,
  };
}

const NO_LIMITS = { contractedImportKw: null, contractedExportKw: null, physicalImportKw: null, physicalExportKw: null } as const;

/** Small connections have a fuse and no contract; large ones a contract that is sometimes tight. */
function powerLimits({ equipment, archetype, draws }: { equipment: Equipment; archetype: Archetype; draws: Draws }): Omit<PlanConnection, 'key' | 'ean' | 'carrier' | 'behind'> {
  const peaks = peaksOf(equipment);
  if (archetype.scale === 'small') {
    const fuseKw = FUSES_KW.find((limit) => limit >= Math.max(peaks.importKw * 1.25, peaks.exportKw)) ?? 55;
    return { contractedImportKw: null, contractedExportKw: null, physicalImportKw: fuseKw, physicalExportKw: fuseKw };
  }
  const contractedImportKw = Math.max(60, Math.ceil((peaks.importKw * draws.between([0.92, 1.3])) / 5) * 5);
  const contractedExportKw = peaks.exportKw === 0 ? 0 : Math.ceil((peaks.exportKw * draws.between([0.85, 1.15])) / 5) * 5;
  const physicalKw = TRANSFORMERS_KW.find((limit) => limit >= Math.max(contractedImportKw, contractedExportKw)) ?? 20_000;
  return { contractedImportKw, contractedExportKw, physicalImportKw: physicalKw, physicalExportKw: physicalKw };
}

function carriersOf(equipment: Equipment): Carrier[] {
  const carriers: Carrier[] = ['electricity'];
  if (equipment.heatBy === 'gas') carriers.push('gas');
  if (equipment.heatBy === 'network' || equipment.residualShare > 0 || equipment.heatSink) carriers.push('heat');
  if (equipment.waterBaseM3h > 0) carriers.push('water');
  if (equipment.biogasM3h > 0) carriers.push('biogas');
  return carriers;
}

function metersOf({ key, equipment, draws }: { key: string; equipment: Equipment; draws: Draws }): PlanMeter[] {
  const meter = (name: string, part: Pick<PlanMeter, 'carrier' | 'role'> & Partial<PlanMeter>, letters: string): PlanMeter => ({
    key: `${key}.${name}`,
    connection: `${key}.${part.carrier}`,
    serial: serialOf(letters, draws),
    generationKind: null,
    ...part,
  });
  const meters = [meter('main', { carrier: 'electricity', role: 'main' }, 'E')];
  if (equipment.pvKwp > 0) meters.push(meter('sun', { carrier: 'electricity', role: 'generation', generationKind: 'sun' }, 'PV'));
  if (equipment.windKw > 0) meters.push(meter('wind', { carrier: 'electricity', role: 'generation', generationKind: 'wind' }, 'WT'));
  if (equipment.chpKw > 0) meters.push(meter('chp', { carrier: 'electricity', role: 'generation', generationKind: 'chp' }, 'WK'));
  if (equipment.batteryKw > 0) meters.push(meter('battery', { carrier: 'electricity', role: 'storage' }, 'BA'));
  if (equipment.heatBy === 'gas') meters.push(meter('gas', { carrier: 'gas', role: 'main' }, 'G'));
  if (equipment.biogasM3h > 0) meters.push(meter('biogas', { carrier: 'biogas', role: 'sub' }, 'BG'));
  if (equipment.heatBy === 'network') meters.push(meter('heat', { carrier: 'heat', role: 'main' }, 'H'));
  if (equipment.residualShare > 0) meters.push(meter('heat-source', { carrier: 'heat', role: 'heat-source' }, 'HS'));
  if (equipment.heatSink) meters.push(meter('heat-sink', { carrier: 'heat', role: 'heat-sink' }, 'HD'));
  if (equipment.waterBaseM3h > 0) meters.push(meter('water', { carrier: 'water', role: 'main' }, 'W'));
  return meters;
}

/** What goes into an engine on natural gas and the heat that comes out, besides its power. Numbered by draws of their own: what else was
 *  drawn of the firm stays as it is. */
function engineMetersOf({ key, equipment, draws }: { key: string; equipment: Equipment; draws: Draws }): PlanMeter[] {
  if (equipment.chpKw === 0 || equipment.biogasM3h > 0 || equipment.residualShare === 0) return [];
  const meter = (name: string, carrier: 'gas' | 'heat', letters: string): PlanMeter => ({
    key: `${key}.${name}`,
    connection: `${key}.${carrier}`,
    serial: serialOf(letters, draws),
    carrier,
    role: 'sub',
    generationKind: null,
  });
  return [meter('engine-gas', 'gas', 'GM'), meter('engine-heat', 'heat', 'HM')];
}

/** A P1 port with the M-Bus meters behind it; solar panels on an energy socket of their own. */
function smallGateways({ key, meters, draws }: { key: string; meters: readonly PlanMeter[]; draws: Draws }): PlanGateway[] {
  const onP1 = meters.filter((meter) => meter.role === 'main').map((meter) => meter.key);
  const cadenceS = draws.chance(0.15) ? 1 : 10;
  const gateways: PlanGateway[] = [{ key: `${key}.p1`, name: 'Slimme meter', profile: 'dsmr-p1', meters: onP1, cadenceS }];
  const sun = meters.find((meter) => meter.generationKind === 'sun');
  if (sun !== undefined) gateways.push({ key: `${key}.homewizard`, name: 'kWh-meter zonnepanelen', profile: 'homewizard', meters: [sun.key], cadenceS: 10 });
  return gateways;
}

function largeGateways({ key, meters, draws }: { key: string; meters: readonly PlanMeter[]; draws: Draws }): PlanGateway[] {
  const cadenceS = draws.chance(0.4) ? 15 : draws.chance(0.5) ? 30 : 60;
  return [{ key: `${key}.gateway`, name: 'Meetkast', profile: 'generic-json', meters: meters.map((meter) => meter.key), cadenceS }];
}

/** Seventeen characters, as on a Dutch meter; SIM says that no such meter hangs anywhere. */
function serialOf(letters: string, draws: Draws): string {
  const digits = 14 - letters.length;
  return `SIM${letters}${String(draws.whole([0, 10 ** digits - 1])).padStart(digits, '0')}`;
}

/** A spot inside the circle of the park's area. */
function placeIn(park: PlanPark, draws: Draws): { lat: number; lon: number } {
  const radiusM = Math.sqrt((park.areaHa * 10_000) / Math.PI) * 0.9 * Math.sqrt(draws.between([0, 1]));
  const angle = draws.between([0, 2 * Math.PI]);
  const lat = park.lat + (radiusM * Math.cos(angle)) / 111_200;
  const lon = park.lon + (radiusM * Math.sin(angle)) / (111_200 * Math.cos((park.lat * Math.PI) / 180));
  return { lat: Math.round(lat * 1e5) / 1e5, lon: Math.round(lon * 1e5) / 1e5 };
}
