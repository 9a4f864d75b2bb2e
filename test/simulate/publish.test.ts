// A span of simulated time: cadence, order, resumption, and counters whose differences are the truth.
import { describe, expect, it } from 'vitest';
import { listen, numberAfter, type Received } from './received.ts';
import { company, ofPark, plan } from './parks.ts';

const FROM = Date.UTC(2026, 2, 3, 8);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const mill = company('eerbeek-loenen.board-mill-1');
const withSun = plan.companies.find((one) => one.gateways.some((gateway) => gateway.profile === 'homewizard')) ?? mill;

/** Counter at an instant, on the line between the messages around it. */
function counterAt({ messages, mark, at }: { messages: readonly Received[]; mark: string; at: number }): number {
  const before = messages.findLast((one) => one.at <= at);
  const after = messages.find((one) => one.at >= at);
  if (before === undefined || after === undefined) return NaN;
  const from = numberAfter(before.text, mark);
  return after.at === before.at ? from : from + ((numberAfter(after.text, mark) - from) * (at - before.at)) / (after.at - before.at);
}

describe('a span', () => {
  it('is in order of time, begins with every gateway at its start and keeps each cadence', async () => {
    const { messages } = await listen({ plan, companies: ofPark('kweekweg'), from: FROM, to: FROM + 120_000 });
    const gateways = ofPark('kweekweg').flatMap((one) => one.gateways);
    const [first] = gateways;
    const times = messages.filter((one) => one.gateway === first?.key && one.at > FROM).map((one) => one.at);

    expect(messages.map((one) => one.at)).toEqual(messages.map((one) => one.at).sort((a, b) => a - b));
    expect(messages.filter((one) => one.at === FROM).map((one) => one.gateway)).toEqual(gateways.map((one) => one.key));
    expect(new Set(times.slice(1).map((at, index) => (at - (times[index] ?? 0)) / 1000))).toEqual(new Set([first?.cadenceS]));
  });

  it('gives the same bytes on every run', async () => {
    const span = { plan, companies: ofPark('kweekweg'), from: FROM, to: FROM + 60_000 };

    expect((await listen(span)).messages).toEqual((await listen(span)).messages);
  });

  it('cut in two gives the same messages and truth as in one piece', async () => {
    const companies = ofPark('kweekweg').slice(0, 3);
    const whole = await listen({ plan, companies, from: FROM, to: FROM + HOUR_MS });
    const first = await listen({ plan, companies, from: FROM, to: FROM + 1_000_000 });
    const second = await listen({ plan, companies, from: FROM + 1_000_000, to: FROM + HOUR_MS, state: JSON.parse(JSON.stringify(first.state)) });

    expect([...first.messages, ...second.messages]).toEqual(whole.messages);
    expect([...first.truth, ...second.truth]).toHaveLength(whole.truth.length);
    expect(second.state).toEqual(whole.state);
  });

  it('of which some messages are wanted sends those alone, and counts between them', async () => {
    const span = { plan, companies: ofPark('kweekweg').slice(0, 1), from: FROM, to: FROM + HOUR_MS };
    const sumOf = (truth: readonly { amount: number }[]): number => truth.reduce((sum, { amount }) => sum + amount, 0);
    const all = await listen(span);
    const some = await listen({ ...span, wanted: (_, at) => at % 900_000 < 60_000 });

    expect(some.messages.map(({ gateway, at }) => `${gateway} ${at}`)).toEqual(all.messages.filter(({ at }) => at % 900_000 < 60_000).map(({ gateway, at }) => `${gateway} ${at}`));
    expect(some.truth).toHaveLength(all.truth.length);
    // By the minute instead of the second.
    expect(sumOf(some.truth) / sumOf(all.truth)).toBeCloseTo(1, 2);
  });

  it('stamps hourly gas of DSMR 4 and five-minute gas of DSMR 5 with the boundary they were read at', async () => {
    const firms = plan.companies.filter((one) => one.meters.some((meter) => meter.carrier === 'gas') && one.gateways[0]?.profile === 'dsmr-p1');
    const { messages } = await listen({ plan, companies: firms, from: FROM + 55 * 60_000, to: FROM + 58 * 60_000 });
    const stampsOf = (cadenceS: number): Set<string | undefined> =>
      new Set(
        messages
          .filter((one) => firms.some((firm) => firm.gateways.some((gateway) => gateway.key === one.gateway && gateway.profile === 'dsmr-p1' && gateway.cadenceS === cadenceS)))
          .map((one) => /0-1:24\.2\.1\((\d+W)\)/.exec(one.text)?.[1]),
      );

    expect(stampsOf(10)).toEqual(new Set(['260303090000W']));
    expect(stampsOf(1)).toEqual(new Set(['260303095500W']));
  });
});

describe('without faults, counters at midnight and midnight differ by the truth within 0.1 %:', () => {
  const day = { plan, from: Date.UTC(2026, 5, 9, 22), to: Date.UTC(2026, 5, 10, 22, 1) };
  it.each([
    { firm: mill, gateway: 'gateway', mark: '"importKwh":', counter: 'main/import' },
    { firm: mill, gateway: 'gateway', mark: '"gasM3":', counter: 'gas/gas' },
    { firm: withSun, gateway: 'homewizard', mark: '"total_power_export_kwh":', counter: 'sun/export' },
    { firm: withSun, gateway: 'p1', mark: '1-0:1.8.1(', counter: 'main/import-t1' },
    { firm: withSun, gateway: 'p1', mark: '1-0:1.8.2(', counter: 'main/import-t2' },
  ])('$counter of $firm.key', async ({ firm, gateway, mark, counter }) => {
    const { messages, truth } = await listen({ ...day, companies: [firm] });
    const own = messages.filter((one) => one.gateway === `${firm.key}.${gateway}`);
    const trueAmount = truth.filter((one) => `${one.meter}/${one.register}` === `${firm.key}.${counter}`).reduce((sum, one) => sum + one.amount, 0);

    const counted = counterAt({ messages: own, mark, at: day.from + DAY_MS }) - counterAt({ messages: own, mark, at: day.from });

    expect(truth.filter((one) => `${one.meter}/${one.register}` === `${firm.key}.${counter}`)).toHaveLength(96);
    expect(trueAmount).toBeGreaterThan(1);
    expect(Math.abs(counted - trueAmount)).toBeLessThan(0.001 * trueAmount);
  });
});
