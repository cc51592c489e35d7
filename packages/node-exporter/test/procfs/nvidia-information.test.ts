import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseNvidiaInformation } from "../../src/procfs/nvidia-information.ts";
import { mutatedText } from "../support/mutated-text.ts";

/** The form of the driver's README, chapter on /proc. */
const TEXT = [
  "Model: \t\t NVIDIA GeForce RTX 3080",
  "IRQ:   \t\t 150",
  "GPU UUID: \t GPU-9f2c1d34-5678-90ab-cdef-0123456789ab",
  "Video BIOS: \t 94.02.42.00.a9",
  "Bus Type: \t PCIe",
  "DMA Size: \t 47 bits",
  "Bus Location: \t 0000:01:00.0",
  "Device Minor: \t 0",
  "GPU Excluded:\t No",
  "",
].join("\n");

test("model, identity and firmware", () => {
  expect(parseNvidiaInformation(TEXT)).toEqual({
    model: "NVIDIA GeForce RTX 3080",
    uuid: "GPU-9f2c1d34-5678-90ab-cdef-0123456789ab",
    videoBios: "94.02.42.00.a9",
  });
});

test("what the driver does not know before the GPU is used is empty", () => {
  const text = TEXT.replace(/GPU-.*/, "GPU-????????-????-????-????-????????????").replace(
    "94.02.42.00.a9",
    "??.??.??.??.??",
  );
  expect(parseNvidiaInformation(text)).toEqual({ model: "NVIDIA GeForce RTX 3080", uuid: "", videoBios: "" });
});

test.each([
  ["empty", "", ""],
  ["cut within its first line", "Model: \t\t NVIDIA Ge", "NVIDIA Ge"],
  ["of other lines", "hello\n: x\nModel\n", ""],
  ["with the model twice", "Model: one\nModel: two\n", "one"],
  ["with a colon in the model", "Model: A: B\n", "A: B"],
])("a text %s", (_what, text, model) => {
  expect(parseNvidiaInformation(text).model).toBe(model);
});

test("never throws, and gives texts of one line", () => {
  const check = (text: string): void => {
    for (const value of Object.values(parseNvidiaInformation(text))) expect(value).not.toContain("\n");
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(TEXT), check));
});
