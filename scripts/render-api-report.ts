import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExtractorMessage } from "@microsoft/api-extractor";

/** One entry point of a package whose public API is recorded. */
export interface ApiEntry {
  /** Folder of the package. */
  readonly folder: string;
  /** Declarations of the entry point, from that folder. */
  readonly declarations: string;
}

/** The declarations are read as a user's compiler reads them: built files, and no `source` condition. */
const CONSUMER_TSCONFIG = {
  compilerOptions: {
    target: "es2023",
    lib: ["es2023"],
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
  },
};

/**
 * The public API of an entry point as api-extractor reports it, from built declarations. Throws when they are missing
 * or api-extractor finds an error in them.
 */
export async function renderApiReport({ folder, declarations }: ApiEntry): Promise<string> {
  // It brings a TypeScript compiler of its own, which only this task should pay for.
  const { Extractor, ExtractorConfig, ExtractorLogLevel } = await import("@microsoft/api-extractor");
  const output = mkdtempSync(join(tmpdir(), "api-report-"));
  const errors: string[] = [];
  try {
    mkdirSync(join(output, "temp"));
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: folder,
        mainEntryPointFilePath: join(folder, declarations),
        compiler: { overrideTsconfig: { ...CONSUMER_TSCONFIG, files: [join(folder, declarations)] } },
        apiReport: {
          enabled: true,
          reportFileName: "report",
          reportFolder: output,
          // Types that signatures mention are part of the API, whether they can be imported by name or not.
          includeForgottenExports: true,
          reportTempFolder: join(output, "temp"),
        },
        newlineKind: "lf",
        messages: {
          extractorMessageReporting: {
            default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
            "ae-forgotten-export": { logLevel: ExtractorLogLevel.None },
            // Counts members of interfaces as well, and names them by line, so that the report would change with comments.
            "ae-undocumented": { logLevel: ExtractorLogLevel.None },
            "ae-missing-release-tag": { logLevel: ExtractorLogLevel.None },
          },
        },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(folder, "package.json"),
    });
    Extractor.invoke(config, {
      localBuild: true,
      messageCallback: (message: ExtractorMessage) => {
        if (message.logLevel === ExtractorLogLevel.Error) errors.push(message.formatMessageWithLocation(folder));
        message.handled = true;
      },
    });
    if (errors.length > 0) throw new Error(errors.join("\n"));
    return readFileSync(join(output, "report.api.md"), "utf8");
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
