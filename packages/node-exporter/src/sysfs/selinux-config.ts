/**
 * Finds the mode that /etc/selinux/config sets: the value of its first `SELINUX=` line, without quotes. Lines that
 * start with `#` or `;` are comments. Empty when there is none.
 */
export function parseSelinuxMode(text: string): string {
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line.startsWith("SELINUX=")) return line.slice("SELINUX=".length).replaceAll(/^"+|"+$/g, "");
  }
  return "";
}
