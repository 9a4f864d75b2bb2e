// Turns at a worker that makes one sum at a time: whoever asks much waits behind whoever asks little, and nobody waits without end.
import type { Principal } from '../domain/access.ts';
import { ApiError } from './errors.ts';

/** Questions of one person, and of all, that wait or are being answered. */
export const TURNS_OF_ONE_MAX = 8;
export const TURNS_MAX = 40;

type Work = () => Promise<void>;

export class FairTurns {
  readonly #waiting = new Map<string, Work[]>();
  readonly #counts = new Map<string, number>();
  readonly #max: { readonly ofOne: number; readonly all: number };
  #all = 0;
  #isRunning = false;

  constructor(max: { ofOne: number; all: number } = { ofOne: TURNS_OF_ONE_MAX, all: TURNS_MAX }) {
    this.#max = max;
  }

  /** Does work when its turn comes.
   *  @throws ApiError too-many-requests when this person has too much waiting, busy when all together have */
  take<T>(principal: Pick<Principal, 'id'>, work: () => Promise<T>): Promise<T> {
    const owner = principal.id ?? '';
    const mine = this.#counts.get(owner) ?? 0;
    if (mine >= this.#max.ofOne)
      throw new ApiError('too-many-requests', `You have ${mine} of these sums waiting, which is the most for one person; wait until one of them is answered.`);
    if (this.#all >= this.#max.all) throw new ApiError('busy', `${this.#all} of these sums are waiting already; try again in a minute.`);
    this.#all += 1;
    this.#counts.set(owner, mine + 1);
    return new Promise<T>((settle, refuse) => {
      const turn = async (): Promise<void> => {
        const [outcome] = await Promise.allSettled([work()]);
        // Who asks again upon the answer finds its place free.
        this.#done(owner);
        if (outcome.status === 'fulfilled') settle(outcome.value);
        else refuse(outcome.reason);
      };
      this.#waiting.set(owner, [...(this.#waiting.get(owner) ?? []), turn]);
      if (!this.#isRunning) this.#next();
    });
  }

  #done(owner: string): void {
    this.#all -= 1;
    const left = (this.#counts.get(owner) ?? 1) - 1;
    if (left === 0) this.#counts.delete(owner);
    else this.#counts.set(owner, left);
  }

  /** The first question of whoever was not served for the longest. */
  #next(): void {
    const first = this.#waiting.entries().next();
    this.#isRunning = first.done !== true;
    if (first.done === true) return;
    const [owner, [work, ...rest]] = first.value;
    this.#waiting.delete(owner);
    if (rest.length > 0) this.#waiting.set(owner, rest);
    if (work === undefined) return this.#next();
    void work().then(() => this.#next());
  }
}
