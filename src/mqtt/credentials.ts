// Secrets of gateways: made once, kept as a hash, checked without a database.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface GatewayLogin {
  readonly gateway: number;
  readonly username: string;
  /** SHA-256 of the secret in hex. The secret is 160 random bits, so a slow hash would add nothing. */
  readonly secretHash: string;
}

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A secret that can be typed: 32 characters of base 32 without look-alikes. */
export function makeSecret(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  let secret = '';
  // Bytes above the largest multiple of 31 are dropped, or the first letters would come more often.
  while (secret.length < 32) for (const byte of randomBytes(32)) if (byte < 248 && secret.length < 32) secret += alphabet[byte % 31] ?? '';
  return secret;
}

/** All gateways that may log in. Lives in memory: a registry that is away keeps nobody out. */
export class Credentials {
  readonly #byName = new Map<string, GatewayLogin>();

  put(login: GatewayLogin): void {
    this.#byName.set(login.username, login);
  }

  remove(username: string): void {
    this.#byName.delete(username);
  }

  /** @returns the gateway, or null when name or secret are wrong */
  check(username: string, secret: string): GatewayLogin | null {
    const login = this.#byName.get(username);
    const expected = Buffer.from(login?.secretHash ?? hashSecret(''), 'hex');
    const given = Buffer.from(hashSecret(secret), 'hex');
    return timingSafeEqual(expected, given) && login !== undefined ? login : null;
  }
}
