import { Writable } from 'node:stream';
import { createLog } from './log';

test('An error is logged without the rows and parameters that drivers hang on it', () => {
  const lines: string[] = [];
  const log = createLog(
    'info',
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    }),
  );
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Failing row contains (ada@example.com)',
    parameters: ['ada@example.com'],
    query: "INSERT … 'ada@example.com'",
  });
  log.error({ err: error }, 'failed');
  expect(lines[0]).toContain('23505');
  expect(lines[0]).toContain('duplicate key');
  expect(lines[0]).not.toContain('ada@example.com');
});
