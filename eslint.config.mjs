// The lint carries the design: who may import whom, and the few ways that are closed because one place owns them.
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const shared = ['errors', 'events', 'log', 'protocol', 'tools'];
const features = [
  'knowledge',
  'search',
  'routing',
  'customers',
  'automations',
  'ai-tools',
  'identity',
  'insights',
  'audit',
  'privacy',
  'files',
  'jobs',
  'notifications',
];
const edges = ['channels', 'gateway', 'api', 'responder'];

/** Folder -> folders of src that it may import besides itself. Types may come from more: see `types`. */
const table = {
  protocol: { may: [], why: 'Every side shares the protocol: it knows nothing of ours.' },
  tools: { may: ['errors'], types: ['sessions'], why: 'Tools know nothing of what they are used for.' },
  sessions: {
    may: ['errors', 'events', 'protocol', 'tools'],
    types: ['log'],
    why: 'The core never learns what a channel, a socket, a store or a model is.',
  },
  ...Object.fromEntries(
    features.map((name) => [
      name,
      {
        may: shared,
        types: ['sessions', 'config'],
        why: 'Features do not call each other: app/ hands functions across.',
      },
    ]),
  ),
  ...Object.fromEntries(
    edges.map((name) => [
      name,
      {
        may: [...shared, 'sessions', ...features],
        types: ['config'],
        why: 'Edges call inward, never sideways to another edge.',
      },
    ]),
  ),
  stores: {
    may: ['errors', 'log', 'protocol', 'sessions', 'tools'],
    types: ['config', 'channels', 'gateway', 'responder', ...features],
    why: 'Stores implement the store.ts interfaces of their consumers and hold no business rule.',
  },
  widget: { may: ['protocol'], why: 'Browser code shares only the protocol.' },
  console: { may: ['protocol'], why: 'Browser code shares only the protocol.' },
};

const all = [...new Set([...Object.keys(table), ...shared, 'config', 'app', 'cli', 'main', 'dev-env'])];

/** Folders of src lie in each other less deep than this. */
const deepest = 8;

/** Relative imports that name a folder or file of src: so many steps up as the file lies deep, for a room may have a room of that name. */
function forbid(folder, { may, types = [], why }) {
  const closed = all.filter((name) => name !== folder && !may.includes(name));
  const hard = closed.filter((name) => !types.includes(name));
  return [...Array(deepest).keys()].map((depth) => {
    const forms = (names) => `^(\\.\\./){${depth + 1}}(${names.join('|')})(/|$)`;
    const patterns = [{ regex: forms(hard), message: why }];
    if (types.length)
      patterns.push({ regex: forms(types), message: `${why} Import types only.`, allowTypeImports: true });
    return {
      files: [`src/${folder}/${'*/'.repeat(depth)}*.{ts,tsx}`],
      ignores: ['**/*.test.ts'],
      rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
    };
  });
}

/** Closed to tests, too. */
const closedEverywhere = [
  {
    selector: 'MemberExpression[object.name="AbortSignal"][property.name="any"]',
    message: 'It leaks on signals that live on: link them in src/tools/linked-signal.ts.',
  },
  {
    selector:
      'CallExpression[callee.object.name="jest"][callee.property.name=/^(mock|doMock|unstable_mockModule)$/]',
    message: 'No module mocks: pass a dependency.',
  },
];

const closedWays = [
  ...closedEverywhere,
  {
    selector: 'MemberExpression[object.name="process"][property.name="env"]',
    message: 'Read the environment in src/config.ts.',
  },
  {
    selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
    message: 'Untrusted text goes through the one renderer.',
  },
  {
    selector: 'AssignmentExpression[left.property.name="innerHTML"]',
    message: 'Untrusted text goes through the one renderer.',
  },
];

/** A text of the protocol cannot be declared without its cleaning. */
const bareText = {
  selector: 'CallExpression[callee.object.name="z"][callee.property.name=/^(string|url|email)$/]',
  message: 'Declare texts with src/protocol/model/text-types.ts: what no store keeps is gone there.',
};

const waits =
  'Wait for what should happen: eventually in src/tools/eventually.ts, a gate, or a clock handed in.';

const noLimit = 'The limit of all tests is for all machines: jest.config.js, or patienceMs of Chromium.';

/** A time of its own, after which a slow machine fails. */
const ownLimits = [
  'CallExpression[callee.name=/^(test|it|testInBrowser)$/][arguments.2]',
  'CallExpression[callee.callee.property.name="each"][arguments.2]',
  'CallExpression[callee.object.name="jest"][callee.property.name="setTimeout"]',
  'CallExpression[callee.name=/^(before|after)(All|Each)$/] > Literal:last-child',
  'CallExpression[callee.property.name="waitFor"] Property[key.name="timeout"][value.type="Literal"]',
].map((selector) => ({ selector, message: noLimit }));

