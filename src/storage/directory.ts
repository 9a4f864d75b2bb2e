// Everything the registry knows, in memory, with the look-ups the product needs. Writes go to the registry first.
import type { Sharing } from '../domain/access.ts';
import type { EpochMs } from '../domain/units.ts';
import type {
  CompanyChange,
  CompanyRow,
  ConnectionChange,
  ConnectionRow,
  ConsentRow,
  GatewayRow,
  MeterChange,
  MeterRow,
  NewRegister,
  ParkRow,
  RegisterRow,
  Registry,
  Removable,
} from './registry.ts';

function refill<T extends { id: number }>(kept: Map<number, T>, rows: readonly T[]): void {
  kept.clear();
  for (const row of rows) kept.set(row.id, row);
}

interface Groups {
  readonly companiesByPark: ReadonlyMap<string, readonly CompanyRow[]>;
  readonly connectionsByCompany: ReadonlyMap<number, readonly ConnectionRow[]>;
  readonly metersByConnection: ReadonlyMap<number, readonly MeterRow[]>;
  readonly companiesBehind: ReadonlyMap<number, ReadonlySet<number>>;
}

function groupBy<K, T>(rows: ReadonlyMap<number, T>, keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows.values()) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

const isNothing = (change: object): boolean => Object.keys(change).length === 0;

export class Directory {
  readonly registry: Registry;
  readonly #parks = new Map<string, ParkRow>();
  readonly #companies = new Map<number, CompanyRow>();
  readonly #connections = new Map<number, ConnectionRow>();
  readonly #meters = new Map<number, MeterRow>();
  readonly #gateways = new Map<number, GatewayRow>();
  readonly #registers = new Map<number, RegisterRow>();
  readonly #consents = new Map<number, ConsentRow>();
  // Whoever writes past the methods leaves what was made of the rows as it was.
  readonly parks: ReadonlyMap<string, ParkRow> = this.#parks;
  readonly companies: ReadonlyMap<number, CompanyRow> = this.#companies;
  readonly connections: ReadonlyMap<number, ConnectionRow> = this.#connections;
  readonly meters: ReadonlyMap<number, MeterRow> = this.#meters;
  readonly gateways: ReadonlyMap<number, GatewayRow> = this.#gateways;
  readonly registers: ReadonlyMap<number, RegisterRow> = this.#registers;
  readonly consents: ReadonlyMap<number, ConsentRow> = this.#consents;
  /** Grows with every change of a company, connection, meter, gateway or register. */
  version = 0;
  readonly #registersByMeter = new Map<number, RegisterRow[]>();
  /** Made when they are asked for and dropped when a row changes: a region's figure asks for each company and connection. */
  #groups: Groups | null = null;
  readonly #consentsByCompany = new Map<number, Map<number, ConsentRow>>();
  #onChange: () => void = () => {};

  private constructor(registry: Registry) {
    this.registry = registry;
  }

  static async load(registry: Registry, parks: readonly ParkRow[]): Promise<Directory> {
    const directory = new Directory(registry);
    await directory.reload(parks);
    return directory;
  }

