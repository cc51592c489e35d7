/** A file that is written from code and committed, so that it can be read without running anything. */
export interface GeneratedFile {
  /** From the root of the workspace, with forward slashes. */
  readonly path: string;
  /** `api` files need built declarations; `docs` come from sources alone. */
  readonly group: "api" | "docs";
  readonly render: () => string | Promise<string>;
}
