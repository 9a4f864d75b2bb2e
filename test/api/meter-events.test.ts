// Every pathology of a counter, sent over MQTT into the running product and read back over the API: what its quarters
// hold, how they are flagged, and which event tells of it.
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP, type SmallRegion, startApp } from './small-region.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 96 * QUARTER;
/** Ten days ago at 00:00 UTC: well within what is accepted. */
const START = Math.floor(Date.now() / DAY) * DAY - 10 * DAY;
const KEY = { key: BOOTSTRAP };

let region: SmallRegion;
let eans = 0;
beforeAll(async () => {
  region = await startApp();
});
afterAll(() => region.stop());

interface Quarter {
  readonly amount: number;
  readonly quality: string;
  readonly madeFrom: string;
}
interface Event {
  readonly kind: string;
  readonly at: string;
  readonly until: string | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly registerName: string;
  readonly detail: string;
}
interface Asked {
  readonly profile?: string;
  readonly physicalKw?: number;
  /** A gas meter beside it. */
  readonly gas?: boolean;
}

async function made(path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await region.ask('POST', `/api/v1${path}`, { ...KEY, body });
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A connection needs an EAN of its own: 17 digits and the check digit. */
function nextEan(): string {
  const base = `87199990000${String(++eans).padStart(6, '0')}`;
  const sum = [...base].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return `${base}${(10 - (sum % 10)) % 10}`;
}

async function gasMeterOf(company: unknown): Promise<Record<string, unknown>> {
  const connection = await made('/connections', { ean: nextEan(), company, carrier: 'gas', validFrom: '2026-01-01' });
  return made('/meters', { connection: connection['id'], serial: 'G-1', carrier: 'gas', role: 'main', validFrom: '2026-01-01' });
}

/** A meter of its own, sent to over MQTT, and what the API says of it afterwards. */
async function tell(payloads: readonly (string | object)[], { profile = 'generic-json', physicalKw = 100, gas = false }: Asked = {}) {
  const company = (await made('/companies', { park: 'de-mars', name: `Proef ${eans}`, kvk: '12345678', sbi: '17.21' }))['id'];
  const connection = await made('/connections', {
    ean: nextEan(),
    company,
    carrier: 'electricity',
    contractedImportKw: physicalKw,
    contractedExportKw: physicalKw,
    physicalImportKw: physicalKw,
    physicalExportKw: physicalKw,
    validFrom: '2026-01-01',
  });
  const meter = await made('/meters', { connection: connection['id'], serial: 'M-1', carrier: 'electricity', role: 'main', validFrom: '2026-01-01' });
  const gasMeter = gas ? await gasMeterOf(company) : null;
  const gateway: { mqtt?: unknown } = await made('/gateways', {
    name: `gateway ${eans}`,
    park: 'de-mars',
    company,
    profile,
    meters: [meter['id'], ...(gasMeter === null ? [] : [gasMeter['id']])],
  });
  const { username, password, topic } = JSON.parse(JSON.stringify(gateway.mqtt));
  const client = await mqtt.connectAsync(region.app.parts.urls.mqtt, { username, password, clientId: username, reconnectPeriod: 0 });
  for (const payload of payloads) await client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { qos: 1 });
  await client.endAsync();
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
  const path = `/api/v1/meters/${String(meter['id'])}`;
  return {
    company,
    meter: async () => (await region.ask('GET', path, KEY)).body,
    quarters: async (from = START, to = START + DAY): Promise<Quarter[]> =>
      JSON.parse(JSON.stringify((await region.ask('GET', `${path}/quarters?from=${iso(from)}&to=${iso(to)}`, KEY)).body['items'])),
    gasQuarters: async (): Promise<Quarter[]> =>
      JSON.parse(JSON.stringify((await region.ask('GET', `/api/v1/meters/${String(gasMeter?.['id'])}/quarters?from=${iso(START)}&to=${iso(START + DAY)}`, KEY)).body['items'])),
    events: async (): Promise<Event[]> => JSON.parse(JSON.stringify((await region.ask('GET', `${path}/events`, KEY)).body['items'])),
  };
}
const iso = (at: number): string => new Date(at).toISOString();
const reading = (minute: number, importKwh: number, over: object = {}): object => ({ time: iso(START + minute * MINUTE), importKwh, ...over });
const amounts = (quarters: readonly Quarter[]): [number, string][] => quarters.map((one) => [one.amount, one.quality]);

