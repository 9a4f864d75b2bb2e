// Which rules are switched off and for whom, and what a channel wants to hear of. Pure.
import { type AlertKind, type Severity, isHeard } from './alerts.ts';
import type { EpochMs } from './units.ts';

/** Whose alerts: a company's or, company null, those of the park itself and its groups. */
export interface AlertOwner {
  readonly park: string;
  readonly company: number | null;
}

/** Somebody switched a rule for one owner. */
export interface RuleSwitch extends AlertOwner {
  readonly kind: AlertKind;
  readonly on: boolean;
  /** Name of who did. */
  readonly by: string;
  readonly at: EpochMs;
}

const keyOf = (kind: AlertKind, { park, company }: AlertOwner): string => `${kind} ${company ?? ''} ${park}`;

/** A rule that nobody switched is on. */
export class RuleSwitches {
  readonly #last = new Map<string, RuleSwitch>();

  /** @param changes oldest first */
  constructor(changes: readonly RuleSwitch[]) {
    for (const one of changes) this.#last.set(keyOf(one.kind, one), one);
  }

  isOff(kind: AlertKind, owner: AlertOwner): boolean {
    return this.#last.get(keyOf(kind, owner))?.on === false;
  }

  /** The last change of each rule and owner. */
  all(): RuleSwitch[] {
    return [...this.#last.values()];
  }
}

/** What a channel was asked to tell. */
export interface Hearing extends AlertOwner {
  readonly leastSeverity: Severity;
  /** null: every rule, also those that come. */
  readonly kinds: readonly AlertKind[] | null;
}

/** Does a channel want to hear of this? */
export const wantsToHear = ({ leastSeverity, kinds }: Hearing, { kind, severity }: { readonly kind: AlertKind; readonly severity: Severity }): boolean =>
  isHeard(severity, leastSeverity) && (kinds === null || kinds.includes(kind));
