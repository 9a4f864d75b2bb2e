// Which rules are off for whom, and what a channel wants to hear of.
import { expect, it } from 'vitest';
import { type RuleSwitch, RuleSwitches, wantsToHear } from '../../src/domain/alert-switches.ts';
import { epochMs } from '../../src/domain/units.ts';

const turned = (on: boolean, more: Partial<RuleSwitch> = {}): RuleSwitch => ({ kind: 'weekend-gas', park: 'p', company: 1, on, by: 'Els', at: epochMs(0), ...more });

it('are on until somebody switches them off, and then for that owner only', () => {
  const switches = new RuleSwitches([turned(false), turned(false, { company: 2 }), turned(true, { company: 2 })]);
  const off = (company: number | null, park = 'p') => switches.isOff('weekend-gas', { park, company });

  expect([off(1), off(2), off(null), off(1, 'q'), switches.isOff('silent-meter', { park: 'p', company: 1 })]).toEqual([true, false, false, false, false]);
  expect(switches.all().map(({ company, on }) => [company, on])).toEqual([
    [1, false],
    [2, true],
  ]);
});

it('a channel hears of what is urgent enough, of the rules that it names', () => {
  const channel = { park: 'p', company: null, leastSeverity: 'warning', kinds: null } as const;
  const hears = (kinds: typeof channel.kinds | readonly ['silent-meter'], severity: 'notice' | 'warning') => wantsToHear({ ...channel, kinds }, { kind: 'silent-meter', severity });

  expect([hears(null, 'notice'), hears(null, 'warning'), hears(['silent-meter'], 'warning')]).toEqual([false, true, true]);
  expect(wantsToHear({ ...channel, kinds: ['weekend-gas'] }, { kind: 'silent-meter', severity: 'urgent' })).toBe(false);
});
