export interface MemoryOptions {
  /** Milliseconds since 1970. */
  now: () => number;
  /** How long a connection lives without a heartbeat. */
  connectionTtlMs: number;
  /** How long an agent's status outlives its last heartbeat. */
  statusTtlMs: number;
  /** How long a sign of life of an agent is known. */
  signTtlMs: number;
  /** Most entries a map holds; the one unused longest goes first. */
  cap: number;
}