/** A test that sleeps fails on a slow machine, and keeps a fast one waiting. */
const sleeps = [
  { selector: 'CallExpression[callee.name="setTimeout"]', message: waits },
  {
    selector:
      'CallExpression[callee.object.name=/^(global(This)?|window)$/][callee.property.name="setTimeout"]',
    message: waits,
  },
  {
    selector:
      'ImportDeclaration[source.value=/^(node:)?timers(.promises)?$/] > ImportSpecifier[imported.name="setTimeout"]',
    message: waits,
  },
  { selector: 'CallExpression[callee.property.name="waitForTimeout"]', message: waits },
  { selector: 'Literal[value=/pg_sleep\\(0/]', message: waits },
];

const readings =
  'count|isVisible|isHidden|isEnabled|isDisabled|isChecked|isEditable|allTextContents|allInnerTexts|textContent|innerText|inputValue|getAttribute|boundingBox|title|evaluate|evaluateAll';
const untilThen = 'CallExpression[callee.name=/^(eventually|eventuallyPasses|holds)$/]';

const clockCompared =
  'BinaryExpression[operator=/^[<>]=?$/]:has(CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"])';

/** A sleep in other words: until so much time is over. */
const clockWatched = [
  `${untilThen} ${clockCompared}`,
  ...['While', 'DoWhile', 'For'].map((loop) => `${loop}Statement > ${clockCompared}.test`),
].map((selector) => ({ selector, message: waits }));

/** What is read of a page once, right after something was pressed, is not drawn yet on a slow machine. */
const readOnce = {
  selector: `ExpressionStatement:not(${untilThen} ExpressionStatement) > CallExpression CallExpression[callee.name="expect"]:not(${untilThen} CallExpression) > AwaitExpression > CallExpression[callee.property.name=/^(${readings})$/]`,
  message: 'A page is looked at again until it shows it: eventuallyPasses in src/tools/eventually.ts.',
};

/** What the console says is in the catalogs. */
const translated = ['src/console/**'];

const bareWords = 'Words that people read go through t() or plural() of src/console/i18n/translate.ts.';

/** Words that stand in an element, or in an attribute that is read. */
const bare = [
  'JSXText[value=/\\p{L}/u]',
  ...[
    'JSXElement > JSXExpressionContainer',
    'JSXAttribute[name.name=/^(label|title|placeholder|description|alt|aria-label)$/] > JSXExpressionContainer',
  ].flatMap((place) => [
    `${place} > Literal[value=/\\p{L}/u]`,
    `${place} > ConditionalExpression > Literal[value=/\\p{L}/u]`,
    `${place} > TemplateLiteral > TemplateElement[value.raw=/\\p{L}{2}/u]`,
  ]),
  'JSXAttribute[name.name=/^(label|title|placeholder|description|alt|aria-label)$/] > Literal[value=/^[^@]*\\p{L}[^@]*$/u]',
].map((selector) => ({ selector, message: bareWords }));

const latinCommas = {
  selector: 'CallExpression[callee.property.name="join"] > Literal[value=", "]',
  message: 'Languages have commas of their own: listed() of src/console/i18n/translate.ts.',
};

const outgoing = 'URLs are fetched by src/tools/safe-fetch.ts, which refuses addresses inside.';
const pools = 'Only the named files below stores/postgres/ open pools and connections.';

