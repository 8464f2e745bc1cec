/** The process in which a test runs: what Node warns of, and what nobody caught, its `process` does not hear. */
export const { realProcess } = globalThis as unknown as { realProcess: NodeJS.Process };
