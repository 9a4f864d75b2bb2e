// Passwords: hashed with a salt of their own, checked, and never more than a limit at once.
import { scryptSync } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords, PasswordsBusyError, WAITING_MAX } from '../../src/api/passwords.ts';
import { program } from '../program.ts';

/** By the thread that hashes in the product, and not by the cheap one of all other tests. */
const start = (): Passwords => new Passwords(new Worker(program('api/password-thread')));

let passwords: Passwords;
beforeAll(() => {
  passwords = start();
});
afterAll(() => passwords.close());

describe('a password', () => {
  it('is known again, and no other is', async () => {
    const hash = await passwords.hash('a long password');

    expect(await passwords.verify({ hash, password: 'a long password' })).toBe(true);
    expect(await passwords.verify({ hash, password: 'a long passwore' })).toBe(false);
  });

  it('is hashed with scrypt at the cost OWASP advises, under a salt of its own', async () => {
    const [one, other] = [await passwords.hash('the same'), await passwords.hash('the same')];
    const [salt = '', key] = one.split(':');

    expect(one).not.toBe(other);
    expect(scryptSync('the same', Buffer.from(salt, 'hex'), 32, { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 }).toString('hex')).toBe(key);
  });

  it('is the same however its letters are composed', async () => {
    const hash = await passwords.hash('caf\u00e9 cr\u00e8me');

    expect(await passwords.verify({ hash, password: 'cafe\u0301 cre\u0300me' })).toBe(true);
  });

  it('against something that is no hash is wrong', async () => {
    expect(await passwords.verify({ hash: 'nothing', password: 'x' })).toBe(false);
    expect(await passwords.verify({ hash: 'aa:bb', password: 'x' })).toBe(false);
  });

  it('waits behind a limit of others; one more is told so at once', async () => {
    const other = start();
    const waiting = Array.from({ length: WAITING_MAX }, () => other.hash('x').catch((error: unknown) => error));

    await expect(other.hash('x')).rejects.toBeInstanceOf(PasswordsBusyError);
    await other.close();
    expect(await waiting.at(-1)).toBeInstanceOf(Error);
  });
});