/** Doors of the server that a few files own: whoever else goes through one goes around a choke point. */
const doors = [
  {
    owners: ['src/tools/safe-fetch.ts'],
    globals: ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].map((name) => ({
      name,
      message: outgoing,
    })),
    syntax: [
      {
        selector: 'MemberExpression[object.name=/^global(This)?$/][property.name="fetch"]',
        message: outgoing,
      },
    ],
    paths: [
      ...['node:http', 'http'].map((name) => ({
        name,
        importNames: ['default', 'request', 'get', 'ClientRequest'],
        message: outgoing,
      })),
      ...['node:https', 'https', 'node:http2', 'http2', 'undici'].map((name) => ({
        name,
        message: outgoing,
      })),
    ],
  },
  {
    // Their URL is the operator's, from the environment.
    owners: [
      'src/responder/providers/openai.ts',
      'src/responder/providers/complete.ts',
      'src/knowledge/embed/openai.ts',
    ],
    paths: [{ name: 'openai', message: 'Models are called by the named provider files.' }],
  },
  {
    owners: ['src/stores/postgres/connection/database.ts'],
    patterns: [
      {
        regex: '(^|/)cross-tenant(/index)?$',
        importNames: ['openCrossTenant'],
        message: 'Name a function below stores/postgres/cross-tenant/.',
      },
      {
        regex: '(^|/)documents/pool$',
        importNames: ['createDocumentsPool'],
        message: 'database.ts opens the pool of the documents; take it from there.',
      },
      {
        regex: '(^|/)job-queue/pool$',
        importNames: ['createJobsPool'],
        message: 'database.ts opens the pool of the job runner; take it from there.',
      },
    ],
  },
  {
    owners: ['cross-tenant/index', 'documents/pool', 'job-queue/pool', 'tenant/turns'].map(
      (file) => `src/stores/postgres/${file}.ts`,
    ),
    patterns: [{ regex: '(^|/)connection/pool$|^\\./pool$', importNames: ['openPool'], message: pools }],
  },
  {
    owners: ['src/stores/postgres/connection/database-roles.ts'],
    patterns: [
      {
        regex: '(^|/)first-security$',
        importNames: ['crossTenantRole', 'documentsRole'],
        message: 'A role that sees every organization belongs to the file that lets its pool sign in.',
      },
    ],
  },
  {
    owners: ['src/cli/backup.ts', 'src/cli/restore.ts', 'src/stores/postgres/connection/node-lock.ts'],
    patterns: [
      {
        regex: '(^|/)migrate$',
        importNames: ['connectAsOwner'],
        message: 'The owner of the database is for migrations, the lock of a node, backup and restore.',
      },
    ],
  },
  {
    owners: ['pool', 'data-source', 'migrate']
      .map((name) => `src/stores/postgres/connection/${name}.ts`)
      .concat('src/stores/embedded/cluster.ts'),
    syntax: ['callee.name', 'callee.property.name'].map((name) => ({
      selector: `NewExpression[${name}=/^(Pool|Client|DataSource)$/]`,
      message: pools,
    })),
  },
];

/** A block replaces the options of the one before: a file that owns a door is told of all the others. */
function shut(files, closed, ignores = []) {
  const all = (kind) => closed.flatMap((door) => door[kind] ?? []);
  return {
    files,
    ignores,
    rules: {
      'no-restricted-globals': ['error', ...all('globals')],
      'no-restricted-imports': ['error', { paths: all('paths'), patterns: all('patterns') }],
      'no-restricted-syntax': ['error', ...closedWays, ...all('syntax')],
    },
  };
}

const shutDoors = [
  shut(['src/**/*.ts'], doors, [
    'src/{widget,console}/**',
    '**/*.test.ts',
    'src/stores/postgres/migrations/**',
  ]),
  ...[...new Set(doors.flatMap(({ owners }) => owners))].map((file) =>
    shut(
      [file],
      doors.filter(({ owners }) => !owners.includes(file)),
    ),
  ),
];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'data/', '.cache/', 'public/', 'coverage/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommended],
    plugins: { regexp },
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src/widget/tsconfig.json', './src/console/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, arguments: false } },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
      // A factory counts with its closures: each of those fits a screen.
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'max-params': ['error', 3],
      // Text from outside meets most of them: none may take longer than its length allows.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', ...closedWays],
    },
  },
  ...Object.entries(table).flatMap(([folder, rule]) => forbid(folder, rule)),
  {
    files: ['src/console/ui/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./(?!(data|styles|text|i18n)/|(hooks|icons)$|\\.\\./protocol/)',
              message: 'What all screens share knows no screen.',
            },
          ],
        },
      ],
    },
  },
  ...shutDoors,
  {
    files: translated,
    // A page for who works on the console.
    ignores: ['**/*.test.ts', 'src/console/ui/states.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...closedWays, ...bare, latinCommas] },
  },
  { files: ['src/config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['src/protocol/**/*.ts'],
    ignores: ['src/protocol/model/text-types.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...closedWays,
        ...doors.flatMap(({ syntax = [] }) => syntax),
        bareText,
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts', '**/*.test.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-params': 'off' },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts', '**/*.test.ts'],
    rules: { 'no-restricted-syntax': 'off', 'max-lines': 'off' },
  },
  {
    files: ['test/**/*.ts', '**/*.test.ts'],
    ignores: [
      // Fakes and clients that pause as the real ones do.
      'test/dev-env/**',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...closedEverywhere,
        ...sleeps,
        ...clockWatched,
        ...ownLimits,
        readOnce,
      ],
    },
  },
);