describe('what happens to a counter', () => {
  it('a glitch to 0: dropped, 0.2 kWh, no baseline (O17 a)', async () => {
    const told = await tell([reading(0, 13_423.7), reading(5, 0), reading(10, 13_423.9), reading(15, 13_423.9)]);

    expect(amounts(await told.quarters())).toEqual([[0.2, 'M']]);
    await expect.poll(told.events).toMatchObject([{ kind: 'glitch', at: iso(START + 5 * MINUTE).replace('.000', ''), from: 13_423.7, to: 0, registerName: 'import' }]);
    expect(await told.meter()).toMatchObject({ lastEvent: { kind: 'glitch' }, phaseNetting: 'unknown', fromPower: false });
  });

  it('a step above the connection that is confirmed: 0 with S, never 8,000 kWh', async () => {
    const told = await tell([reading(0, 1000), reading(15, 9000), reading(20, 9001), reading(30, 9004), reading(45, 9010)]);

    expect(amounts(await told.quarters())).toEqual([
      [0, 'S'],
      [4, 'M'],
      [6, 'M'],
    ]);
    await expect.poll(told.events).toMatchObject([{ kind: 'step', from: 1000, to: 9000 }]);
  });

  it('a reset: 0 with S, then counted on', async () => {
    const told = await tell([reading(0, 5000), reading(15, 0.5), reading(25, 1.5), reading(30, 2), reading(45, 4)]);

    expect(amounts(await told.quarters())).toEqual([
      [0, 'S'],
      [1.5, 'M'],
      [2, 'M'],
    ]);
    await expect.poll(told.events).toMatchObject([{ kind: 'reset', from: 5000, to: 0.5 }]);
  });

  it('a swap: the new meter from its own start (O17 e)', async () => {
    const told = await tell([reading(0, 45_210.5, { meter: 'old' }), reading(30, 0.8, { meter: 'new' }), reading(45, 1.6, { meter: 'new' })]);

    expect(amounts(await told.quarters())).toEqual([
      [0, 'S'],
      [0, 'S'],
      [0.8, 'M'],
    ]);
    await expect.poll(told.events).toMatchObject([{ kind: 'swap', from: 45_210.5, to: 0.8 }]);
  });

  it('Wh instead of kWh for half an hour: the energy of the hour is what it was, and none came from nothing', async () => {
    const told = await tell(
      [0, 15, 30, 45, 60, 75].map((minute) => reading(minute, (4000 + minute / 30) * (minute >= 15 && minute <= 45 ? 1000 : 1))),
      { physicalKw: 4000 },
    );

    // 2 kW: 0.5 kWh a quarter. Three readings are away, so the hour is one bracket: interpolated.
    expect(amounts(await told.quarters())).toEqual([...Array.from({ length: 4 }, () => [0.5, 'I']), [0.5, 'M']]);
    await expect.poll(told.events).toMatchObject([{ kind: 'unit-slip', from: 4000, to: 4_000_500 }]);
  });

  it('a late reading takes an event back that did not happen: between 0.5 and 1.5 the counter stood at 5,001', async () => {
    const readings = [reading(0, 5000), reading(15, 0.5), reading(25, 1.5), reading(30, 2)];

    const told = await tell([...readings, reading(20, 5001)]);

    await expect.poll(async () => (await told.events()).map((one) => one.kind)).toEqual(['glitch']);
  });

  it('a clock 90 s ahead: accepted, and told', async () => {
    const told = await tell([{ time: iso(Date.now() + 90_000), importKwh: 5 }]);

    await expect.poll(told.events).toMatchObject([{ kind: 'clock-ahead', from: 0 }]);
    expect((await told.events())[0]?.to).toBeGreaterThan(80);
  });
});

