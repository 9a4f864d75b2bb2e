// What a socket may do before and after it logs in: how many, how fast, how large. Decides, closes nothing.

export interface GuardLimits {
  readonly connectionsMax: number;
  /** New connections an address may open in a window. */
  readonly connectsPerWindowMax: number;
  /** Failed log-ins of one address and user name in a window, after which it has to wait. */
  readonly loginFailuresMax: number;
  readonly windowMs: number;
}

export const GUARD_LIMITS: GuardLimits = { connectionsMax: 20_000, connectsPerWindowMax: 6000, loginFailuresMax: 10, windowMs: 60_000 };
/** One MQTT packet, header included: a telegram is about 1 KiB. */
export const PACKET_BYTES_MAX = 64 * 1024;
export const CONNECT_TIMEOUT_MS = 10_000;
const WINDOWS_MAX = 50_000;

class Windows {
  readonly #counts = new Map<string, { since: number; count: number }>();
  readonly #windowMs: number;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(key: string, nowMs: number): number {
    const window = this.#current(key, nowMs);
    window.count += 1;
    this.#counts.set(key, window);
    if (this.#counts.size > WINDOWS_MAX) this.#forget(nowMs);
    return window.count;
  }

  count(key: string, nowMs: number): number {
    return this.#current(key, nowMs).count;
  }

  clear(key: string): void {
    this.#counts.delete(key);
  }

  #current(key: string, nowMs: number): { since: number; count: number } {
    const window = this.#counts.get(key);
    return window === undefined || nowMs - window.since >= this.#windowMs ? { since: nowMs, count: 0 } : window;
  }

  #forget(nowMs: number): void {
    for (const [key, window] of this.#counts) if (nowMs - window.since >= this.#windowMs) this.#counts.delete(key);
  }
}

export class Guard {
  readonly #limits: GuardLimits;
  readonly #connects: Windows;
  readonly #failures: Windows;
  #open = 0;

  constructor(limits: GuardLimits = GUARD_LIMITS) {
    this.#limits = limits;
    this.#connects = new Windows(limits.windowMs);
    this.#failures = new Windows(limits.windowMs);
  }

  /** May this address open one more connection? Counts it when it may. */
  admit(address: string, nowMs: number): boolean {
    if (this.#open >= this.#limits.connectionsMax) return false;
    if (this.#connects.add(address, nowMs) > this.#limits.connectsPerWindowMax) return false;
    this.#open += 1;
    return true;
  }

  left(): void {
    this.#open -= 1;
  }

  mayLogIn(address: string, username: string, nowMs: number): boolean {
    return this.#failures.count(`${address} ${username}`, nowMs) < this.#limits.loginFailuresMax;
  }

  loginFailed(address: string, username: string, nowMs: number): void {
    this.#failures.add(`${address} ${username}`, nowMs);
  }

  loggedIn(address: string, username: string): void {
    this.#failures.clear(`${address} ${username}`);
  }
}
