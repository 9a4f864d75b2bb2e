// Which quarters of a balance may be told to whoever may not see its companies. Every longer figure for such a reader is a sum of
// what may be told, so that no two figures differ by what may not. Pure.
import { type ConnectionQuarters, isSilent } from './balance.ts';
import { RECOGNISABLE, judgeMeasure, judgeSums } from './disclosure.ts';
import { EntitySums } from './entity-sums.ts';
import { MEASURES_TOLD, type ToldMeasure, type Use, isOfAll, ownerOf, shareOf, useOf } from './told-uses.ts';

/** Whose a connection is: companies with one entity are one. */
export interface Member {
  readonly company: number;
  readonly entity: string;
  readonly park: string;
}

const GROUND = ['used', 'drawn'] as const;
/** What a figure of the balance would tell, beside what is drawn: draw less the net of all is what is fed in, and a use, with what is
 *  made and stored, tells all the others. A kind of generation by itself is told where each of them may be. */
const MEASURES_OF = {
  import: GROUND,
  export: [...GROUND, 'fed'],
  exchange: [...GROUND, 'fed', 'both'],
  generation: [...GROUND, 'made'],
  kinds: [...GROUND, 'made', 'sun', 'wind', 'chp', 'other-generation'],
  storage: [...GROUND, 'charged', 'discharged'],
  use: [...GROUND, 'fed', 'made', 'charged', 'discharged', 'left'],
  all: MEASURES_TOLD.filter((one) => one !== 'sun' && one !== 'wind' && one !== 'chp' && one !== 'other-generation'),
} as const satisfies Record<string, readonly ToldMeasure[]>;
/** Figures that are told of the same quarters; `all`: every one of them. */
export type ToldFigure = keyof typeof MEASURES_OF;
export const TOLD_FIGURES = ['import', 'export', 'exchange', 'generation', 'kinds', 'storage', 'use', 'all'] as const satisfies readonly ToldFigure[];

/** Of each figure. */
export const byFigure = <T>(of: (figure: ToldFigure) => T): Record<ToldFigure, T> => ({
  import: of('import'),
  export: of('export'),
  exchange: of('exchange'),
  generation: of('generation'),
  kinds: of('kinds'),
  storage: of('storage'),
  use: of('use'),
  all: of('all'),
});

interface Park {
  /** 1 where somebody of it told what it used; null: it is not looked at. */
  readonly heard: Uint8Array | null;
  readonly uses: readonly Use[];
  /** The owners of main meters, who draw what they do not pass on. */
  readonly owners: readonly Use[];
  /** 1 where the park by itself may not be told. */
  readonly secret: ReadonlyMap<ToldFigure, Uint8Array>;
}

/** Collects connections one by one, then says which quarters may be told: those of which every park by itself may be. Of all parks as one
 *  those of which all together may be and no park is told that would leave the others by themselves.
 *  @see docs/methods.md#disclosure */
export class ToldQuarters {
  readonly #quarters: number;
  readonly #members: ReadonlyMap<number, Member>;
  readonly #uses = new Map<string, Use[]>();
  readonly #byCompany = new Map<number, Use[]>();
  readonly #asOne: boolean;
  #parks: readonly Park[] = [];
  /** All parks as one, where they are told so. */
  #together: Park | null = null;
  #secret: ReadonlyMap<ToldFigure, Uint8Array> = new Map();

  /** @param asOne no park by itself is told of the period, all of them together may be */
  constructor(quarters: number, members: readonly Member[], asOne = false) {
    this.#quarters = quarters;
    this.#asOne = asOne;
    this.#members = new Map(members.map((one) => [one.company, one]));
  }

