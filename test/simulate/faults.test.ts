// Each fault does what its name says to one gateway, and leaves the truth and the others alone.
import { describe, expect, it } from 'vitest';
import { crc16Arc } from '../../src/domain/crc16.ts';
import type { Fault } from '../../src/simulate/faults.ts';
import { listen, numberAfter, type Received } from './received.ts';
import { company, plan } from './parks.ts';

const FROM = Date.UTC(2026, 2, 3, 9);
const minute = (count: number): number => FROM + count * 60_000;
const firm = company('eerbeek-loenen.bakery-1');
const P1 = `${firm.key}.p1`;
const SPAN = { plan, companies: [firm], from: FROM, to: minute(20) };
const run = async (faults: readonly Fault[]): Promise<{ messages: Received[]; clean: Received[]; sameTruth: boolean }> => {
  const faulty = await listen({ ...SPAN, faults });
  const clean = await listen(SPAN);
  return {
    messages: faulty.messages.filter((one) => one.gateway === P1),
    clean: clean.messages.filter((one) => one.gateway === P1),
    sameTruth: JSON.stringify(faulty.truth) === JSON.stringify(clean.truth),
  };
};
const between = (messages: readonly Received[], from: number, to: number): Received[] => messages.filter((one) => one.at >= minute(from) && one.at < minute(to));
const SPAN_OF_FAULT = { gateway: P1, fromMs: minute(5), toMs: minute(10) };

describe('a gap', () => {
  it('sends nothing, and the counters go on behind it', async () => {
    const { messages, clean, sameTruth } = await run([{ kind: 'gap', ...SPAN_OF_FAULT }]);

    expect(between(messages, 5, 10)).toEqual([]);
    expect(between(messages, 10, 20)).toEqual(between(clean, 10, 20));
    expect(sameTruth).toBe(true);
  });
});

describe('a duplicate', () => {
  it('sends every message of the span twice, byte for byte', async () => {
    const { messages, clean } = await run([{ kind: 'duplicate', ...SPAN_OF_FAULT }]);

    expect(between(messages, 5, 10)).toEqual(between(clean, 5, 10).flatMap((one) => [one, one]));
    expect(between(messages, 0, 5)).toEqual(between(clean, 0, 5));
  });
});

describe('a late burst', () => {
  it('brings all messages of the span after its end, in order and unchanged', async () => {
    const { messages, clean } = await run([{ kind: 'late-burst', ...SPAN_OF_FAULT }]);

    expect(between(messages, 5, 10)).toEqual([]);
    expect(messages.map((one) => one.text)).toEqual(clean.map((one) => one.text));
  });

  it('survives a restart in its middle', async () => {
    const faults: Fault[] = [{ kind: 'late-burst', ...SPAN_OF_FAULT }];
    const first = await listen({ ...SPAN, to: minute(7), faults });
    const second = await listen({ ...SPAN, from: minute(7), faults, state: JSON.parse(JSON.stringify(first.state)) });
    const { clean } = await run([]);

    expect([...first.messages, ...second.messages].filter((one) => one.gateway === P1).map((one) => one.text)).toEqual(clean.map((one) => one.text));
  });
});

describe('clock skew', () => {
  it('moves the stamps by its seconds and leaves the counters right', async () => {
    const { messages, clean } = await run([{ kind: 'clock-skew', skewS: 3600, ...SPAN_OF_FAULT }]);
    const [skewed] = between(messages, 6, 7);
    const [right] = between(clean, 6, 7);

    expect(numberAfter(skewed?.text ?? '', '0-0:1.0.0(26030')).toBe(numberAfter(right?.text ?? '', '0-0:1.0.0(26030') + 10_000);
    expect(numberAfter(skewed?.text ?? '', '1-0:1.8.2(')).toBe(numberAfter(right?.text ?? '', '1-0:1.8.2('));
  });
});

describe('garbage', () => {
  it('is no valid telegram, and is the same garbage on every run', async () => {
    const faults: Fault[] = [{ kind: 'garbage', ...SPAN_OF_FAULT }];
    const { messages } = await run(faults);
    const broken = between(messages, 5, 10);
    const valid = broken.filter(({ payload, text }) => {
      const end = payload.lastIndexOf(0x21);
      return (
        end > 0 &&
        text.slice(end + 1, end + 5) ===
          crc16Arc(payload, 0, end + 1)
            .toString(16)
            .toUpperCase()
            .padStart(4, '0')
      );
    });

    expect(broken.length).toBeGreaterThan(20);
    expect(valid).toEqual([]);
    expect(between((await run(faults)).messages, 5, 10)).toEqual(broken);
  });
});

describe('a slip of the unit', () => {
  it('sends a thousand times the counter, and nothing else is different', async () => {
    const logging = plan.companies.flatMap((one) => one.gateways.flatMap((gateway) => (gateway.profile === 'generic-json' ? [{ one, gateway: gateway.key }] : [])))[0];
    if (logging === undefined) throw new Error('the plan has no data logger');
    const span = { plan, companies: [logging.one], from: FROM, to: minute(12) };
    const hear = async (faults: readonly Fault[]): Promise<Received[]> => (await listen({ ...span, faults })).messages.filter((one) => one.gateway === logging.gateway);
    const [slipped, clean] = [await hear([{ kind: 'unit-slip', ...SPAN_OF_FAULT, gateway: logging.gateway }]), await hear([])];
    const read = (list: readonly Received[]): number => numberAfter(between(list, 5, 10)[0]?.text ?? '', 'importKwh":');

    expect(read(slipped) / read(clean)).toBeCloseTo(1000, 3);
    expect(between(slipped, 10, 12)).toEqual(between(clean, 10, 12));
  });
});

