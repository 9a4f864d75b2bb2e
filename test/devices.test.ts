// Every profile on its own samples, on damaged ones, and on what its source documents say.
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueprint } from '../devices/_blueprint.ts';
import { AGE_MAX_MS, CLOCK_AHEAD_MAX_MS, PAYLOAD_BYTES_MAX, READINGS_MAX, decodeMessage, profileById, profiles, recognise } from '../devices/index.ts';
import { shownReading } from '../src/decode.ts';
import { CARRIERS, FLOWS, READING_UNITS, type Decoded, type Reading } from '../src/domain/reading.ts';
import { toIso } from '../src/domain/time.ts';
import { epochMs } from '../src/domain/units.ts';
import { DEVICES_DIR, bytesOf, samplesOf, type Sample } from './devices/samples.ts';

const at = (iso: string) => epochMs(Date.parse(iso));
const contextOf = (sample: Sample) => ({ topic: sample.topic, receivedAt: at(sample.receivedAt) });
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

function shown(decoded: Decoded): Sample['expect'] & { detail?: string } {
  if (!decoded.ok) return { rejected: decoded.reason };
  const refused = decoded.refused.map((one) => one.reason);
  if (decoded.weighings !== undefined)
    return { readings: [], weighings: decoded.weighings.map((load) => ({ ...load, at: toIso(load.at) })), ...(refused.length > 0 ? { refused } : {}) };
  return { readings: decoded.readings.map(shownReading), ...(refused.length > 0 ? { refused } : {}), ...(decoded.notes.length > 0 ? { notes: [...decoded.notes] } : {}) };
}

describe('the index', () => {
  it('holds every profile file, under its file name, and each has samples', () => {
    const files = readdirSync(DEVICES_DIR).filter((name) => name.endsWith('.ts') && name !== 'index.ts' && !name.startsWith('_'));

    expect(files.map((name) => name.slice(0, -3)).toSorted()).toEqual(profiles.map((profile) => profile.id).toSorted());
    expect(
      readdirSync(DEVICES_DIR)
        .filter((name) => name.endsWith('.json'))
        .toSorted(),
    ).toEqual(profiles.map((profile) => `${profile.id}.samples.json`).toSorted());
  });

  it('finds a profile by its id only', () => {
    expect(profileById('homewizard')?.id).toBe('homewizard');
    expect(profileById('toString')).toBeUndefined();
  });
});

