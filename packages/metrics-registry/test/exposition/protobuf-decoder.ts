/**
 * Reads delimited `io.prometheus.client.MetricFamily` messages, written from client_model's metrics.proto alone. It
 * shares nothing with the encoder, and it is strict: unknown fields and trailing bytes throw.
 */
export interface Message {
  readonly [field: string]: unknown;
}

type Kind = "string" | "double" | "uint" | "int" | Schema;
interface Schema {
  readonly [number: number]: readonly [name: string, kind: Kind, repeated?: boolean];
}

const LABEL: Schema = { 1: ["name", "string"], 2: ["value", "string"] };
const TIMESTAMP: Schema = { 1: ["seconds", "int"], 2: ["nanos", "int"] };
const EXEMPLAR: Schema = { 1: ["label", LABEL, true], 2: ["value", "double"], 3: ["timestamp", TIMESTAMP] };
const BUCKET: Schema = {
  1: ["cumulative_count", "uint"],
  2: ["upper_bound", "double"],
  3: ["exemplar", EXEMPLAR],
  4: ["cumulative_count_float", "double"],
};
const METRIC: Schema = {
  1: ["label", LABEL, true],
  2: ["gauge", { 1: ["value", "double"] }],
  3: ["counter", { 1: ["value", "double"], 2: ["exemplar", EXEMPLAR] }],
  4: [
    "summary",
    {
      1: ["sample_count", "uint"],
      2: ["sample_sum", "double"],
      3: ["quantile", { 1: ["quantile", "double"], 2: ["value", "double"] }, true],
    },
  ],
  5: ["untyped", { 1: ["value", "double"] }],
  6: ["timestamp_ms", "int"],
  7: [
    "histogram",
    {
      1: ["sample_count", "uint"],
      2: ["sample_sum", "double"],
      3: ["bucket", BUCKET, true],
      4: ["sample_count_float", "double"],
    },
  ],
};
const FAMILY: Schema = {
  1: ["name", "string"],
  2: ["help", "string"],
  3: ["type", "uint"],
  4: ["metric", METRIC, true],
  5: ["unit", "string"],
};

class Reader {
  private readonly bytes: Uint8Array;
  position: number;
  readonly end: number;

  constructor(bytes: Uint8Array, position: number, end: number) {
    if (end > bytes.length) throw new Error("truncated message");
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (this.position >= this.end || shift > 63n) throw new Error("bad varint");
      const byte = this.bytes[this.position]!;
      this.position += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  nested(): Reader {
    const length = Number(this.varint());
    const reader = new Reader(this.bytes, this.position, this.position + length);
    this.position += length;
    if (this.position > this.end) throw new Error("nested message is longer than its parent");
    return reader;
  }

  value(kind: Kind, wire: number): unknown {
    if (kind === "double") {
      if (wire !== 1) throw new Error("wire type");
      const value = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.position, 8).getFloat64(0, true);
      this.position += 8;
      return value;
    }
    if (kind === "uint" || kind === "int") {
      if (wire !== 0) throw new Error("wire type");
      return Number(kind === "uint" ? this.varint() : BigInt.asIntN(64, this.varint()));
    }
    if (wire !== 2) throw new Error("wire type");
    const nested = this.nested();
    if (kind === "string") {
      return new TextDecoder("utf-8", { fatal: true }).decode(this.bytes.subarray(nested.position, nested.end));
    }
    return nested.message(kind);
  }

  message(schema: Schema): Message {
    const message: Record<string, unknown> = {};
    while (this.position < this.end) {
      const tag = Number(this.varint());
      const field = schema[tag >> 3];
      if (field === undefined) throw new Error(`unknown field ${tag >> 3}`);
      const [name, kind, repeated] = field;
      const value = this.value(kind, tag & 7);
      if (repeated === true) message[name] = [...((message[name] as unknown[] | undefined) ?? []), value];
      else if (name in message) throw new Error(`field ${name} twice`);
      else message[name] = value;
    }
    return message;
  }
}

/** All messages of a page. */
export function decodeFamilies(page: Uint8Array): Message[] {
  const reader = new Reader(page, 0, page.length);
  const families: Message[] = [];
  while (reader.position < reader.end) families.push(reader.nested().message(FAMILY));
  return families;
}
