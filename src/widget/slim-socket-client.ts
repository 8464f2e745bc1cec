// The socket client as small as the widget needs it: JSON over websocket, or over long-polling, which is loaded where no
// WebSocket gets through. The first transport that connects is kept. Manager and sockets are the library's own.
import { parseAst, type Plugin } from 'vite';
import { replaced } from './slim-socket-modules.ts';

/** Our parts on demand bring no styles, and nothing to fetch before them. */
const preload = { id: 'vite/preload-helper', code: 'export const __vitePreload = (load) => load();' };

/** Methods of the socket client that nobody calls, neither we nor, as connection.ts sets it up, the client itself. */
const uncalled: Record<string, string[]> = {
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

export function slimSocketClient(): Plugin {
  const of = <T>(table: Record<string, T>, id: string) =>
    Object.entries(table).find(([path]) => id.endsWith(`/node_modules/${path}`))?.[1];
  return {
    name: 'slim-socket-client',
    enforce: 'pre',
    load: (id) => (id.includes(preload.id) ? preload.code : (of(replaced, id) ?? null)),
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
