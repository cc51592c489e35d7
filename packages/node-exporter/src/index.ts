export { nodeExporter } from "./program.ts";
export { collectors } from "./collectors/index.ts";
export { createHost, closeHost, DEFAULT_PATHS } from "./create-host.ts";
export type { HostPaths, OpenHost } from "./create-host.ts";
export type { Host } from "./host.ts";
export type { FileTree } from "./file-tree.ts";
