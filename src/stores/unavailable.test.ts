import { DomainError } from '../errors';
import { asUnavailable, sayingUnavailable } from './unavailable';

const failure = (more: object, message = 'failed') => Object.assign(new Error(message), more);

describe('what a store says', () => {
  it.each([
    ...['57P01', '57P02', '57P03', '57P04', '57P05', '08006', '08001', '53100', '53200', '53300'],
    ...['40001', '40P01', '55P03', '57014', '58030', '25006', 'ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN'],
    ...[91, 189, 10107, 11600, 14031, 64],
  ])('with the code %s means not now', (code) => {
    expect(asUnavailable(failure({ code }))).toMatchObject({ code: 'unavailable', retryAfter: 2 });
  });

  it.each([
    ['MongoServerSelectionError', 'connect ECONNREFUSED'],
    ['MongoNetworkTimeoutError', 'connection 3 timed out'],
    ['MongooseError', 'Cannot call `messages.find()` before initial connection is complete if …'],
    ['Error', 'Connection terminated unexpectedly'],
    ['Error', 'timeout exceeded when trying to connect'],
  ])('as %s: %s means not now', (name, message) => {
    expect(asUnavailable(failure({ name }, message))).toMatchObject({ code: 'unavailable', retryAfter: 2 });
  });

  it.each([['23505'], ['22P05'], ['42P01'], ['28P01'], ['57000'], [11000], [121], [undefined]])(
    'with the code %s stays what it is',
    (code) => {
      const error = failure({ code });
      expect(asUnavailable(error)).toBe(error);
    },
  );

  it('is said by every call of a store', async () => {
    const store = sayingUnavailable({
      gone: () => Promise.reject(failure({ code: '57P03' })),
      wrong: () => Promise.reject(new DomainError('conflict', 'No.')),
      fine: (n: number) => Promise.resolve(n),
    });
    await expect(store.gone()).rejects.toMatchObject({ code: 'unavailable', retryAfter: 2 });
    await expect(store.wrong()).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.fine(3)).toBe(3);
  });
});
