import { redact } from './redact';

it.each([
  ['write to ada.byron+x@shop.example.com please', 'write to [e-mail] please'],
  ['call me on +44 20 7946 0958 or (030) 1234-567', 'call me on [number] or [number]'],
  ['card 4111 1111 1111 1111 was charged', 'card [number] was charged'],
  ['my IBAN is DE89 3704 0044 0532 0130 00', 'my IBAN is [number]'],
  ['see https://shop.example/o/1?token=abc', 'see [link]'],
  ['order 4711 of 12 May, 2 chairs for 49.90', 'order 4711 of 12 May, 2 chairs for 49.90'],
  ['account 0012345678', 'account [number]'],
  ['my password is hunter22, PIN 4821', 'my password is [secret], PIN [secret]'],
  ['with sk-abcdefghij0123456789 it fails', 'with [secret] it fails'],
])('%s', (text, expected) => expect(redact(text, [])).toBe(expected));

it('takes out the names that are known, as whole words and in any case', () => {
  const known = ['Ada', 'Byron', 'Ada Byron', 'C-77 (old)', 'Ö', ''];
  expect(redact('ada byron here, Adapter and Byron’s, c-77 (OLD)', known)).toBe(
    '[name] here, Adapter and [name]’s, [name]',
  );
});
