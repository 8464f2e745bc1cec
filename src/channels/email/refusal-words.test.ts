import { withMeaning } from './refusal-words';

it.each([
  ['550 5.1.1 <ada@example.com>: Recipient address rejected', 'This address does not exist.'],
  ['host mx.example.com said: 552-5.2.2 The email account is over quota', 'Their mailbox is full.'],
  [
    '550 5.7.26 This mail has been blocked because the sender is unauthenticated',
    'verify that it is from us',
  ],
  ['554 5.7.1 Message rejected as spam', 'does not want this mail'],
  ['unable to look up host example.invalid (5.4.4)', 'could not be reached'],
  ['552 5.3.4 Message size exceeds fixed limit', 'too large'],
])('says what a code means, before what was said: %s', (said, meaning) => {
  expect(withMeaning(said)).toContain(meaning);
  expect(withMeaning(said).endsWith(` ${said}`)).toBe(true);
});

it.each(['550 No such user', 'version 5.1.1x', '550 15.1.1', '250 2.1.5 Ok', '550 5.9.9 Odd', ''])(
  'adds nothing where there is no code that people could use: %j',
  (said) => expect(withMeaning(said)).toBe(said),
);
