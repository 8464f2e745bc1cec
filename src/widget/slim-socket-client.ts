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

/** Methods that are called, and have nothing to do as connection.ts sets the client up. */
const idle: Record<string, string[]> = {
  'socket.io-client/build/esm/socket.js': ['_drainQueue', 'notifyOutgoingListeners'],
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
      return names ? slimmed(code, names, of(idle, id) ?? []) : null;
    },
  };
}

/**
 * @param code a module that exports one class
 * @param gone methods that it loses
 * @param empty methods that do nothing in it
 */
function slimmed(code: string, gone: readonly string[], empty: readonly string[]): string {
  const names = [...gone, ...empty];
  const found = parseAst(code)
    .body.flatMap((node) =>
      node.type === 'ExportNamedDeclaration' && node.declaration?.type === 'ClassDeclaration'
        ? node.declaration.body.body
        : [],
    )
    .flatMap((member) =>
      member.type === 'MethodDefinition' &&
      member.key.type === 'Identifier' &&
      names.includes(member.key.name)
        ? [{ name: member.key.name, member, body: member.value.body! }]
        : [],
    );
  if (found.length !== names.length) throw new Error(`Of the methods ${names.join(', ')} not all are there.`);
  return found.reduceRight(
    (rest, { name, member, body }) =>
      empty.includes(name)
        ? `${rest.slice(0, body.start)}{}${rest.slice(body.end)}`
        : rest.slice(0, member.start) + rest.slice(member.end),
    code,
  );
}