describe.each(profiles.map((profile) => [profile.id, profile] as const))('profile %s', (id, profile) => {
  const samples = samplesOf(id);
  const good = samples.filter((sample) => 'readings' in sample.expect);

  it.each(samples.map((sample) => [sample.name, sample] as const))('reads its sample: %s', (_name, sample) => {
    expect(shown(profile.decode(bytesOf(sample), contextOf(sample)))).toEqual(sample.expect);
    expect(shown(decodeMessage({ profile: id, payload: bytesOf(sample), context: contextOf(sample) }).decoded)).toEqual(sample.expect);
  });

  it('has samples that fail', () => {
    expect(samples.length - good.length).toBeGreaterThanOrEqual(5);
  });

  it('is the one that recognises its own messages', () => {
    for (const sample of good) expect([sample.name, recognise(bytesOf(sample), sample.topic)?.id]).toEqual([sample.name, id]);
  });

  it('has a title, a sentence on the set-up and moduli of registers that its samples show', () => {
    const registers = new Set(good.flatMap((sample) => ('readings' in sample.expect ? sample.expect.readings.map((line) => line.register) : [])));

    expect(profile.title.length).toBeGreaterThan(10);
    expect(profile.setup).toMatch(/\.$/);
    expect(Object.keys(profile.modulus).filter((name) => !registers.has(name))).toEqual([]);
  });

  it('never throws and never invents a number, whatever happens to the bytes', () => {
    const edits = fc.array(
      fc.record({
        kind: fc.constantFrom('flip', 'cut', 'insert'),
        where: fc.double({ min: 0, max: 1, noNaN: true }),
        byte: fc.integer({ min: 0, max: 255 }),
        length: fc.integer({ min: 1, max: 40 }),
      }),
      { minLength: 1, maxLength: 6 },
    );

    fc.assert(
      fc.property(fc.constantFrom(...good), edits, (sample, list) => {
        const payload = list.reduce<Uint8Array>(edited, bytesOf(sample));
        for (const decoded of [profile.decode(payload, contextOf(sample)), decodeMessage({ profile: null, payload, context: contextOf(sample) }).decoded]) expectSound(decoded);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on bytes that were never a message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (payload) => {
        expectSound(profile.decode(payload, { topic: 't', receivedAt: at('2026-07-01T00:00:00Z') }));
      }),
      { numRuns: 300 },
    );
  });
});

function edited(bytes: Uint8Array, { kind, where, byte, length }: { kind: string; where: number; byte: number; length: number }): Uint8Array {
  const index = Math.floor(where * bytes.length);
  if (kind === 'flip') return bytes.map((old, position) => (position === index ? old ^ (byte || 1) : old));
  const inserted = kind === 'insert' ? [byte] : [];
  return Uint8Array.from([...bytes.subarray(0, index), ...inserted, ...bytes.subarray(kind === 'cut' ? index + length : index)]);
}

function expectSound(decoded: Decoded): void {
  if (!decoded.ok) {
    expect(decoded.detail).not.toBe('');
    return;
  }
  expect(decoded.readings.length + (decoded.weighings?.length ?? 0)).toBeGreaterThan(0);
  for (const { kg, at: instant, stream } of decoded.weighings ?? [])
    expect([kg > 0 && kg <= 200_000, Number.isSafeInteger(instant), Number.isSafeInteger(stream)]).toEqual([true, true, true]);
  for (const reading of decoded.readings) expect(faultOf(reading)).toBeNull();
}

const UNITS_OF_KIND: Readonly<Record<Reading['kind'], readonly string[]>> = { counter: ['kWh', 'm3', 'GJ'], gauge: ['kW', 'm3/h', 'degC'] };
function faultOf(reading: Reading): string | null {
  const known = CARRIERS.includes(reading.carrier) && FLOWS.includes(reading.flow) && READING_UNITS.includes(reading.unit) && UNITS_OF_KIND[reading.kind].includes(reading.unit);
  return known && Number.isFinite(reading.value) && reading.value >= 0 && Number.isSafeInteger(reading.at) && /^[a-z0-9-]+$/.test(reading.register)
    ? null
    : JSON.stringify(reading);
}

describe('limits of one message', () => {
  const context = { topic: 't', receivedAt: at('2026-07-01T12:00:00Z') };
  const decodeJson = (value: unknown, times?: 'any') =>
    decodeMessage({ profile: 'generic-json', payload: json(value), context, ...(times === undefined ? {} : { times }) }).decoded;
  const atOffset = (offsetMs: number) => ({ meter: 'm', time: context.receivedAt + offsetMs, importKwh: 1 });

  it('refuses a payload above 64 KiB before anything reads it', () => {
    const { decoded } = decodeMessage({ profile: 'dsmr-p1', payload: new Uint8Array(PAYLOAD_BYTES_MAX + 1), context });

    expect(decoded).toMatchObject({ ok: false, reason: 'payload-too-large' });
    expect(decodeMessage({ profile: 'dsmr-p1', payload: new Uint8Array(PAYLOAD_BYTES_MAX), context }).decoded).toMatchObject({ reason: 'not-a-telegram' });
  });

  it('refuses more readings than a message can sensibly hold', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ ...atOffset(-index * 1000) }));

    expect(decodeJson(many(READINGS_MAX)).ok).toBe(true);
    expect(decodeJson(many(READINGS_MAX + 1))).toMatchObject({ ok: false, reason: 'too-many-readings' });
  });

  it('refuses a clock more than five minutes ahead, and takes one that is just five', () => {
    expect(decodeJson(atOffset(CLOCK_AHEAD_MAX_MS)).ok).toBe(true);
    expect(decodeJson(atOffset(CLOCK_AHEAD_MAX_MS + 1))).toMatchObject({ ok: false, reason: 'clock-ahead' });
  });

  it('refuses what is older than ninety days', () => {
    expect(decodeJson(atOffset(-AGE_MAX_MS)).ok).toBe(true);
    expect(decodeJson(atOffset(-AGE_MAX_MS - 1))).toMatchObject({ ok: false, reason: 'too-old' });
  });

  it('keeps the readings whose time is right and names the others once per time', () => {
    const decoded = decodeJson([atOffset(0), { ...atOffset(3_600_000), exportKwh: 2, powerKw: 1 }]);

    expect(shown(decoded)).toMatchObject({ readings: [{ register: 'import' }], refused: ['clock-ahead'] });
  });

  it('takes any time when a captured file is read', () => {
    expect(decodeJson(atOffset(-10 * AGE_MAX_MS), 'any').ok).toBe(true);
  });

  it('says which profiles there are when the name is unknown', () => {
    const { profile, decoded } = decodeMessage({ profile: 'smart-meter', payload: json(atOffset(0)), context });

    expect(profile).toBeNull();
    expect(decoded).toMatchObject({ reason: 'unknown-profile', detail: expect.stringContaining('dsmr-p1') });
  });

  it('lets the payload choose when the gateway has no profile', () => {
    expect(decodeMessage({ profile: null, payload: json(atOffset(0)), context }).profile).toBe('generic-json');
    expect(decodeMessage({ profile: null, payload: json({ temperature: 21 }), context }).decoded).toMatchObject({ reason: 'unknown-shape' });
    expect(decodeMessage({ profile: null, payload: new Uint8Array(), context }).decoded).toMatchObject({ reason: 'empty-payload' });
  });
});

