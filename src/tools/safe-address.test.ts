import type { lookup } from 'node:dns';
import { createResolveSafeHost, type ResolveName } from './safe-address';

function names(answers: Record<string, string[]>): ResolveName {
  return ((name: string, _: unknown, done: (error: Error | null, all?: object[]) => void) => {
    const found = answers[name];
    if (!found) return done(new Error(`ENOTFOUND ${name}`));
    done(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as typeof lookup;
}

const resolve = names({
  'mail.shop.test': ['93.184.216.34'],
  'inside.shop.test': ['93.184.216.34', '10.0.0.5'],
  'empty.shop.test': [],
});
const closed = createResolveSafeHost({ allow: [], resolve });
const open = createResolveSafeHost({ allow: ['127.0.0.0/8', '10.0.0.0/8'], resolve });

describe('a host that is connected to', () => {
  it('is the address that was checked, with its name for TLS', async () => {
    expect(await closed(' mail.shop.test ')).toEqual({
      host: '93.184.216.34',
      servername: 'mail.shop.test',
      isPublic: true,
    });
    expect(await closed('93.184.216.34')).toEqual({ host: '93.184.216.34', isPublic: true });
    expect(await open('127.0.0.1')).toEqual({ host: '127.0.0.1', isPublic: false });
  });

  it.each(['127.0.0.1', '::1', '[::1]', '::ffff:127.0.0.1', '::ffff:7f00:1', '10.1.2.3', 'inside.shop.test'])(
    'is refused when it is inside: %s',
    (host) => expect(closed(host)).rejects.toMatchObject({ code: 'forbidden' }),
  );

  it.each(['nowhere.shop.test', 'empty.shop.test'])('is said not to be there: %s', (host) =>
    expect(closed(host)).rejects.toMatchObject({
      code: 'unavailable',
      message: `There is no server named ${host}.`,
    }),
  );

  it('may be inside where the operator allowed it', async () =>
    expect(await open('inside.shop.test')).toMatchObject({ servername: 'inside.shop.test' }));
});