describe('a frozen meter', () => {
  it('shows one value for the span while its power goes on, and counts on from there', async () => {
    const { messages, clean, sameTruth } = await run([{ kind: 'frozen', ...SPAN_OF_FAULT }]);
    const reads = (list: readonly Received[], from: number, to: number): number[] => between(list, from, to).map((one) => numberAfter(one.text, '1-0:1.8.2('));
    const [still = NaN] = reads(messages, 5, 6);
    const missed = (reads(clean, 10, 11)[0] ?? NaN) - (reads(clean, 5, 6)[0] ?? NaN);

    expect(new Set(reads(messages, 5, 10))).toEqual(new Set([still]));
    expect(numberAfter(between(messages, 7, 8)[0]?.text ?? '', '1-0:1.7.0(')).toBeGreaterThan(0);
    expect((reads(clean, 19, 20)[0] ?? NaN) - (reads(messages, 19, 20)[0] ?? NaN)).toBeCloseTo(missed, 2);
    expect(sameTruth).toBe(true);
  });
});

describe('a reversed meter', () => {
  it('counts as export what was drawn in the span, over a restart too', async () => {
    const faults: Fault[] = [{ kind: 'reversed', ...SPAN_OF_FAULT }];
    const first = await listen({ ...SPAN, to: minute(7), faults });
    const second = await listen({ ...SPAN, from: minute(7), faults, state: JSON.parse(JSON.stringify(first.state)) });
    const messages = [...first.messages, ...second.messages].filter((one) => one.gateway === P1);
    const { clean } = await run([]);
    const read = (list: readonly Received[], at: number, code: string): number => numberAfter(between(list, at, at + 1)[0]?.text ?? '', code);
    const drawn = read(clean, 10, '1-0:1.8.2(') - read(clean, 5, '1-0:1.8.2(');

    expect(drawn).toBeGreaterThan(0.1);
    expect(read(messages, 10, '1-0:2.8.2(') - read(messages, 5, '1-0:2.8.2(')).toBeCloseTo(drawn, 1);
    expect(read(messages, 10, '1-0:1.8.2(') - read(messages, 5, '1-0:1.8.2(')).toBeCloseTo(read(clean, 10, '1-0:2.8.2(') - read(clean, 5, '1-0:2.8.2('), 1);
  });
});

describe('a reset', () => {
  it('drops the counters of the first meter to 0 and counts on from there, with the same serial', async () => {
    const { messages, clean, sameTruth } = await run([{ kind: 'reset', ...SPAN_OF_FAULT }]);
    const before = numberAfter(between(clean, 5, 6)[0]?.text ?? '', '1-0:1.8.2(');
    const last = messages.at(-1)?.text ?? '';

    expect(numberAfter(between(messages, 5, 6)[0]?.text ?? '', '1-0:1.8.2(')).toBeLessThan(1);
    expect(numberAfter(last, '1-0:1.8.2(')).toBeCloseTo(numberAfter(clean.at(-1)?.text ?? '', '1-0:1.8.2(') - before, 0);
    expect(last).toContain(
      Buffer.from(firm.meters[0]?.serial ?? '')
        .toString('hex')
        .toUpperCase(),
    );
    expect(sameTruth).toBe(true);
  });

  it('of a named meter leaves the others alone', async () => {
    const { messages } = await run([{ kind: 'reset', meter: `${firm.key}.gas`, ...SPAN_OF_FAULT }]);

    expect(numberAfter(messages.at(-1)?.text ?? '', '1-0:1.8.2(')).toBeGreaterThan(100);
  });
});

describe('a swap', () => {
  it('brings another serial that starts at 0, for good', async () => {
    const { messages } = await run([{ kind: 'swap', ...SPAN_OF_FAULT }]);
    const serialOf = (one: Received | undefined): string | undefined => /0-0:96\.1\.1\((\w+)\)/.exec(one?.text ?? '')?.[1];

    expect(serialOf(messages[0])).toBe(
      Buffer.from(firm.meters[0]?.serial ?? '')
        .toString('hex')
        .toUpperCase(),
    );
    expect(serialOf(messages.at(-1))).not.toBe(serialOf(messages[0]));
    expect(numberAfter(messages.at(-1)?.text ?? '', '1-0:1.8.2(')).toBeLessThan(10);
  });

  it('is remembered over a restart', async () => {
    const faults: Fault[] = [{ kind: 'swap', ...SPAN_OF_FAULT }];
    const first = await listen({ ...SPAN, to: minute(12), faults });
    const second = await listen({ ...SPAN, from: minute(12), faults, state: first.state });
    const { messages } = await run(faults);

    expect(second.messages.findLast((one) => one.gateway === P1)).toEqual(messages.at(-1));
  });
});
