// Parley('open'), Parley('on', 'unread', …): what the host page may say.
import type { Events, Host } from './host';
import type { Identity } from './sign-in';

type Listener = (data: unknown) => void;

export type Command =
  | ['open' | 'close' | 'logout' | 'destroy']
  | ['identify', (Partial<Identity> | null)?]
  | ['on', keyof Events, Listener];

/** @param forget takes `Parley` off the page */
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
        case 'logout':
          return host.logout();
        case 'on':
          if (typeof command[2] === 'function') return host.on(command[1], command[2]);
          return host.fail('invalid', 'on needs the name of an event and a function.');
        case 'destroy':
          host.destroy();
          return forget();
        default:
          return host.fail('invalid', `There is no command ${JSON.stringify(command[0])}.`);
      }
    },
  };
}