describe('P1 telegrams', () => {
  const p1 = profileById('dsmr-p1');
  const decode = (payload: Uint8Array, receivedAt = '2026-01-15T12:45:11Z') =>
    p1?.decode(payload, { topic: 'dsmr/raw', receivedAt: at(receivedAt) }) ?? expect.fail('no profile dsmr-p1');
  const telegram = (lines: readonly string[]) => {
    const body = Buffer.from(['/KRS5\\2TEST', '', ...lines, '!'].join('\r\n'), 'latin1');
    return Buffer.concat([body, Buffer.from(`${bitwiseCrc(body).toString(16).toUpperCase().padStart(4, '0')}\r\n`)]);
  };
  const whole = telegram([
    '1-3:0.2.8(50)',
    '0-0:1.0.0(260115134510W)',
    '1-0:1.8.1(004321.987*kWh)',
    '1-0:1.7.0(12.345*kW)',
    '0-1:24.1.0(003)',
    '0-1:24.2.1(260115134500W)(00981.443*m3)',
  ]);

  it('of the samples carry the CRC that the polynomial gives bit by bit', () => {
    const accepted = samplesOf('dsmr-p1').filter((sample) => 'readings' in sample.expect && sample.expect.notes === undefined && sample.expect.refused === undefined);

    expect(accepted.length).toBeGreaterThan(5);
    for (const sample of accepted) {
      const bytes = Buffer.from(bytesOf(sample));
      const body = bytes.subarray(bytes.lastIndexOf('/'), bytes.lastIndexOf('!') + 1);
      expect([sample.name, bytes.toString('latin1', bytes.lastIndexOf('!') + 1).trim()]).toEqual([sample.name, bitwiseCrc(body).toString(16).toUpperCase().padStart(4, '0')]);
    }
  });

  it('are rejected for any single bit that changed between the slash and the CRC', () => {
    const bits = fc.record({ byte: fc.integer({ min: 1, max: whole.lastIndexOf('!') - 1 }), bit: fc.integer({ min: 0, max: 7 }) });

    fc.assert(
      fc.property(bits, ({ byte, bit }) => {
        expect(decode(whole.map((old, index) => (index === byte ? old ^ (1 << bit) : old))).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('are rejected wherever they are cut off', () => {
    const lengths = Array.from({ length: whole.lastIndexOf('!') + 4 }, (_, index) => index + 1);

    expect(lengths.filter((length) => decode(whole.subarray(0, length)).ok)).toEqual([]);
    expect(decode(whole.subarray(0, whole.lastIndexOf('!') + 5)).ok).toBe(true);
  });

  it('with mixed line ends are accepted when restoring them gives the CRC', () => {
    const mixed = Buffer.from(whole.toString('latin1').replace('\r\n', '\n'), 'latin1');

    expect(decode(mixed)).toMatchObject({ ok: true, notes: ['crc-not-verifiable'] });
  });

  it('with LF only, whose CRC the gateway computed anew, need no note', () => {
    const body = Buffer.from(['/KRS5\\2TEST', '', '0-0:1.0.0(260115134510W)', '1-0:1.8.1(004321.987*kWh)', '!'].join('\n'), 'latin1');
    const decoded = decode(Buffer.concat([body, Buffer.from(bitwiseCrc(body).toString(16).padStart(4, '0'))]));

    expect(decoded).toMatchObject({ ok: true, notes: [] });
  });

  it('of DSMR 2, which no CRC protects, do not end at a line whose first character was damaged into an exclamation mark', () => {
    const lines = ['/KRS5\\2TEST', '', '1-0:1.8.1(00100.001*kWh)', '!-0:1.8.2(00200.002*kWh)', '1-0:1.7.0(0001.01*kW)', ''];

    expect(decode(Buffer.from(lines.join('\r\n'), 'latin1'))).toMatchObject({ ok: false, reason: 'telegram-truncated' });
  });

  it('with junk before the slash are found', () => {
    expect(decode(Buffer.concat([Buffer.from([0, 0xff, 0x41]), whole])).ok).toBe(true);
  });

  it('by a zoneless gas clock in the doubled hour take the hour nearest to the receipt', () => {
    const lines = ['/KRS5\\2TEST', '', '0-1:24.1.0(3)', '0-1:24.3.0(261025023000)(00)(60)(1)(0-1:24.2.1)(m3)', '(00555.125)', '!', ''];
    const payload = Buffer.from(lines.join('\r\n'), 'latin1');

    expect(shown(decode(payload, '2026-10-25T00:31:00Z'))).toMatchObject({ readings: [{ at: '2026-10-25T00:30:00Z' }] });
    expect(shown(decode(payload, '2026-10-25T01:31:00Z'))).toMatchObject({ readings: [{ at: '2026-10-25T01:30:00Z' }] });
  });

  it('keep the gas time of the gas meter, not that of the telegram', () => {
    expect(shown(decode(whole))).toMatchObject({ readings: [{ at: '2026-01-15T12:45:10Z' }, { at: '2026-01-15T12:45:10Z' }, { register: 'gas', at: '2026-01-15T12:45:00Z' }] });
  });

  it('without a usable telegram time still give gas', () => {
    const decoded = decode(telegram(['0-0:1.0.0(999999999999W)', '1-0:1.8.1(004321.987*kWh)', '0-1:24.1.0(003)', '0-1:24.2.1(260115134500W)(00981.443*m3)']));

    expect(shown(decoded)).toMatchObject({ readings: [{ register: 'gas' }], refused: ['bad-time'] });
  });

  it.each([
    ['1-0:1.8.1(004321.987*kvarh)', 'unit-mismatch'],
    ['1-0:1.7.0(12.345*kWh)', 'unit-mismatch'],
    ['1-0:1.8.1(004321,987*kWh)', 'bad-number'],
    ['1-0:1.8.1(-04321.987*kWh)', 'bad-number'],
    ['1-0:1.8.1(NaN*kWh)', 'bad-number'],
  ])('refuse the register %s as %s', (line, reason) => {
    expect(decode(telegram(['0-0:1.0.0(260115134510W)', line]))).toMatchObject({ ok: false, reason });
  });

  it.each([
    ['4B525345303432', 'KRSE042'],
    ['12345678901234567890', '12345678901234567890'],
    ['xxxx', 'xxxx'],
    ['', ''],
    ['333', '333'],
  ])('name the device %s as %s', (printed, device) => {
    expect(decode(telegram(['0-0:1.0.0(260115134510W)', `0-0:96.1.1(${printed})`, '1-0:1.8.1(004321.987*kWh)']))).toMatchObject({ readings: [{ device }] });
  });

  it.each([
    ['0-1:24.1.0(003)', '0-1:96.1.0()', '0-1:24.2.1(700101010000W)(00000000)'],
    ['0-1:24.1.0(003)', '0-1:96.1.0(4B5253)', '0-1:24.2.1(632525252525S)(00000.000)'],
    ['0-1:24.1.0(003)', '0-1:96.1.0(4B5253)', '0-1:24.2.1()'],
    ['0-1:24.1.0(003)', '0-1:96.1.0(4B5253)', '0-1:24.2.1(700101000000W)(00000.000*m3)'],
    ['0-1:96.1.1()', '0-0:96.13.0()', '1-0:32.32.0(00001)'],
  ])('pass over a dead channel: %s %s %s', (...lines) => {
    expect(decode(telegram(['0-0:1.0.0(260115134510W)', '1-0:1.8.1(004321.987*kWh)', ...lines]))).toMatchObject({
      ok: true,
      refused: [],
      notes: ['dead-channel'],
      readings: [{ register: 'import-t1' }],
    });
  });
});

/** CRC-16/ARC straight from the polynomial x16 + x15 + x2 + 1, without the table of the product. */
function bitwiseCrc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

describe('the blueprint', () => {
  const context = { topic: 't', receivedAt: at('2026-07-01T12:00:00Z') };

  it('decodes, so that a copy starts from something that works', () => {
    const payload = json({ vendor_energy_wh: 1500, vendor_time: '2026-07-01T13:59:00+02:00', vendor_serial: 'a' });

    expect(blueprint.recognises(payload, 't')).toBe(true);
    expect(shown(blueprint.decode(payload, context))).toMatchObject({ readings: [{ value: 1.5, unit: 'kWh', at: '2026-07-01T11:59:00Z', device: 'a', timeSource: 'device' }] });
    expect(shown(blueprint.decode(json({ vendor_energy_wh: 1500 }), context))).toMatchObject({ readings: [{ timeSource: 'arrival' }], notes: ['arrival-time'] });
  });

  it.each([
    [Buffer.from(''), 'empty-payload'],
    [Buffer.from('x'), 'not-json'],
    [json([]), 'unknown-shape'],
    [json({ vendor_energy_wh: null }), 'no-reading'],
    [json({ vendor_energy_wh: '1' }), 'bad-number'],
    [json({ vendor_energy_wh: 1, vendor_time: '2026-07-01T13:59:00' }), 'bad-time'],
  ])('rejects %s', (payload, reason) => {
    expect(blueprint.decode(payload, context)).toMatchObject({ ok: false, reason });
  });
});

describe('docs/methods.md', () => {
  it('has a sentence for every reason and a row for every register of the samples', () => {
    const text = readFileSync(new URL('../docs/methods.md', import.meta.url), 'utf8');
    const registers = profiles
      .flatMap((profile) => samplesOf(profile.id))
      .flatMap((sample) => ('readings' in sample.expect ? sample.expect.readings.map((line) => line.register) : []));
    const reasons = profiles.flatMap((profile) => samplesOf(profile.id)).flatMap(({ expect: wanted }) => ('rejected' in wanted ? [wanted.rejected] : (wanted.refused ?? [])));

    expect([...new Set([...registers, ...reasons])].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
