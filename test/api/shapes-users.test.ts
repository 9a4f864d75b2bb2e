// What a new account may say: roles of a known form, a password that is long enough, nothing else.
import { describe, expect, it } from 'vitest';
import { NewUser, OwnPassword, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, UserChange } from '../../src/api/shapes-users.ts';

const fits = (over: object): boolean => NewUser.safeParse({ email: 'els@example.org', name: 'Els', roles: [{ role: 'region' }], ...over }).success;

describe('a new account', () => {
  it('has an address, a name and a role', () => {
    expect(fits({})).toBe(true);
    expect([{ email: 'els' }, { name: '  ' }, { roles: [] }, { role: 'region' }, { name: 'x'.repeat(101) }].map(fits)).toEqual([false, false, false, false, false]);
  });

  it('has a manager with parks and a company with its number, and no role of a device', () => {
    const of = (role: object): boolean => fits({ roles: [role] });
    expect(of({ role: 'parkmanager', parks: ['de-mars'] })).toBe(true);
    expect(of({ role: 'company', company: 3 })).toBe(true);
    expect(
      [{ role: 'parkmanager' }, { role: 'parkmanager', parks: [] }, { role: 'company', company: 0 }, { role: 'gateway', gateway: 1 }, { role: 'operator', parks: ['x'] }].map(of),
    ).toEqual([false, false, false, false, false]);
  });

  it('has a password within its limits, or none', () => {
    const length = (chars: number): boolean => fits({ password: 'x'.repeat(chars) });
    expect([PASSWORD_CHARS_MIN - 1, PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MAX + 1].map(length)).toEqual([false, true, true, false]);
    expect(OwnPassword.safeParse({ current: 'x', next: 'x'.repeat(PASSWORD_CHARS_MIN) }).success).toBe(true);
  });

  it('may lose all its roles later', () => {
    expect(UserChange.safeParse({ roles: [] }).success).toBe(true);
    expect(UserChange.safeParse({ email: 'other@example.org' }).success).toBe(false);
  });
});