describe('what meters behind a P1 meter do', () => {
  it('an electricity counter that passes 999,999.999 kWh goes on, and an hourly gas meter is never measured by the quarter', async () => {
    const stamp = (minute: number): string =>
      iso(START + (minute + 60) * MINUTE)
        .replaceAll(/[-:T]|\.000Z$/g, '')
        .slice(2);
    const telegram = (minute: number, kwh: number, gas: [minute: number, m3: number]): string => {
      const gasLines = `0-1:24.1.0(003)\r\n0-1:96.1.0(4730303432)\r\n0-1:24.2.1(${stamp(gas[0])}W)(${gas[1].toFixed(3).padStart(9, '0')}*m3)`;
      const body = `/KFM5KAIFA\r\n\r\n1-3:0.2.8(42)\r\n0-0:1.0.0(${stamp(minute)}W)\r\n0-0:96.1.1(4530303432)\r\n1-0:1.8.1(${kwh.toFixed(3).padStart(10, '0')}*kWh)\r\n${gasLines}\r\n!`;
      return `${body}${crc(body)}\r\n`;
    };
    const told = await tell([telegram(0, 999_998, [0, 100]), telegram(15, 3, [0, 100]), telegram(60, 10, [60, 104])], { profile: 'dsmr-p1', gas: true });

    // 1,000,000 - 999,998 + 3 = 5 kWh; 4 m3 of gas in the hour are four times one, each interpolated.
    expect((await told.quarters(START, START + 15 * MINUTE)).map((one) => [one.amount, one.quality])).toEqual([[5, 'M']]);
    await expect.poll(told.events).toMatchObject([{ kind: 'rollover', from: 999_998, to: 3, registerName: 'import-t1' }]);
    expect(amounts(await told.gasQuarters())).toEqual(Array.from({ length: 4 }, () => [1, 'I']));
  });
});

describe('one energy told twice', () => {
  it('by tariffs in one message and by a total in another is counted once in the balance', async () => {
    const both = (minute: number, low: number, normal: number): object[] => [
      { total_power_import_t1_kwh: low, total_power_import_t2_kwh: normal, ...stampOf(minute) },
      { total_power_import_kwh: low + normal, ...stampOf(minute) },
    ];
    const stampOf = (minute: number): object => ({ timestamp: iso(START + minute * MINUTE) });
    const told = await tell([...both(0, 100, 200), ...both(15, 101, 203)], { profile: 'homewizard' });

    const balance = await region.ask('GET', `/api/v1/companies/${String(told.company)}/balance?from=${iso(START)}&to=${iso(START + QUARTER)}`, KEY);

    expect((await told.quarters()).map((one) => one.amount).sort((a, b) => a - b)).toEqual([1, 3, 4]);
    expect(balance.body).toMatchObject({ totals: { importKwh: 4 }, coverage: 1 });
  });
});

describe('what a month of quarters says', () => {
  const month = (importKwh: (quarter: number) => number, over: (quarter: number) => object = () => ({})): object[] => {
    const messages: object[][] = [];
    let value = 10_000;
    for (let quarter = -28 * 96; quarter <= 3 * 96; quarter++) {
      if (quarter % 96 === 0) messages.push([]);
      messages.at(-1)?.push(reading(quarter * 15, Math.round(value * 1e6) / 1e6, over(quarter)));
      value += importKwh(quarter);
    }
    return messages;
  };

  it('a counter that stands still for a day and a half is frozen, with the 288 kWh that are usual', async () => {
    const told = await tell(month((quarter) => (quarter >= 0 && quarter < 144 ? 0 : 2)));

    expect(await told.events()).toMatchObject([{ kind: 'frozen', at: iso(START).replace('.000', ''), until: iso(START + 1.5 * DAY).replace('.000', ''), from: 288, to: 0 }]);
    expect((await told.quarters()).every((one) => one.amount === 0 && one.quality === 'M')).toBe(true);
  });

  it('import and export swapped for a day are told; the quarters hold what the registers say', async () => {
    const [swappedFrom, swappedTo] = [0, 96];
    const swapped = (quarter: number): boolean => quarter >= swappedFrom && quarter < swappedTo;
    // Takes 2 kWh a quarter and gives nothing: swapped, it gives 2 and takes nothing.
    let given = 0;
    const told = await tell(
      month(
        (quarter) => (swapped(quarter) ? 0 : 2),
        (quarter) => ({ exportKwh: swapped(quarter - 1) ? (given += 2) : given }),
      ),
    );

    expect((await told.events()).filter((one) => one.kind === 'reversed')).toMatchObject([
      { at: iso(START).replace('.000', ''), until: iso(START + DAY).replace('.000', ''), from: 192, to: 0 },
    ]);
  });
});

