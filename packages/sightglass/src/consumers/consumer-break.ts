/** Something that uses metrics: an expression with a name and a place. */
export interface Consumer {
  readonly kind: "alert" | "recording rule" | "panel" | "variable" | "annotation";
  readonly name: string;
  /** File and group, or dashboard. */
  readonly place: string;
  readonly expression: string;
  /** What Grafana puts into it before it is PromQL. */
  readonly isTemplate: boolean;
}

/** A consumer that a difference breaks. */
export interface ConsumerBreak {
  readonly kind: Consumer["kind"];
  readonly name: string;
  readonly place: string;
  /** What it can no longer find, each in one clause. */
  readonly reasons: readonly string[];
}
