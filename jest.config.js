/** Real servers are slow to boot and light to run: few workers, generous time. */
module.exports = {
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/', '<rootDir>/.cache/'],
  transform: { '^.+\\.(t|j|mj)s$': ['@swc/jest', swc()] },
  // Packages that are ESM only are turned into CommonJS, too.
  transformIgnorePatterns: [],
  globalSetup: '<rootDir>/test/dev-env/start-servers.ts',
  globalTeardown: '<rootDir>/test/dev-env/stop-servers.ts',
  testEnvironment: 'node',
  setupFilesAfterEnv: ['<rootDir>/test/dev-env/second-try.ts'],
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons', 'module-sync'] },
  testTimeout: 300_000,
  // They wait more than they compute.
  maxWorkers: 4,
  // What a file loaded is not all given back: a worker begins anew before it has no room left.
  workerIdleMemoryLimit: '1GB',
};

function swc() {
  return {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      target: 'es2023',
    },
    module: { type: 'commonjs' },
  };
}
