import "@sightglass/exporter-kit/runtime-profile";
import { runAsProcess } from "@sightglass/exporter-kit";
import { nodeExporter } from "./program.ts";

await runAsProcess(nodeExporter, process.argv.slice(2));
