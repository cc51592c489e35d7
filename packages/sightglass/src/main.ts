// One after the other: what a static import names would all be loaded before the profile is applied.
await import("@sightglass/exporter-kit/runtime-profile");
const { main } = await import("./cli.ts");
await main(process.argv.slice(2));