describe('what a message says', () => {
  it('power without a counter: integrated, flagged I, and said to be so', async () => {
    const told = await tell(Array.from({ length: 31 }, (_, minute) => ({ time: iso(START + minute * MINUTE), powerKw: 8 })));

    const quarters = (await told.quarters()).filter((one) => one.amount > 0);
    expect(quarters).toMatchObject([
      { amount: 2, quality: 'I', madeFrom: 'power' },
      { amount: 2, quality: 'I', madeFrom: 'power' },
    ]);
    expect(await told.meter()).toMatchObject({ fromPower: true });
    const balance = await region.ask('GET', `/api/v1/companies/${String(told.company)}/balance?from=${iso(START)}&to=${iso(START + 2 * QUARTER)}`, KEY);
    expect(balance.body).toMatchObject({ totals: { importKwh: 4 }, quality: { I: 1 }, coverage: 1 });
  });

  it('a total beside the tariffs that is not their sum: the tariffs are counted, once, and the difference is told', async () => {
    const stamp = (minute: number): string =>
      iso(START + minute * MINUTE)
        .replaceAll(/[-:T]|\.000Z$/g, '')
        .slice(2);
    // Without CRC and version line: an old telegram, whose time is the telegram time of a later one; so with a W stamp of UTC + 1.
    const telegram = (minute: number, low: number, normal: number, total: number): string => {
      const lines = [`1-0:1.8.1(${low.toFixed(3)}*kWh)`, `1-0:1.8.2(${normal.toFixed(3)}*kWh)`, `1-0:1.8.0(${total.toFixed(3)}*kWh)`];
      const body = `/KFM5KAIFA\r\n\r\n0-0:1.0.0(${stamp(minute + 60)}W)\r\n0-0:96.1.1(4530303432)\r\n${lines.join('\r\n')}\r\n!`;
      return `${body}${crc(body)}\r\n`;
    };
    const told = await tell([telegram(0, 100, 200, 300), telegram(15, 101, 202, 310)], { profile: 'dsmr-p1' });

    expect((await told.quarters()).map((one) => one.amount).sort((a, b) => a - b)).toEqual([1, 2]);
    await expect.poll(told.events).toMatchObject([{ kind: 'total-mismatch', from: 303, to: 310, registerName: 'import-t1' }]);
    expect(await told.meter()).toMatchObject({ phaseNetting: 'netted' });
  });
});

/** CRC-16/ARC by the bit, on its own. */
function crc(text: string): string {
  let value = 0;
  for (const byte of Buffer.from(text)) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ 0xa001 : value >> 1;
  }
  return value.toString(16).toUpperCase().padStart(4, '0');
}

describe('a question about events', () => {
  it('of more than 31 days is refused, and so is a reversed one', async () => {
    const told = await tell([reading(0, 1)]);
    const id = Number((await told.meter())['id']);

    expect((await region.ask('GET', `/api/v1/meters/${id}/events?from=2026-01-01&to=2026-03-01`, KEY)).body).toMatchObject({ code: 'period-too-long' });
    expect((await region.ask('GET', `/api/v1/meters/${id}/events?from=2026-01-02&to=2026-01-01`, KEY)).body).toMatchObject({ code: 'reversed-period' });
  });
});