  /** Reads everything again, after many rows were written at once. */
  async reload(parks: readonly ParkRow[] = [...this.parks.values()]): Promise<void> {
    const contents = await this.registry.contents();
    for (const park of [...parks, ...contents.parks]) this.#parks.set(park.id, park);
    refill(this.#companies, contents.companies);
    refill(this.#connections, contents.connections);
    refill(this.#meters, contents.meters);
    refill(this.#gateways, contents.gateways);
    this.#consents.clear();
    this.#consentsByCompany.clear();
    for (const consent of contents.consents) this.#keepConsent(consent);
    this.#registers.clear();
    this.#registersByMeter.clear();
    this.#keepRegisters(contents.registers);
    this.#changed();
  }

  /** Called whenever gateways, meters or connections change: the store thread needs the new picture. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  async addPark(row: ParkRow): Promise<void> {
    await this.registry.insertPark(row);
    this.#parks.set(row.id, row);
  }

  async addCompany(row: Omit<CompanyRow, 'id'>): Promise<CompanyRow> {
    return this.#keep(this.#companies, await this.registry.insertCompany(row));
  }

  async addConnection(row: Omit<ConnectionRow, 'id'>): Promise<ConnectionRow> {
    return this.#keep(this.#connections, await this.registry.insertConnection(row));
  }

  async addMeter(row: Omit<MeterRow, 'id'>): Promise<MeterRow> {
    return this.#keep(this.#meters, await this.registry.insertMeter(row));
  }

  async changeCompany(row: CompanyRow, change: CompanyChange): Promise<CompanyRow> {
    if (isNothing(change)) return row;
    await this.registry.updateCompany(row.id, change);
    // Here and below: what another request changed meanwhile stays.
    return this.#keep(this.#companies, { ...(this.companies.get(row.id) ?? row), ...change });
  }

  async changeConnection(row: ConnectionRow, change: ConnectionChange): Promise<ConnectionRow> {
    if (isNothing(change)) return row;
    await this.registry.updateConnection(row.id, change);
    return this.#keep(this.#connections, { ...(this.connections.get(row.id) ?? row), ...change });
  }

  async changeMeter(row: MeterRow, change: MeterChange): Promise<MeterRow> {
    if (isNothing(change)) return row;
    await this.registry.updateMeter(row.id, change);
    return this.#keep(this.#meters, { ...(this.meters.get(row.id) ?? row), ...change });
  }

  /** Takes out what no other row names. @returns false when one does: then it is still there */
  async remove(kind: Removable, id: number): Promise<boolean> {
    if (!(await this.registry.remove(kind, id))) return false;
    const rows = { company: this.#companies, connection: this.#connections, meter: this.#meters }[kind];
    rows.delete(id);
    if (kind === 'company') this.#forgetConsents(id);
    this.#changed();
    return true;
  }

  #forgetConsents(company: number): void {
    for (const consent of this.#consentsByCompany.get(company)?.keys() ?? []) this.#consents.delete(consent);
    this.#consentsByCompany.delete(company);
  }

  async addGateway(row: Omit<GatewayRow, 'id'>, meters: readonly number[]): Promise<GatewayRow> {
    const gateway = await this.registry.together(async (registry) => {
      const made = await registry.insertGateway(row);
      for (const meter of meters) await registry.setMeterGateway(meter, made.id);
      return made;
    });
    for (const id of meters) {
      const meter = this.meters.get(id);
      if (meter !== undefined) this.#meters.set(id, { ...meter, gateway: gateway.id });
    }
    return this.#keep(this.#gateways, gateway);
  }

  async attachMeter(meter: MeterRow, gateway: number): Promise<void> {
    await this.registry.setMeterGateway(meter.id, gateway);
    this.#keep(this.#meters, { ...(this.meters.get(meter.id) ?? meter), gateway });
  }

  async renewSecret(gateway: GatewayRow, secretHash: string): Promise<void> {
    await this.registry.setGatewaySecret(gateway.id, secretHash);
    this.#keep(this.#gateways, { ...(this.gateways.get(gateway.id) ?? gateway), secretHash, revokedAt: null });
  }

  async revokeGateway(gateway: GatewayRow, at: EpochMs): Promise<void> {
    await this.registry.revokeGateway(gateway.id, at);
    // The caller's row may be older than what another request changed meanwhile.
    this.#keep(this.#gateways, { ...(this.gateways.get(gateway.id) ?? gateway), revokedAt: at });
  }

  async addConsent(row: Omit<ConsentRow, 'id'>): Promise<ConsentRow> {
    const consent = await this.registry.insertConsent(row);
    this.#keepConsent(consent);
    return consent;
  }

  async revokeConsent(consent: ConsentRow, at: EpochMs): Promise<void> {
    await this.registry.revokeConsent(consent.id, at);
    this.#keepConsent({ ...consent, revokedAt: consent.revokedAt ?? at });
  }

  async addRegisters(wanted: readonly NewRegister[]): Promise<RegisterRow[]> {
    const rows = await this.registry.together((registry) => registry.insertRegisters(wanted));
    this.#keepRegisters(rows);
    this.#changed();
    return rows;
  }

  /** What a company allows at this moment: consents that began, did not end and were not revoked. Whoever others
   *  lie behind shares no more than they all do: its main meter minus the rest would give away the one that does not. */
  sharingOf(company: number, now: EpochMs): Sharing {
    const own = this.#ownSharing(company, now);
    for (const other of this.#grouped().companiesBehind.get(company) ?? []) {
      const behind = this.#ownSharing(other, now);
      own.parkmanager &&= behind.parkmanager;
      own.region &&= behind.region;
    }
    return own;
  }

  #ownSharing(company: number, now: EpochMs): { parkmanager: boolean; region: boolean } {
    const audiences = new Set(this.#consentsNow(company, now).map(({ audience }) => audience));
    return { parkmanager: audiences.has('parkmanager'), region: audiences.has('region') };
  }

  /** Does a company let the other members of its groups see its figures? */
  sharesWithGroup(company: number, now: EpochMs): boolean {
    return this.#consentsNow(company, now).some(({ audience }) => audience === 'group');
  }

  /** May the region's figures of energy say what this company did? Where others lie behind it, as far as they all allow it: its main
   *  meter minus the rest would give them away. */
  isRecognisable(company: number, now: EpochMs): boolean {
    return [company, ...(this.#grouped().companiesBehind.get(company) ?? [])].every((one) =>
      this.#consentsNow(one, now).some(({ audience }) => audience === 'region-recognisable'),
    );
  }

  #consentsNow(company: number, now: EpochMs): ConsentRow[] {
    const all = [...(this.#consentsByCompany.get(company)?.values() ?? [])];
    return all.filter((one) => one.validFrom <= now && (one.validTo === null || now < one.validTo) && one.revokedAt === null);
  }

  companiesOf(park: string): readonly CompanyRow[] {
    return this.#grouped().companiesByPark.get(park) ?? [];
  }

  connectionsOf(company: number): readonly ConnectionRow[] {
    return this.#grouped().connectionsByCompany.get(company) ?? [];
  }

  metersOf(connection: number): readonly MeterRow[] {
    return this.#grouped().metersByConnection.get(connection) ?? [];
  }

  #grouped(): Groups {
    this.#groups ??= {
      companiesByPark: groupBy(this.companies, (company) => company.park),
      connectionsByCompany: groupBy(this.connections, (connection) => connection.company),
      metersByConnection: groupBy(this.meters, (meter) => meter.connection),
      companiesBehind: this.#companiesBehind(),
    };
    return this.#groups;
  }

  /** Of each company that others lie behind, those others. */
  #companiesBehind(): Map<number, Set<number>> {
    const behind = new Map<number, Set<number>>();
    for (const connection of this.connections.values()) {
      const owner = connection.behind === null ? undefined : this.connections.get(connection.behind)?.company;
      if (owner === undefined || owner === connection.company) continue;
      const others = behind.get(owner) ?? new Set<number>();
      behind.set(owner, others.add(connection.company));
    }
    return behind;
  }

  registersOf(meter: number): readonly RegisterRow[] {
    return this.#registersByMeter.get(meter) ?? [];
  }

  /** The company a meter belongs to. */
  companyOfMeter(meter: MeterRow): CompanyRow | undefined {
    const connection = this.connections.get(meter.connection);
    return connection === undefined ? undefined : this.companies.get(connection.company);
  }

  #keep<T extends { id: number }>(rows: Map<number, T>, row: T): T {
    rows.set(row.id, row);
    this.#changed();
    return row;
  }

  #changed(): void {
    this.#groups = null;
    this.version += 1;
    this.#onChange();
  }

  #keepConsent(consent: ConsentRow): void {
    this.#consents.set(consent.id, consent);
    const mine = this.#consentsByCompany.get(consent.company) ?? new Map<number, ConsentRow>();
    this.#consentsByCompany.set(consent.company, mine.set(consent.id, consent));
  }

  #keepRegisters(rows: readonly RegisterRow[]): void {
    for (const row of rows) {
      if (this.#registers.has(row.id)) continue;
      this.#registers.set(row.id, row);
      const list = this.#registersByMeter.get(row.meter) ?? [];
      list.push(row);
      this.#registersByMeter.set(row.meter, list);
    }
  }
}
