import "@sightglass/exporter-kit/runtime-profile";
// Static on purpose: loaded by a dynamic import, under the small heap already, the same modules left 20 MB more behind.
import { main } from "./cli.ts";

await main(process.argv.slice(2));
