/** Where answers are kept to be given again: shared by all nodes, or one process's own. What is kept may be gone at any time. */
export interface AnswerCacheStore {
  /** For metrics. */
  readonly kind: 'memory' | 'redis';
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, keepMs: number): Promise<void>;
  /** What it holds, where that is this process's own. */
  bytes?(): number;
}
