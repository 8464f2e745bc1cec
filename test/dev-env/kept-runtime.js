// The app and its packages are loaded once a worker, not once a test file: two thousand modules take longer than most files' tests.
// No module of the server holds state that a test could see, and none is mocked, so files cannot tell. Tests, their helpers and what
// runs in browsers (where a page is one console, in one language) are loaded anew.
const { sep, join } = require('node:path');
const { default: Runtime } = require('jest-runtime');

const src = join(__dirname, '../../src') + sep;
const browsers = [join(src, 'console') + sep, join(src, 'widget') + sep];
const loaded = { cjs: new Map(), esm: new Map(), sourceMaps: new Map() };

const isKept = (path) =>
  path.includes(`${sep}node_modules${sep}`) ||
  (path.startsWith(src) && !path.endsWith('.test.ts') && !browsers.some((room) => path.startsWith(room)));

module.exports = class KeptRuntime extends Runtime {
  constructor(...options) {
    super(...options);
    this.registries.moduleRegistry = loaded.cjs;
    this.registries.esModuleRegistry = loaded.esm;
    this.transformCache.sourceMaps = loaded.sourceMaps;
  }

  /** What is kept may load more in a later file, by way of the runtime that loaded it. */
  teardown() {
    this.restoreAllMocks();
    for (const path of loaded.cjs.keys()) if (!isKept(path)) loaded.cjs.delete(path);
    for (const path of loaded.esm.keys()) if (!isKept(path)) loaded.esm.delete(path);
    this.registries.internalModuleRegistry.clear();
    this.testMainModule.reset();
    this.fileCache.clear();
    this.transformCache.clear();
    this.testState.enterTestCode();
  }
};
