// Builds the frame into public/widget/ and the embed script into public/widget.js, and refuses to grow over the budget.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, defineConfig, type Plugin } from 'vite';
import { slimSocketClient } from './slim-socket-client.ts';

const here = import.meta.dirname;
const publicDir = resolve(here, '../../public');
const target = ['chrome123', 'firefox121', 'safari17.5'];

/** Bytes, gzipped, of what every visitor who opens the chat in English loads; parts that few people see come on demand. */
const budget = 30 * 1024;
const launcherBudget = 5 * 1024;

/** Loaded when it is first needed. */
const onDemand =
  /\/src\/widget\/(later\/|preview\.|embed\/|accent\.|translations\/en-more\.json)|\/protocol\/(rich-text|marked-text|written-text|links|page-address|emojis|reactions|accent|widget-preview)\.ts$|\/polling(-fetch)?\.js$/;

export default defineConfig({
  root: here,
  base: './',
  publicDir: false,
  plugins: [embedScript(), slimSocketClient(), nothingTooSoon()],
  build: {
    target,
    outDir: join(publicDir, 'widget'),
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: [join(here, 'frame.html'), join(here, 'preview.html')],
      // What the parts on demand share with the frame comes with it, in one file.
      output: { codeSplitting: { groups: [{ name: 'frame', test: (id: string) => !onDemand.test(id) }] } },
      treeshake: { moduleSideEffects: (id) => !/node_modules\/.*(socket|engine)\.io/.test(id) },
    },
  },
});

/** In the frame, and only a part on demand asks for it. */
const neededLater: string[] = [];

/** What everybody would load for the few who need it is found here, and refused below. */
function nothingTooSoon(): Plugin {
  return {
    name: 'nothing-too-soon',
    generateBundle(_options, bundle) {
      const needed = new Set([join(here, 'frame.html')]);
      for (const id of needed) for (const one of this.getModuleInfo(id)?.importedIds ?? []) needed.add(one);
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk' && one.name === 'frame');
      const early = chunks.flatMap((one) => ('moduleIds' in one ? one.moduleIds : []));
      neededLater.push(...early.filter((id) => !needed.has(id) && !id.startsWith('\0')));
    },
  };
}

/** The embed script is a classic script of its own: nothing of it may reach the host page's globals but `Parley`. */
function embedScript(): Plugin {
  return {
    name: 'embed-script',
    async closeBundle() {
      await buildModule();
      await build({
        configFile: false,
        logLevel: 'warn',
        root: here,
        publicDir: false,
        build: {
          target,
          outDir: publicDir,
          emptyOutDir: false,
          reportCompressedSize: false,
          lib: {
            entry: join(here, 'embed.ts'),
            formats: ['iife'],
            name: 'ParleyEmbed',
            fileName: () => 'widget.js',
          },
        },
      });
      checkBudget();
    },
  };
}

/** What the embed script loads on demand: a module under one name for ever, so that a page that stays open still finds it. */
async function buildModule(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: here,
    publicDir: false,
    build: {
      target,
      outDir: join(publicDir, 'widget'),
      emptyOutDir: false,
      reportCompressedSize: false,
      lib: { entry: join(here, 'embed/proactive.ts'), formats: ['es'], fileName: () => 'proactive.js' },
    },
  });
}

function checkBudget(): void {
  const assets = join(publicDir, 'widget/assets');
  const files = [
    join(publicDir, 'widget.js'),
    ...readdirSync(assets)
      .filter((name) => name.startsWith('frame'))
      .map((name) => join(assets, name)),
  ];
  const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  const launcher = gzipSync(readFileSync(files[0]!)).length;
  console.log(`widget: ${size} of ${budget} bytes gzipped, its launcher ${launcher} of ${launcherBudget}`);
  if (neededLater.length > 0)
    throw new Error(`Only parts on demand need these, list them in onDemand: ${neededLater.join(', ')}`);
  if (size > budget || launcher > launcherBudget) throw new Error('The widget is over its budget.');
}
