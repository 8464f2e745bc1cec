// Type checks of the three programs: server, widget, console.
import { spawnSync } from 'node:child_process';

const projects = ['tsconfig.json', 'src/widget/tsconfig.json', 'src/console/tsconfig.json'];
const results = projects.map((project) =>
  spawnSync('node', ['node_modules/@typescript/native/bin/tsc', '-p', project, '--noEmit'], {
    stdio: 'inherit',
  }),
);
process.exit(results.some(({ status }) => status !== 0) ? 1 : 0);
