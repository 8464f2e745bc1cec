const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Real servers are slow to boot and light to run: few workers, generous time. */
module.exports = {
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/', '<rootDir>/.cache/'],
  transform: { '^.+\\.(t|j|mj)s$': ['@swc/jest', swc()] },
  // Packages that are ESM are turned into CommonJS, too; the others, most of what is loaded, are that already.
  transformIgnorePatterns: [
    `^(?!.*\\.mjs$)(?!.*/node_modules/(${esmPackages().join('|')})/).*/node_modules/`,
  ],
  globalSetup: '<rootDir>/test/dev-env/start-servers.ts',
  globalTeardown: '<rootDir>/test/dev-env/stop-servers.ts',
  testEnvironment: '<rootDir>/test/dev-env/kept-environment.js',
  runtime: '<rootDir>/test/dev-env/kept-runtime.js',
  testSequencer: '<rootDir>/test/dev-env/longest-first.js',
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons', 'module-sync'] },
  testTimeout: 600_000,
  // They wait more than they compute.
  maxWorkers: 4,
  // What a file loaded is not all given back: a worker begins anew before it has no room left.
  workerIdleMemoryLimit: '1GB',
};

/** Names, as a package's folder says: also where one is there twice, in another package's folder. */
function esmPackages(folder = join(__dirname, 'node_modules')) {
  const found = new Set();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (name.startsWith('@'))
      for (const inside of readdirSync(path)) look(join(path, inside), `${name}/${inside}`);
    else look(path, name);
  }
  return [...found];

  function look(path, name) {
    const description = join(path, 'package.json');
    if (!existsSync(description)) return;
    if (JSON.parse(readFileSync(description, 'utf8')).type === 'module') found.add(name);
    for (const nested of esmPackages(join(path, 'node_modules'))) found.add(nested);
  }
}

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
