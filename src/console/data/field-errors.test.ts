import { newAgent, newUser } from '../../protocol/people';
import { Failure, fromWire, sentence } from './failure';
import { fieldErrors } from './field-errors';

function refused(schema: typeof newUser | typeof newAgent, body: object): Failure {
  const issues = schema.safeParse(body).error!.issues;
  const errors = issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return fromWire({ code: 'invalid', message: 'The request is not valid.', errors });
}

describe('what the server refuses', () => {
  it('stands at its own field, in plain words', () => {
    const user = { firstName: 'x'.repeat(101), email: 'bea', password: 'short', role: 'agent' };
    expect(fieldErrors(refused(newUser, user), ['firstName', 'email', 'password', 'role'])).toEqual({
      fields: {
        firstName: 'At most 100 characters fit.',
        email: 'Write a whole address, like name@example.com.',
        password: 'At least 8 characters are needed.',
      },
      rest: '',
    });
    const agent = {
      userId: '6f1c1b52-6a0e-4b43-9d0e-0a4a5f0f6b11',
      displayName: ' ',
      maxConcurrentChats: 101,
      specialties: ['x'.repeat(101)],
    };
    expect(
      fieldErrors(refused(newAgent, agent), ['displayName', 'maxConcurrentChats', 'specialties']),
    ).toEqual({
      fields: {
        displayName: 'Write something here.',
        maxConcurrentChats: 'At most 100.',
        specialties: 'At most 100 characters fit.',
      },
      rest: '',
    });
  });

  it('belongs to the field that holds it, however deep it lies', () => {
    const errors = [
      { path: 'config.allowedOrigins.1', message: 'One.' },
      { path: 'value.mon.0.1', message: 'Two.' },
      { path: 'value.mon.0', message: 'Two, and what follows from it.' },
      { path: 'value', message: 'Three.' },
    ];
    const shown = ['config.allowedOrigins', 'value.mon', 'value'];
    expect(fieldErrors(new Failure('invalid', 'Not valid.', { errors }), shown)).toEqual({
      fields: { 'config.allowedOrigins': 'One.', 'value.mon': 'Two.', value: 'Three.' },
      rest: '',
    });
    const near = new Failure('invalid', 'Not valid.', {
      errors: [{ path: 'config.greetings', message: 'Four.' }],
    });
    expect(fieldErrors(near, ['config.greeting'])).toEqual({ fields: {}, rest: 'Not valid.' });
  });

  it('is said below when no field shows it, and kept as it is when the words are the server’s own', () => {
    const bytes = 'A password has at most 72 bytes.';
    const failure = new Failure('invalid', 'Not valid.', { errors: [{ path: 'password', message: bytes }] });
    expect(fieldErrors(failure, ['password'])).toEqual({ fields: { password: bytes }, rest: '' });
    expect(fieldErrors(failure, ['email'])).toEqual({ fields: {}, rest: 'Not valid.' });
    expect(fieldErrors(new Failure('conflict', 'Taken.'), ['email'])).toEqual({ fields: {}, rest: 'Taken.' });
  });

  it('is no validator’s text anywhere, also where a sentence is all there is room for', () => {
    const raw = [
      { path: 'email', message: 'Invalid email address' },
      { path: 'config.allowedOrigins.0', message: 'Invalid URL' },
      { path: 'phone', message: 'must be a phone number' },
      { path: 'name', message: 'Invalid input: expected string, received undefined' },
      { path: 'role', message: 'Invalid option: expected one of "admin"|"agent"' },
      { path: 'key', message: 'must be letters, digits, dots and dashes' },
    ];
    expect(sentence(fromWire({ code: 'invalid', message: 'Not valid.', errors: raw }))).toBe(
      'Not valid. Write a whole address, like name@example.com. Write a whole address, like https://example.com. Write a phone number, like +49 30 1234567. Write something here. This is not accepted here. It must be letters, digits, dots and dashes.',
    );
  });
});
