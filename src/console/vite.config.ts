// `npx vite build -c src/console/vite.config.ts` writes public/console/, which the server hands out under /console/.
import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig, type Rolldown } from 'vite';

type Modules = Rolldown.ChunkingContext;

/** Whether the first page needs it, rather than what is loaded when it is asked for. */
function isFirst(id: string, modules: Modules, seen: Set<string>): boolean {
  if (id.endsWith('/src/console/main.tsx')) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return (modules.getModuleInfo(id)?.importers ?? []).some((one) => isFirst(one, modules, seen));
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, '../../public/console'),
    emptyOutDir: true,
    sourcemap: false,
    target: 'es2022',
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        // One file instead of one for each set of pages that shares something: it compresses better.
        codeSplitting: {
          groups: [
            {
              test: /\/(?:src\/(?:console|protocol)|node_modules\/(?:react|react-dom|scheduler))\//,
              debugName: 'first',
              name: (id, modules) => (isFirst(id, modules, new Set()) ? 'first' : null),
            },
          ],
        },
      },
    },
  },
});
