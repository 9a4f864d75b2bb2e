// The port for scenarios: what somebody wants to try on a measured year. Times are epoch ms.

export interface ScenarioRow {
  readonly id: number;
  readonly park: string;
  /** null: of the whole park. */
  readonly company: number | null;
  readonly name: string;
  /** JSON of the steps. */
  readonly steps: string;
  readonly step_order: string;
  /** JSON of own prices by code; null: those of the parameters. */
  readonly prices: string | null;
  /** null: the year up to the last midnight. */
  readonly from_ms: number | null;
  readonly to_ms: number | null;
  /** 1: whoever may see the figures may see it; 0: its author, and of a company its people. */
  readonly shared: number;
  readonly author: string;
  readonly author_name: string;
  readonly created_at: number;
  readonly changed_at: number;
  /** What a solver's run was about, and what came out, as JSON. */
  readonly solved_for: string | null;
  readonly solved: string | null;
}
/** Whose scenarios somebody may see, so that the newest are the newest of those. */
export interface ScenarioOwners {
  /** All of these companies. */
  readonly companies: readonly number[];
  /** Of these companies only what is shared. */
  readonly sharing: readonly number[];
  /** Of these parks themselves, as far as shared or by this author. */
  readonly parks: readonly string[];
  readonly author: string;
}
export type ScenarioHead = Omit<ScenarioRow, 'solved' | 'solved_for'>;
export type ScenarioChange = Partial<Pick<ScenarioRow, 'name' | 'steps' | 'step_order' | 'prices' | 'from_ms' | 'to_ms' | 'shared'>>;

export interface Scenarios {
  add(row: Omit<ScenarioHead, 'id'>): Promise<ScenarioHead>;
  byId(id: number): Promise<ScenarioRow | null>;
  /** Newest first.
   *  @param of whose; null: of everybody */
  latest(where: { park?: string; company?: number }, of: ScenarioOwners | null, limit: number): Promise<ScenarioHead[]>;
  countOf(park: string, company: number | null): Promise<number>;
  change(id: number, change: ScenarioChange, at: number): Promise<void>;
  keepSolved(id: number, kept: { solvedFor: string; solved: string }): Promise<void>;
  remove(id: number): Promise<void>;
}
