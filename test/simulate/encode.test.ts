// Bytes as the devices send them.
import { describe, expect, it } from 'vitest';
import { crc16Arc } from '../../src/domain/crc16.ts';
import { encodeGeneric } from '../../src/simulate/encode-generic.ts';
import { encodeHomeWizard } from '../../src/simulate/encode-homewizard.ts';
import { encodeP1, type P1Content } from '../../src/simulate/encode-p1.ts';

const CONTENT: P1Content = {
  at: Date.UTC(2026, 6, 13, 10, 4, 7),
  version: 50,
  serial: 'SIME4004857839013',
  importT1Kwh: 1581.1239,
  importT2Kwh: 1435.706,
  exportT1Kwh: 0,
  exportT2Kwh: 12.5,
  powerImportKw: 2.0274,
  powerExportKw: 0,
  mbus: [
    { carrier: 'gas', serial: 'SIMG0000000000001', at: Date.UTC(2026, 6, 13, 10), amount: 981.443 },
    { carrier: 'heat', serial: 'SIMH0000000000001', at: Date.UTC(2026, 6, 13, 10), amount: 1000 },
    { carrier: 'water', serial: 'SIMW0000000000001', at: Date.UTC(2026, 6, 13, 10), amount: 12.0009 },
  ],
};
const text = (payload: Uint8Array): string => Buffer.from(payload).toString('latin1');

describe('a P1 telegram', () => {
  it('carries the CRC of its bytes from slash to exclamation mark', () => {
    const payload = encodeP1(CONTENT);
    const end = payload.lastIndexOf(0x21);

    expect(text(payload).slice(end + 1)).toBe(
      `${crc16Arc(payload, 0, end + 1)
        .toString(16)
        .toUpperCase()
        .padStart(4, '0')}\r\n`,
    );
    expect(payload[0]).toBe(0x2f);
  });

  it('has CRLF line ends only', () => {
    expect(text(encodeP1(CONTENT)).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('shows counters cut off at a watt-hour, power in watts and the tariff of the hour', () => {
    const lines = text(encodeP1(CONTENT)).split('\r\n');

    expect(lines).toEqual(
      expect.arrayContaining([
        '1-3:0.2.8(50)',
        '0-0:1.0.0(260713120407S)',
        '0-0:96.1.1(53494D4534303034383537383339303133)',
        '1-0:1.8.1(001581.123*kWh)',
        '1-0:1.8.2(001435.706*kWh)',
        '1-0:2.8.1(000000.000*kWh)',
        '1-0:2.8.2(000012.500*kWh)',
        '0-0:96.14.0(0002)',
        '1-0:1.7.0(02.027*kW)',
        '1-0:2.7.0(00.000*kW)',
      ]),
    );
  });

  it('passes on M-Bus meters with their own stamp: gas and water in m3, heat in GJ', () => {
    const lines = text(encodeP1(CONTENT)).split('\r\n');

    expect(lines).toEqual(
      expect.arrayContaining([
        '0-1:24.1.0(003)',
        '0-1:24.2.1(260713120000S)(00981.443*m3)',
        '0-2:24.1.0(004)',
        '0-2:24.2.1(260713120000S)(00003.600*GJ)',
        '0-3:24.1.0(007)',
        '0-3:24.2.1(260713120000S)(00012.000*m3)',
      ]),
    );
  });

  it('of DSMR 4.2 has no voltages, and a W in winter', () => {
    const lines = text(encodeP1({ ...CONTENT, version: 42, at: Date.UTC(2026, 10, 1, 10) }));

    expect(lines).toContain('0-0:1.0.0(261101110000W)');
    expect(lines).not.toContain('*V)');
  });

  it('rolls over after 999999.999 kWh', () => {
    expect(text(encodeP1({ ...CONTENT, importT1Kwh: 1_000_000.5 }))).toContain('1-0:1.8.1(000000.500*kWh)');
  });
});

describe('a HomeWizard answer', () => {
  it('names its counters and shows generation as negative watts', () => {
    const answer: unknown = JSON.parse(text(encodeHomeWizard({ importKwh: 0, exportKwh: 12.3456, netPowerKw: -4.2 })));

    expect(answer).toMatchObject({ total_power_import_kwh: 0, total_power_export_kwh: 12.345, active_power_w: -4200, active_power_l3_w: -1400 });
  });
});

describe('a generic message', () => {
  const gas = { meter: 'G1', at: Date.UTC(2026, 6, 13, 10), counters: { gas: 12.3456 } };

  it('is one object for one meter and a list for several', () => {
    const one: unknown = JSON.parse(text(encodeGeneric({ meters: [gas], offset: 'Z' })));
    const two: unknown = JSON.parse(text(encodeGeneric({ meters: [gas, { ...gas, meter: 'G2' }], offset: 'Z' })));

    expect(one).toEqual({ meter: 'G1', time: '2026-07-13T10:00:00Z', gasM3: 12.345 });
    expect(two).toMatchObject([{ meter: 'G1' }, { meter: 'G2' }]);
  });

  it('writes the same instant on the Dutch clock with its offset', () => {
    expect(text(encodeGeneric({ meters: [gas], offset: '+02:00' }))).toContain('"time":"2026-07-13T12:00:00+02:00"');
  });

  it('names quantity and unit of every register, and power with a sign', () => {
    const meters = [{ meter: 'E', at: 0, counters: { import: 1, export: 2, generation: 3, charge: 4, discharge: 5, heat: 6, water: 7, biogas: 8 }, powerKw: -1.5 }];

    expect(JSON.parse(text(encodeGeneric({ meters, offset: 'Z' })))).toMatchObject({
      importKwh: 1,
      exportKwh: 2,
      generationKwh: 3,
      chargeKwh: 4,
      dischargeKwh: 5,
      heatKwh: 6,
      waterM3: 7,
      biogasM3: 8,
      powerKw: -1.5,
    });
  });
});
