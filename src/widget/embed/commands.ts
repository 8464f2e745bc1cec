// Parley('open'), Parley('on', 'unread', …): what the host page may say.
import type { Events, Host, Identity } from './host';

type Listener = (data: unknown) => void;

export type Command =
  ['open' | 'close' | 'destroy'] | ['identify', Identity] | ['on', keyof Events, Listener];

export function createCommands(host: Host, forget: () => void): { run(command: Command): void } {
  return {
    run(command) {
      switch (command[0]) {
        case 'open':
          return host.show(true);
        case 'close':
          return host.show(false);
        case 'identify':
          return host.identify(command[1]);
        case 'on':
          return host.on(command[1], command[2]);
        case 'destroy':
          host.destroy();
          return forget();
        default:
          console.error('Parley: there is no command', command[0]);
      }
    },
  };
}
