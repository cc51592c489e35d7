import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { compileMatcher, PatternError } from "../../src/re2/compile-matcher.ts";

const matches = (pattern: string, text: string, anchored = false) => compileMatcher(pattern, { anchored }).test(text);

describe("compileMatcher", () => {
  it.each([
    "^(veth.*|[a-f0-9]{15})$",
    String.raw`^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$`,
    "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
    "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$",
    "^(oom_kill|pgpg|pswp|pg.*fault).*",
    "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$",
    String.raw`.+\.(automount|device|mount|scope|slice)`,
    "^$",
    "^(lo|docker.*|br-.+)$",
    "(?i)^ETH[0-9]+$",
    "eth.*",
    "(a|a)*b$",
    "^eth[0-9]+\\.[0-9]+$",
    "veth|docker|br-|cali.+",
    ".*",
  ])("runs %s on RegExp", (pattern) => {
    expect(compileMatcher(pattern).engine).toBe("RegExp");
  });

  it.each([
    "(a+)+$",
    "(a|aa)+$",
    "(.*)*x",
    "^(a?){30}a{30}$",
    ".*.*.*x",
    "(?m)^a$",
    "a(?i)b",
    String.raw`\p{Greek}`,
    "é(?i:x)",
  ])("runs %s on the library", (pattern) => {
    expect(compileMatcher(pattern).engine).toBe("RE2");
  });

  it.each([
    ["(?i)eth", "ETH0", true],
    ["(?s)^a.b$", "a\nb", true],
    ["^a.b$", "a\nb", false],
    ["^a.b$", "a\rb", true],
    ["^(?P<name>a)(?<other>b)$", "ab", true],
    [String.raw`\Aab\z`, "ab", true],
    [String.raw`\Aab\z`, "ab\n", false],
    [String.raw`^\pL+$`, "añb", true],
    [String.raw`^\p{^Lu}$`, "A", false],
    ["^[[:alpha:]_]+$", "a_B", true],
    ["^[[:^digit:]]$", "7", false],
    [String.raw`^\s$`, "\v", false],
    [String.raw`^[\S]$`, "\v", true],
    ["^.$", "😀", true],
    ["^[]a]+$", "]a]", true],
    ["^[a-]+$", "-a", true],
    [String.raw`^\x{1F600}\x41$`, "😀A", true],
    [String.raw`a\.b`, "axb", false],
    [String.raw`^\/dev\-x$`, "/dev-x", true],
    ["(?i)^k$", "\u212a", true],
    ["(?U)^a+$", "aaa", true],
    ["^(?s:.)$", "\n", true],
    ["^(?-s:.)$", "\n", false],
    ["(a+)+$", "aaa", true],
    ["a{,2}", "a{,2}", true],
    [String.raw`\Qa.b\E`, "a.b", true],
  ])("%s on %j is %s", (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it("matches the whole text when anchored, on both engines", () => {
    expect(matches("a|b", "ab", true)).toBe(false);
    expect(matches("a|ab", "ab", true)).toBe(true);
    expect(matches("(x+)+", "xx", true)).toBe(true);
    expect(matches("(x+)+", "xxy", true)).toBe(false);
    expect(matches("", "", true)).toBe(true);
  });

  it.each([
    ["(?=a)", /Perl syntax: `\(\?=`/],
    ["(?<!a)b", /invalid named capture/],
    [String.raw`(a)\1`, /invalid escape sequence: `\\1`/],
    ["a{1001}", /invalid repeat count: `\{1001\}`/],
    ["(a{500}){500}", /invalid repeat count/],
    ["a**", /nested repetition/],
    ["*a", /missing argument to repetition/],
    ["(a", /missing closing \)/],
    ["a)", /unexpected \)/],
    ["[a", /missing closing \]/],
    ["[z-a]", /character class range/],
    [String.raw`\Z`, /invalid escape sequence/],
    ["(?P<n>a)(?P<n>b)", /duplicate/],
    ["x".repeat(20_000), /longer than 16384/],
  ])("refuses %s in RE2's words", (pattern, message) => {
    expect(() => compileMatcher(pattern)).toThrow(PatternError);
    expect(() => compileMatcher(pattern)).toThrow(message);
  });

  it("answers at once where a backtracking engine would not", () => {
    const started = performance.now();
    for (const pattern of ["(a+)+$", "(a|a)*b$", "^(a?){30}a{30}b$", "(.*)(.*)(.*)(.*)x$", "(a*)*b", "((a|b)+c?)+$"]) {
      expect(matches(pattern, `${"a".repeat(2_000)}!`)).toBe(false);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("loads the library only for a pattern that needs it", () => {
    const script = `
      import { createRequire } from "node:module";
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes("re2js"));
      const { compileMatcher } = await import("./src/re2/compile-matcher.ts");
      compileMatcher("^(veth.*|[a-f0-9]{15})$");
      const before = loaded();
      compileMatcher("(a+)+");
      console.log(before, loaded());`;
    const result = spawnSync(
      process.execPath,
      ["--import", "tsx", "--conditions=source", "--input-type=module", "-e", script],
      {
        cwd: new URL("../..", import.meta.url),
        encoding: "utf8",
        timeout: 20_000,
      },
    );
    expect(result.stdout.trim()).toBe("false true");
  });
});

describe("compileMatcher against the library", () => {
  const atom = fc.constantFrom(
    "a",
    "b",
    "A",
    "k",
    "-",
    "é",
    "😀",
    ".",
    "^",
    "$",
    String.raw`\d`,
    String.raw`\D`,
    String.raw`\w`,
    String.raw`\W`,
    String.raw`\s`,
    String.raw`\S`,
    String.raw`\b`,
    String.raw`\B`,
    String.raw`\.`,
    String.raw`\n`,
    "[ab]",
    "[^a]",
    "[a-k]",
    "[^a-z0-9]",
    String.raw`[\w-]`,
    String.raw`[^\S]`,
    "[[:upper:]]",
    "[[:^space:]]",
    "[]x]",
    String.raw`\pL`,
    String.raw`\PN`,
    String.raw`\x61`,
    String.raw`\x{e9}`,
    String.raw`\A`,
    String.raw`\z`,
    "{",
    "}",
    "]",
    "(?s:.)",
    "(?i:a)",
    "/",
    " ",
  );
  const quantifier = fc.constantFrom("", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,}", "{0}", "**");
  const { pattern } = fc.letrec<{ pattern: string; item: string }>((tie) => ({
    item: fc.oneof(
      { maxDepth: 3 },
      fc.tuple(atom, quantifier).map((parts) => parts.join("")),
      fc
        .tuple(fc.constantFrom("(", "(?:", "(?P<n>", "(?s:"), tie("pattern"), fc.constant(")"), quantifier)
        .map((parts) => parts.join("")),
    ),
    pattern: fc
      .tuple(
        fc.constantFrom("", "", "", "(?i)", "(?s)", "(?is)"),
        fc.array(
          fc.array(tie("item"), { maxLength: 4 }).map((items) => items.join("")),
          { minLength: 1, maxLength: 3 },
        ),
      )
      .map(([flags, branches]) => flags + branches.join("|")),
  }));
  const text = fc
    .array(
      fc.constantFrom(
        "a",
        "b",
        "A",
        "k",
        "K",
        "\u212a",
        "ſ",
        "s",
        "é",
        "É",
        "😀",
        "-",
        ".",
        "\n",
        "\r",
        "\u2028",
        " ",
        "\v",
        "7",
        "_",
        "]",
        "x",
        "{",
        "/",
      ),
      {
        maxLength: 6,
      },
    )
    .map((characters) => characters.join(""));

  it("accepts the same patterns and gives the same answers", () => {
    let shared = 0;
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 4, maxLength: 8 }), fc.boolean(), (source, texts, anchored) => {
        let reference: RE2JS | undefined;
        try {
          reference = RE2JS.compile(source);
        } catch {
          expect(() => compileMatcher(source, { anchored })).toThrow(PatternError);
          return;
        }
        const matcher = compileMatcher(source, { anchored });
        shared += matcher.engine === "RegExp" ? 1 : 0;
        for (const candidate of texts) {
          const expected = anchored ? reference.testExact(candidate) : reference.test(candidate);
          expect([source, candidate, matcher.test(candidate)]).toEqual([source, candidate, expected]);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(shared).toBeGreaterThan(300);
  });
});
