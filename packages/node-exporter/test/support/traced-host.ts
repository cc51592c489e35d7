import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { FileTree } from "../../src/file-tree.ts";
import type { Host } from "../../src/host.ts";

/** Real path of a file, or of what would hold it when it does not exist. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : `${realPath(parent)}${path.slice(parent.length)}`;
  }
}

function traced(tree: FileTree, touched: Set<string>): FileTree {
  const touch = (path: string): string => {
    touched.add(realPath(`${tree.root}/${path}`));
    return path;
  };
  return {
    root: tree.root,
    text: (path) => tree.text(touch(path)),
    hot: (path) => tree.hot(touch(path)),
    attribute: (path) => tree.attribute(touch(path)),
    number: (path) => tree.number(touch(path)),
    list: (path) => tree.list(touch(path)),
    listIfPresent: (path) => tree.listIfPresent(touch(path)),
    exists: (path) => tree.exists(touch(path)),
    link: (path) => tree.link(touch(path)),
    follow: (path) => tree.follow(path),
    deviceEpoch: () => tree.deviceEpoch(),
  };
}

/** A host that writes down which files and folders are asked for, by their real paths. */
export function traceHost(host: Host, touched: Set<string>): Host {
  return {
    proc: traced(host.proc, touched),
    sys: traced(host.sys, touched),
    root: traced(host.root, touched),
    udev: traced(host.udev, touched),
    bus: host.bus,
    now: () => host.now(),
  };
}
