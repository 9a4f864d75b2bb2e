import { describe, expect, it } from 'vitest';
import { Guard } from '../../src/mqtt/guard.ts';

const limits = { connectionsMax: 3, connectsPerWindowMax: 5, loginFailuresMax: 2, windowMs: 60_000 };
const T = 1_792_490_400_000;

describe('connections', () => {
  it('are admitted up to their number at once, from wherever they come', () => {
    const guard = new Guard(limits);

    expect(['a', 'b', 'c', 'd'].map((address) => guard.admit(address, T))).toEqual([true, true, true, false]);
    guard.left();
    expect(guard.admit('d', T)).toBe(true);
  });

  it('of one address are admitted up to their number in a window, also when each leaves at once', () => {
    const guard = new Guard(limits);
    const storm = Array.from({ length: 7 }, (_, second) => {
      const admitted = guard.admit('a', T + second * 1000);
      if (admitted) guard.left();
      return admitted;
    });

    expect(storm).toEqual([true, true, true, true, true, false, false]);
    expect(guard.admit('b', T + 7000)).toBe(true);
    expect(guard.admit('a', T + 60_000)).toBe(true);
  });
});

describe('log-ins', () => {
  it('wrong twice have to wait for the end of the window, for that address and name alone', () => {
    const guard = new Guard(limits);
    guard.loginFailed('a', 'gw-1', T);
    expect(guard.mayLogIn('a', 'gw-1', T + 1)).toBe(true);
    guard.loginFailed('a', 'gw-1', T + 1);

    expect(guard.mayLogIn('a', 'gw-1', T + 2)).toBe(false);
    expect(guard.mayLogIn('a', 'gw-2', T + 2)).toBe(true);
    expect(guard.mayLogIn('b', 'gw-1', T + 2)).toBe(true);
    expect(guard.mayLogIn('a', 'gw-1', T + 60_000)).toBe(true);
  });

  it('that succeed in time forget what went wrong before', () => {
    const guard = new Guard(limits);
    guard.loginFailed('a', 'gw-1', T);
    guard.loggedIn('a', 'gw-1');
    guard.loginFailed('a', 'gw-1', T + 1);

    expect(guard.mayLogIn('a', 'gw-1', T + 2)).toBe(true);
  });

  it('under ever new names from many addresses are forgotten when their window has passed', () => {
    const guard = new Guard({ ...limits, windowMs: 1000 });
    for (let index = 0; index < 60_000; index++) guard.loginFailed('a', `name ${index}`, T + Math.floor(index / 20));

    // Names of the first window are gone; the last ones are still counted.
    guard.loginFailed('a', 'name 59999', T + 3000);
    expect(guard.mayLogIn('a', 'name 59999', T + 3000)).toBe(false);
  });
});
