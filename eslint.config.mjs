// The lint carries the design: who may import whom, and the few ways that are closed because one place owns them.
import tseslint from 'typescript-eslint';

const shared = ['errors', 'events', 'log', 'protocol'];
const features = [
  'knowledge',
  'routing',
  'customers',
  'identity',
  'insights',
  'audit',
  'privacy',
  'files',
  'jobs',
];
const edges = ['channels', 'gateway', 'api', 'responder'];

/** Folder -> folders of src that it may import besides itself. Types may come from more: see `types`. */
const table = {
  protocol: { may: [], why: 'Every side shares the protocol: it knows nothing of ours.' },
  sessions: {
    may: ['errors', 'events', 'protocol'],
    types: ['log'],
    why: 'The core never learns what a channel, a socket, a store or a model is.',
  },
  ...Object.fromEntries(
    features.map((name) => [
      name,
      {
        may: shared,
        types: ['sessions', 'config'],
        why: 'Features do not call each other: app.ts hands functions across.',
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
    may: ['errors', 'log', 'protocol', 'sessions'],
    types: ['config', 'gateway', 'responder', ...features],
    why: 'Stores implement the store.ts interfaces of their consumers and hold no business rule.',
  },
  widget: { may: ['protocol'], why: 'Browser code shares only the protocol.' },
  console: { may: ['protocol'], why: 'Browser code shares only the protocol.' },
};

const all = [...new Set([...Object.keys(table), ...shared, 'config', 'app', 'main', 'dev-env'])];

/** Relative imports of any depth that name a folder or file of src. */
function forbid(folder, { may, types = [], why }) {
  const closed = all.filter((name) => name !== folder && !may.includes(name));
  const forms = (names) => `^(\\.\\./)+(${names.join('|')})(/|$)`;
  const hard = closed.filter((name) => !types.includes(name));
  const patterns = [{ regex: forms(hard), message: why }];
  if (types.length)
    patterns.push({ regex: forms(types), message: `${why} Import types only.`, allowTypeImports: true });
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

const closedWays = [
  {
    selector: 'MemberExpression[object.name="process"][property.name="env"]',
    message: 'Read the environment in src/config.ts.',
  },
  {
    selector: 'CallExpression[callee.object.name="jest"][callee.property.name="mock"]',
    message: 'No module mocks: pass a dependency.',
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

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'data/', '.cache/', 'public/', 'coverage/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommended],
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
      'max-lines-per-function': ['error', { max: 100, skipComments: true, skipBlankLines: true }],
      'max-params': ['error', 3],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', ...closedWays],
    },
  },
  ...Object.entries(table).map(([folder, rule]) => forbid(folder, rule)),
  { files: ['src/config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: [
      'src/app.ts',
      'test/**/*.ts',
      'scripts/**/*.ts',
      '**/*.test.ts',
      'src/console/**/*.tsx',
      'src/widget/**/*.tsx',
    ],
    rules: { 'max-lines-per-function': 'off', 'max-params': 'off' },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts', '**/*.test.ts'],
    rules: { 'no-restricted-syntax': 'off', 'max-lines': 'off' },
  },
);
