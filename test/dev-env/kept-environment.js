// One world for all test files of a worker: what kept-runtime.js keeps was made in it. What a file changed there is put back.
const vm = require('node:vm');
const { default: NodeEnvironment } = require('jest-environment-node');

let kept;
const { createContext } = vm;

/** What jest writes into the world's globals for one file: circus' state, its handlers, time-outs and retries. */
const ofOneFile =
  /^(JEST_STATE_SYMBOL|EVENT_HANDLERS|TEST_TIMEOUT_SYMBOL|LOG_ERRORS_BEFORE_RETRY|WAIT_BEFORE_RETRY|RETRY_\w+)$/;

module.exports = class KeptEnvironment extends NodeEnvironment {
  constructor(config, context) {
    if (kept) return kept;
    // A global of its own: the one that jest makes asks a proxy, outside of the world, at each use of `Promise` or `Object`.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    // Jest's `process` is a copy: what Node itself warns of, or nobody caught, only the real one hears.
    this.global.realProcess = process;
    const { env, exit, cwd } = this.global.process;
    this.before = { env: { ...env }, exit, cwd: cwd() };
    kept = this;
  }

  async teardown() {
    const { global, before } = this;
    this.fakeTimersModern.useRealTimers();
    for (const symbol of Object.getOwnPropertySymbols(global))
      if (ofOneFile.test(symbol.description)) delete global[symbol];
    for (const name of Object.keys(global.process.env))
      if (!(name in before.env)) delete global.process.env[name];
    Object.assign(global.process.env, before.env);
    global.process.exit = before.exit;
    process.chdir(before.cwd);
  }
};
