import { cpuTime } from '../../test/dev-env/cpu-time';
import { withoutSecrets } from './without-secrets';

const cases: Array<[string, string]> = [
  ['The model answered 503.', 'The model answered 503.'],
  ['first\n    at secret (/srv/app/file.js:1)', 'first'],
  ['fetch of https://user:pass@models.internal/v1?key=abc failed', 'fetch of https://… failed'],
  ['postgres://parley:hunter2@db:5432/parley is away', 'postgres://… is away'],
  ['connect ECONNREFUSED 10.1.2.3:5432', 'connect ECONNREFUSED …'],
  ['connect ECONNREFUSED ::1', 'connect ECONNREFUSED …'],
  ['Authorization: Bearer abc.def', 'Authorization: … …'],
  ['wrong password=hunter2, sorry', 'wrong password=…, sorry'],
  ['no such file /var/lib/parley/files/x', 'no such file …'],
  ['somebody@shop.example is refused', '… is refused'],
  ['the key sk-proj-1234567890abcdefghijkl is not known', 'the key … is not known'],
  ['At 10:30 it was 3/4 done', 'At 10:30 it was 3/4 done'],
];

it.each(cases)('%s', (error, shown) => expect(withoutSecrets(error)).toBe(shown));

it('stays short, and quick with what is hostile', () => {
  for (const piece of ['a', '/a', '1.', 'a:', 'a@a.', 'token '])
    expect(cpuTime(() => withoutSecrets(piece.repeat(100_000)))).toBeLessThan(1_000);
  expect(withoutSecrets('word '.repeat(1_000)).length).toBeLessThanOrEqual(301);
});
