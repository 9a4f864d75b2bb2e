// The port for reports: what was asked for, and the figures of what was published. Times are epoch ms.

/** What a list needs: the figures of hundreds of reports are megabytes. */
export interface ReportHead {
  readonly id: number;
  readonly kind: string;
  readonly park: string;
  readonly company: number | null;
  readonly from_ms: number;
  readonly to_ms: number;
  /** Set or list of emission factors. */
  readonly factors: string;
  readonly created_by: string;
  readonly created_at: number;
  readonly published_by: string | null;
  readonly published_at: number | null;
  readonly sha256: string | null;
}
export interface ReportRow extends ReportHead {
  /** JSON of a published report; a draft is computed each time. */
  readonly figures: string | null;
  /** JSON of what explains the figures that are taken from no balance; null of a draft, and of what was published before it was kept. */
  readonly explanations: string | null;
}
export type ReportKey = Pick<ReportRow, 'kind' | 'park' | 'company' | 'from_ms' | 'to_ms' | 'factors'>;

export interface Reports {
  add(row: ReportKey & Pick<ReportRow, 'created_by' | 'created_at'>): Promise<ReportRow>;
  byId(id: number): Promise<ReportRow | null>;
  /** Newest first. */
  latest(limit: number): Promise<ReportHead[]>;
  countOf(park: string, company: number | null): Promise<number>;
  /** Freezes a draft. @returns false when it is published already, or gone */
  publish(id: number, frozen: { by: string; at: number } & { [Column in 'figures' | 'explanations' | 'sha256']: string }): Promise<boolean>;
  /** @returns false when it is published, or gone */
  removeDraft(id: number): Promise<boolean>;
}
