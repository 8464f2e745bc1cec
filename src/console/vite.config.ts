// `npx vite build -c src/console/vite.config.ts` writes public/console/, which the server hands out under /console/.
import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

type Modules = Rolldown.ChunkingContext;

/** Says of modules whether they come with this one at once, rather than when they are asked for. */
function comesWith(end: string) {
  return function comes(id: string, modules: Modules, seen = new Set<string>()): boolean {
    if (id.endsWith(end)) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return (modules.getModuleInfo(id)?.importers ?? []).some((one) => comes(one, modules, seen));
  };
}

const isFirst = comesWith('/src/console/start.tsx');
const isOfConversations = comesWith('/conversation/conversation.tsx');

/** What main.tsx asks for once it knows the language is on its way before. */
const startIsAhead: Plugin = {
  name: 'start-is-ahead',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const start = chunks.find(({ moduleIds }) =>
        moduleIds.some((id) => id.endsWith('/src/console/start.tsx')),
      );
      const all = new Set(start ? [start.fileName] : []);
      for (const name of all)
        for (const other of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) all.add(other);
      return [...all]
        .filter((name) => !html.includes(name))
        .map((name) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/console/${name}` },
          injectTo: 'head' as const,
        }));
    },
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react(), startIsAhead],
  worker: { format: 'es' },
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
            { name: 'words', test: /\/src\/console\/i18n\/(?:translate|languages)\.ts$/, priority: 1 },
            {
              test: /\/(?:src\/(?:console|protocol)|node_modules\/(?:react|react-dom|scheduler))\//,
              debugName: 'first',
              name: (id, modules) => (isFirst(id, modules) ? 'first' : null),
            },
            {
              debugName: 'conversation',
              name: (id, modules) =>
                !isFirst(id, modules) && isOfConversations(id, modules) ? 'conversation' : null,
            },
          ],
        },
      },
    },
  },
});