  add(connection: ConnectionQuarters): void {
    if (isSilent(connection)) return;
    const member = this.#members.get(connection.company);
    const use = useOf(connection, member?.entity ?? `company ${connection.company}`, this.#quarters);
    put(this.#uses, member?.park ?? '', use);
    if (!connection.passesOn) put(this.#byCompany, use.company, use);
  }

  /** After the last connection. */
  judge(): this {
    const n = this.#quarters;
    this.#parks = [...this.#uses.values()].map((all) => parkOf(all, { quarters: n, isHeard: this.#asOne }));
    this.#together = this.#asOne ? parkOf([...this.#uses.values()].flat(), { quarters: n, isHeard: false }) : null;
    this.#secret = new Map(TOLD_FIGURES.map((figure) => [figure, this.#secretOf(figure)]));
    return this;
  }

  #secretOf(figure: ToldFigure): Uint8Array {
    const n = this.#quarters;
    const of = (parks: readonly Park[]): Uint8Array[] => parks.flatMap(({ secret }) => secret.get(figure) ?? []);
    if (this.#together === null) return anyOf(of(this.#parks), n);
    return anyOf([...of([this.#together]), this.#apart(figure)], n);
  }

  /** 1 where a park may be told by itself and another one may not: all of them less the one would tell the other. */
  #apart(figure: ToldFigure): Uint8Array {
    const apart = new Uint8Array(this.#quarters);
    for (let t = 0; t < apart.length; t++) {
      const heard = this.#parks.filter((park) => park.heard?.[t] === 1);
      const secret = heard.filter((park) => park.secret.get(figure)?.[t] === 1).length;
      if (secret > 0 && secret < heard.length) apart[t] = 1;
    }
    return apart;
  }

  /** Stretches [from, to) of quarters of which a figure may be told. */
  runs(from: number, to: number, figure: ToldFigure = 'import'): [number, number][] {
    const runs: [number, number][] = [];
    const secret = this.#secret.get(figure);
    for (let t = from; t < to; t++) {
      if (secret?.[t] === 1) continue;
      const run = runs.at(-1);
      if (run !== undefined && run[1] === t) run[1] = t + 1;
      else runs.push([t, t + 1]);
    }
    return runs;
  }

  secretIn(from: number, to: number, figure: ToldFigure = 'import'): number {
    let count = 0;
    const secret = this.#secret.get(figure);
    for (let t = from; t < to; t++) count += secret?.[t] ?? 0;
    return count;
  }

  /** May a stretch be told as a whole, beside those of its quarters that are told, of each park? What the others come to has to say
   *  too little of anybody: park by park, or else of all parks together where they are several. */
  isWhole(from: number, to: number, figure: ToldFigure = 'import'): boolean {
    const over = { from, to, figure };
    if (this.#together === null) return MEASURES_OF[figure].every((measure) => areRestsTold(this.#parks, measure, over));
    const alone = this.#parks.filter((park) => park.heard?.subarray(from, to).includes(1)).map((park) => isRestTold(park, over));
    return new Set(alone).size <= 1 && !this.#apart(figure).subarray(from, to).includes(1) && isRestTold(this.#together, over);
  }

  /** Did a company tell anything in a quarter? null: in none. */
  hasSpoken(company: number): ((t: number) => boolean) | null {
    const mine = this.#byCompany.get(company);
    if (mine === undefined) return null;
    return (t) => mine.some(({ amounts }) => !Number.isNaN(amounts.get('used')?.[t] ?? Number.NaN));
  }
}

function parkOf(all: readonly Use[], { quarters, isHeard }: { quarters: number; isHeard: boolean }): Park {
  const owners = all.filter((one) => one.net !== null).map((main) => ownerOf(main, all, quarters));
  const uses = all.filter((one) => one.net === null);
  return { heard: isHeard ? heardIn(uses, quarters) : null, uses, owners, secret: secretIn({ uses, owners }, quarters) };
}

function heardIn(uses: readonly Use[], quarters: number): Uint8Array {
  const heard = new Uint8Array(quarters);
  for (const { amounts } of uses) for (const [t, one] of amounts.get('used')?.entries() ?? []) if (!Number.isNaN(one)) heard[t] = 1;
  return heard;
}

function put<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

/** 1 where one of them is. */
function anyOf(marks: readonly Uint8Array[], quarters: number): Uint8Array {
  const any = new Uint8Array(quarters);
  for (const one of marks) for (let t = 0; t < quarters; t++) if (one[t] === 1) any[t] = 1;
  return any;
}

/** Quarters of which a park may not be told, by what is told of them. */
function secretIn({ uses, owners }: Pick<Park, 'uses' | 'owners'>, quarters: number): Map<ToldFigure, Uint8Array> {
  const byMeasure = new Map(MEASURES_TOLD.map((measure) => [measure, secretOf(measure, { uses, owners }, quarters)]));
  return new Map(
    TOLD_FIGURES.map((figure) => [
      figure,
      anyOf(
        MEASURES_OF[figure].flatMap((measure) => byMeasure.get(measure) ?? []),
        quarters,
      ),
    ]),
  );
}

/** Those behind main meters have to be enough without their owners, and with them nobody may stand out. */
function secretOf(measure: ToldMeasure, { uses, owners }: Pick<Park, 'uses' | 'owners'>, quarters: number): Uint8Array {
  const [mine, others] = [uses, owners].map((some) => some.flatMap((use) => shareOf(use, measure)));
  const secret = new Uint8Array(quarters);
  const sums = (others ?? []).length === 0 ? [mine ?? []] : [mine ?? [], [...(mine ?? []), ...(others ?? [])]];
  for (const shares of sums) {
    if (shares.length === 0) continue;
    const entities = new EntitySums(shares);
    const judge = isOfAll(measure) ? (t: number) => entities.judgedAt(t) : (t: number) => entities.measureAt(t);
    for (let t = 0; t < quarters; t++) if (judge(t).sign === 'x') secret[t] = 1;
  }
  return secret;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly figure: ToldFigure;
}

const isRestTold = (park: Park, over: Stretch): boolean =>
  MEASURES_OF[over.figure].every((measure) => {
    const rest = restOf(park, measure, over);
    return rest === null || !isSecret(rest, measure);
  });

/** Where several parks hide each other, what their kept-back quarters come to together is all that is told of them. */
function areRestsTold(parks: readonly Park[], measure: ToldMeasure, over: Stretch): boolean {
  const rests = parks.map((park) => restOf(park, measure, over)).filter((rest) => rest !== null && isSecret(rest, measure));
  if (rests.length === 0) return true;
  if (parks.length < 2) return false;
  const together = new Map<string, number>();
  for (const rest of rests) for (const [entity, amount] of rest ?? []) together.set(entity, (together.get(entity) ?? 0) + amount);
  return !isSecret(together, measure);
}

/** What the quarters of a park that are not told come to, by legal entity; null where all are told. */
function restOf({ uses, owners, secret }: Park, measure: ToldMeasure, { from, to, figure }: Stretch): Map<string, number> | null {
  const mine = secret.get(figure);
  if (mine === undefined || !mine.subarray(from, to).includes(1)) return null;
  const sums = new Map<string, number>();
  for (const { entity, amounts } of [...uses, ...owners]) {
    const told = amounts.get(measure);
    if (told === undefined || entity === RECOGNISABLE) continue;
    for (let t = from; t < to; t++) {
      const one = told[t] ?? Number.NaN;
      if (mine[t] === 1 && !Number.isNaN(one)) sums.set(entity, (sums.get(entity) ?? 0) + one);
    }
  }
  return sums;
}

const isSecret = (rest: ReadonlyMap<string, number>, measure: ToldMeasure): boolean =>
  (isOfAll(measure) ? judgeSums(rest.values()) : judgeMeasure([...rest].map(([entity, amount]) => ({ entity, amount })))).sign === 'x';
