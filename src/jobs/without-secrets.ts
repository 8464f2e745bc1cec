// An error as people may read it: its first line, without what a log may hold and a page may not.
const longest = 300;
const gone = '…';

const patterns: readonly RegExp[] = [
  // Addresses of the web keep their scheme alone: the host is the server's, the rest may carry a key.
  /(?<=\b[a-z][a-z\d+.-]{1,20}:\/\/)\S+/giu,
  /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/gu,
  // What is named like a secret.
  /(?<=\b(?:bearer|basic|token|key|secret|password|passwd|pwd|authorization|cookie|signature)["']?(?:[:=] ?| )["']?)[^\s"',;]+/giu,
  // Addresses of machines, and their ports.
  /\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b/gu,
  /(?<![\w:])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/giu,
  // Paths of a disk.
  /(?<![\w/])(?:\/[\w.-]+){2,}\/?/gu,
  // Long codes without a space.
  /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{24,}(?![\w-])/giu,
];

export function withoutSecrets(error: string): string {
  const [first = ''] = error.slice(0, 2_000).split('\n');
  const clean = patterns.reduce((text, pattern) => text.replace(pattern, gone), first).trim();
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}
