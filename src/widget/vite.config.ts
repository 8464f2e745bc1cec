// Builds the frame into public/widget/ and the embed script into public/widget.js, and refuses to grow over the budget.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, defineConfig, parseAst, type Plugin } from 'vite';

const here = import.meta.dirname;
const publicDir = resolve(here, '../../public');
const target = ['chrome123', 'firefox121', 'safari17.5'];

/** Bytes, gzipped, of what every visitor who opens the chat in English loads. */
const budget = 30 * 1024;

export default defineConfig({
  root: here,
  base: './',
  publicDir: false,
  plugins: [embedScript(), withoutUnused()],
  build: {
    target,
    outDir: join(publicDir, 'widget'),
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: join(here, 'frame.html'),
      treeshake: { moduleSideEffects: (id) => !/node_modules\/.*(socket|engine)\.io/.test(id) },
    },
  },
});

/** The embed script is a classic script of its own: nothing of it may reach the host page's globals but `Parley`. */
function embedScript(): Plugin {
  return {
    name: 'embed-script',
    async closeBundle() {
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

/** What the socket client brings for WebTransport, old browsers and binary data; our protocol is JSON over websocket and polling. */
const unused: Record<string, string> = {
  'engine.io-client/build/esm/transports/index.js': `
    import { Fetch as polling } from './polling-fetch.js';
    import { WS as websocket } from './websocket.js';
    export const transports = { polling, websocket };`,
  'engine.io-client/build/esm/globals.js': `
    export const nextTick = (run) => Promise.resolve().then(run);
    export const globalThisShim = globalThis;
    export const defaultBinaryType = 'arraybuffer';
    export const createCookieJar = () => {};`,
  'engine.io-client/build/esm/contrib/parseuri.js': `
    export const parse = (address) => {
      const { protocol, hostname, port } = new URL(address, location);
      return { protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ''), port };
    };`,
  'engine.io-parser/build/esm/encodePacket.browser.js': `
    import { PACKET_TYPES } from './commons.js';
    export const encodePacket = ({ type, data }, _binary, done) => done(PACKET_TYPES[type] + (data || ''));
    export const encodePacketToBinary = () => {};`,
  'engine.io-parser/build/esm/decodePacket.browser.js': `
    import { ERROR_PACKET, PACKET_TYPES_REVERSE } from './commons.js';
    export const decodePacket = (text) => {
      const type = typeof text === 'string' ? PACKET_TYPES_REVERSE[text[0]] : undefined;
      if (!type) return ERROR_PACKET;
      return text.length > 1 ? { type, data: text.slice(1) } : { type };
    };`,
  'socket.io-parser/build/esm/is-binary.js': 'export const isBinary = () => false, hasBinary = isBinary;',
  'socket.io-parser/build/esm/binary.js':
    'export const deconstructPacket = (packet) => ({ packet, buffers: [] }), reconstructPacket = (packet) => packet;',
};

/** Methods of the socket client that nobody calls, neither we nor, as connection.ts sets it up, the client itself. */
const uncalled: Record<string, string[]> = {
  // The first transport that connects is kept: there is nothing to upgrade to.
  'engine.io-client/build/esm/socket.js': ['_probe', 'send'],
  'engine.io-client/build/esm/transport.js': ['pause'],
  'engine.io-client/build/esm/transports/polling.js': ['pause'],
  'socket.io-client/build/esm/manager.js': ['connect', 'disconnect'],
  'socket.io-client/build/esm/socket.js': [
    'disconnected',
    'send',
    '_addToQueue',
    'close',
    'compress',
    'volatile',
    'onAny',
    'prependAny',
    'offAny',
    'listenersAny',
    'onAnyOutgoing',
    'prependAnyOutgoing',
    'offAnyOutgoing',
    'listenersAnyOutgoing',
  ],
};

function withoutUnused(): Plugin {
  const of = <T>(table: Record<string, T>, id: string) =>
    Object.entries(table).find(([path]) => id.endsWith(`/node_modules/${path}`))?.[1];
  return {
    name: 'without-unused',
    enforce: 'pre',
    load: (id) => of(unused, id) ?? null,
    transform(code, id) {
      const names = of(uncalled, id);
      return names ? withoutMethods(code, names) : null;
    },
  };
}

/** @param code a module that exports one class */
function withoutMethods(code: string, names: readonly string[]): string {
  const found = parseAst(code)
    .body.flatMap((node) =>
      node.type === 'ExportNamedDeclaration' && node.declaration?.type === 'ClassDeclaration'
        ? node.declaration.body.body
        : [],
    )
    .filter(
      (member) =>
        member.type === 'MethodDefinition' &&
        member.key.type === 'Identifier' &&
        names.includes(member.key.name),
    );
  if (found.length !== names.length) throw new Error(`Of the methods ${names.join(', ')} not all are there.`);
  return found.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), code);
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
  console.log(`widget: ${size} of ${budget} bytes gzipped`);
  if (size > budget) throw new Error(`The widget is ${size} bytes gzipped; ${budget} are allowed.`);
}
