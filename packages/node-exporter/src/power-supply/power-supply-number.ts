/** A numeric attribute of a power supply and the family that it becomes. */
export interface PowerSupplyNumber {
  readonly name: string;
  readonly attribute: string;
  /** The kernel counts in millionths (V, A, Wh, Ah, W) or tenths (degrees). */
  readonly divisor: 1 | 10 | 1_000_000;
  readonly help: string;
  readonly lintExempt?: string;
}
