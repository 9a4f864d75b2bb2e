import { describe, expect, it } from 'vitest';
import { Credentials, hashSecret, makeSecret } from '../../src/mqtt/credentials.ts';

const login = (username: string, secret: string): { gateway: number; username: string; secretHash: string } => ({ gateway: 7, username, secretHash: hashSecret(secret) });

describe('credentials', () => {
  it('let in who has the right secret, and nobody else', () => {
    const credentials = new Credentials();
    credentials.put(login('gw-1', 's3cret'));

    expect(credentials.check('gw-1', 's3cret')?.gateway).toBe(7);
    for (const [name, secret] of [
      ['gw-1', 's3cret '],
      ['gw-1', ''],
      ['gw-2', 's3cret'],
      ['', ''],
      ['__proto__', ''],
      ['gw-1', hashSecret('s3cret')],
    ] as const)
      expect(credentials.check(name, secret)).toBeNull();
  });

  it('that were renewed take the new secret only', () => {
    const credentials = new Credentials();
    credentials.put(login('gw-1', 'old'));
    credentials.put(login('gw-1', 'new'));

    expect(credentials.check('gw-1', 'old')).toBeNull();
    expect(credentials.check('gw-1', 'new')).not.toBeNull();
  });

  it('that were removed let nobody in, not even with an empty secret', () => {
    const credentials = new Credentials();
    credentials.put(login('gw-1', 'old'));
    credentials.remove('gw-1');

    for (const secret of ['old', '']) expect(credentials.check('gw-1', secret)).toBeNull();
  });
});

describe('a secret', () => {
  it('has 32 letters and digits without look-alikes, and is never the same', () => {
    const secrets = Array.from({ length: 200 }, makeSecret);

    for (const secret of secrets) expect(secret).toMatch(/^[a-hj-kmnp-z2-9]{32}$/);
    expect(new Set(secrets).size).toBe(200);
  });

  it('uses every letter about as often: none comes twice as often as another', () => {
    const counts = new Map<string, number>();
    for (const letter of Array.from({ length: 1000 }, makeSecret).join('')) counts.set(letter, (counts.get(letter) ?? 0) + 1);

    expect(counts.size).toBe(31);
    expect(Math.max(...counts.values()) / Math.min(...counts.values())).toBeLessThan(1.5);
  });
});
