// What one import at a time cannot show: circles of files, those of types too.
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or lack a third: move what both need there.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'words-first',
      severity: 'error',
      comment:
        'Texts of the console are made as its files load, so the words come first: what src/console/main.tsx imports, and what the words import, is loaded before them. Import it in start.tsx, or in what that imports.',
      from: { path: '^src/console/(main\\.tsx$|i18n/)', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/console/(?!i18n/|styles/|ui/tokens\\.css$)', dynamic: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
