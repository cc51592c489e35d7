/** One series of an instant query: its labels with `__name__`, and its value. */
export interface InstantSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
}

/** What Prometheus says about a scraped program. */
export interface TargetState {
  readonly job: string;
  readonly instance: string;
  readonly health: string;
  readonly lastError: string;
}

/** A loaded rule and how its last evaluation went. */
export interface RuleState {
  readonly name: string;
  readonly kind: string;
  readonly health: string;
  readonly lastError: string;
}

interface Answer<Data> {
  readonly status: string;
  readonly error?: string;
  readonly data: Data;
}

interface TargetsData {
  readonly activeTargets: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly health: string;
    readonly lastError: string;
  }[];
}

interface RulesData {
  readonly groups: readonly {
    readonly rules: readonly { name: string; type: string; health: string; lastError?: string }[];
  }[];
}

interface QueryData {
  readonly result: readonly { readonly metric: Record<string, string>; readonly value: readonly [number, string] }[];
}

/** The parts of Prometheus' HTTP API that the tests ask. Every call throws an Error that carries Prometheus' own words. */
export class PrometheusApi {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Instant query, now. */
  async query(expression: string): Promise<readonly InstantSample[]> {
    const data = await this.#get<QueryData>(`query?query=${encodeURIComponent(expression)}`);
    return data.result.map(({ metric, value }) => ({ labels: metric, value: value[1] }));
  }

  /** The value of a query that yields one series; undefined when it yields none. */
  async value(expression: string): Promise<number | undefined> {
    const [first] = await this.query(expression);
    return first === undefined ? undefined : Number(first.value);
  }

  async targets(): Promise<readonly TargetState[]> {
    const data = await this.#get<TargetsData>("targets?state=active");
    return data.activeTargets.map(({ labels, health, lastError }) => ({
      job: labels["job"] ?? "",
      instance: labels["instance"] ?? "",
      health,
      lastError,
    }));
  }

  async rules(): Promise<readonly RuleState[]> {
    const data = await this.#get<RulesData>("rules");
    return data.groups
      .flatMap((group) => group.rules)
      .map(({ name, type, health, lastError }) => ({ name, kind: type, health, lastError: lastError ?? "" }));
  }

  async #get<Data>(path: string): Promise<Data> {
    const response = await fetch(`${this.#url}/api/v1/${path}`, { signal: AbortSignal.timeout(10_000) });
    const answer = (await response.json()) as Answer<Data>;
    if (answer.status !== "success") {
      throw new Error(`${path}: ${answer.error ?? response.statusText}`);
    }
    return answer.data;
  }
}
