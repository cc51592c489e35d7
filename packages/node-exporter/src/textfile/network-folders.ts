import { readFileSync } from "node:fs";
import { maxHeldThreads } from "../filesystem/held-threads.ts";
import { createMountProber, type MountProber, type ProbeResult } from "../filesystem/mount-prober.ts";
import { listMounts } from "../filesystem/mounts.ts";
import { MOUNTS } from "../mount-watch.ts";

/** Folders, or globs for them, by whether the file systems on the way answer. */
export interface AnsweringFolders {
  readonly folders: readonly string[];
  /** What is left alone, and why, a sentence for each. */
  readonly silent: readonly { readonly path: string; readonly message: string }[];
}

/** Tells of folders whether reading them could hang. */
export interface NetworkFolders {
  /** At once, not as a promise, when no file system that may hang is on the way to any. */
  answering(signal: AbortSignal): AnsweringFolders | Promise<AnsweringFolders>;
}

/** How long a scrape waits for a server that does not answer, once; later scrapes leave its folders alone. */
const LIMIT_MS = 2000;

const isUnder = (path: string, parent: string): boolean =>
  path === parent || path.startsWith(parent.endsWith("/") ? parent : `${parent}/`);

/** The part of a glob that stands for itself. */
function fixedPart(glob: string): string {
  const [fixed = ""] = glob.split(/[*?[\\]/, 1);
  const path = fixed.length === glob.length ? fixed : fixed.slice(0, fixed.lastIndexOf("/"));
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function readMounts(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/**
 * Makes the check. Files are read synchronously, and on a mount whose server has stopped that would hold up the whole
 * program, so that such a mount is asked on the pool before.
 */
export function createNetworkFolders(
  globs: readonly string[],
  mounts: string = MOUNTS,
  prober: MountProber = createMountProber({ timeoutMs: LIMIT_MS, maxHeld: maxHeldThreads(process.env) }),
): NetworkFolders {
  let mountinfo = "";
  /** Mount points that may hang, by the folder that they are on the way to or below. */
  let risky: ReadonlyMap<string, readonly string[]> = new Map();

  function update(): void {
    const text = readMounts(mounts);
    if (text === mountinfo) return;
    mountinfo = text;
    const points = listMounts(text, "/")
      .filter((mount) => mount.risky)
      .map(({ mountPoint }) => mountPoint);
    risky = new Map(
      globs.flatMap((glob) => {
        const fixed = fixedPart(glob);
        const onTheWay = points.filter(
          (point) => isUnder(fixed, point) || (fixed.length < glob.length && isUnder(point, fixed)),
        );
        return onTheWay.length === 0 ? [] : [[glob, onTheWay] as const];
      }),
    );
  }

  function sort(results: ReadonlyMap<string, ProbeResult>): AnsweringFolders {
    const folders: string[] = [];
    const silent: { readonly path: string; readonly message: string }[] = [];
    for (const glob of globs) {
      const hung = risky.get(glob)?.find((point) => {
        const kind = results.get(point)?.kind;
        return kind === "timeout" || kind === "skipped";
      });
      if (hung === undefined) folders.push(glob);
      else silent.push({ path: glob, message: `${glob}: not read, the file system at ${hung} does not answer` });
    }
    return { folders, silent };
  }

  return {
    answering: (signal) => {
      if (globs.length > 0) update();
      if (risky.size === 0) return { folders: globs, silent: [] };
      const results = prober.probe([...risky.values()].flat(), signal);
      return results instanceof Promise ? results.then(sort) : sort(results);
    },
  };
}
