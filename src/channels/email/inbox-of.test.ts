import { inboxOf } from './inbox-of';

it.each([
  ['Ada@Example.com', 'ada@example.com'],
  ['ada+shop@example.com', 'ada@example.com'],
  ['a.d.a+1@googlemail.com', 'ada@gmail.com'],
  ['ada.lovelace@example.com', 'ada.lovelace@example.com'],
])('%s leads to %s', (email, inbox) => expect(inboxOf(email)).toBe(inbox));
