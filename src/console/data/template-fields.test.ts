import type { ChannelTemplate } from '../../protocol/model/template';
import { templateText } from '../../protocol/template-text';
import { fieldsOf, filledTemplate, wrongFields } from './template-fields';

const order: ChannelTemplate = {
  name: 'order_update',
  language: 'en_US',
  state: 'approved',
  header: { kind: 'text', text: 'Order {{1}}', places: ['1'] },
  body: { text: 'Hello {{2}}, your order {{1}} is on its way.', places: ['1', '2'] },
  buttons: [
    { kind: 'quick_reply', text: 'Thanks', places: [] },
    { kind: 'url', text: 'Track it', url: 'https://shop.example/{{1}}', places: ['1'] },
    { kind: 'copy_code', text: 'Copy', places: ['code'] },
  ],
};
const values = {
  header: ' 17 ',
  'body.0': '17',
  'body.1': 'Ada',
  'button.1.0': 'T-1',
  'button.2.0': 'SAVE5',
};

test('each place of header, body and buttons is a field', () => {
  expect(fieldsOf(order).map(({ key, label }) => [key, label])).toEqual([
    ['header', '{{1}} in the header'],
    ['body.0', '{{1}}'],
    ['body.1', '{{2}}'],
    ['button.1.0', '{{1}} in the address of “Track it”'],
    ['button.2.0', 'The code of “Copy”'],
  ]);
});

test('what is filled in goes out in the order of the places, without space around it', () => {
  expect(filledTemplate(order, values)).toEqual({
    name: 'order_update',
    language: 'en_US',
    header: '17',
    parameters: ['17', 'Ada'],
    buttons: ['T-1', 'SAVE5'],
  });
});

test('a preview keeps the places that are still empty', () => {
  const filled = filledTemplate(order, { 'body.1': 'Ada' }, (place) => `{{${place}}}`);
  expect(templateText(order, filled)).toBe(
    'Order {{1}}\n\nHello Ada, your order {{1}} is on its way.\n\n[Thanks] [Track it] [Copy]',
  );
});

test('empty, too long and no address are said at their fields', () => {
  const picture = { ...order, header: { kind: 'image' as const, places: ['image'] } };
  const fields = fieldsOf(picture);
  expect(wrongFields(fieldsOf(order), values)).toEqual({});
  expect(
    wrongFields(fields, { ...values, header: 'http://x', 'body.0': ' ', 'body.1': 'x'.repeat(1_025) }),
  ).toEqual({
    header: 'Write an address that begins with https://.',
    'body.0': 'Fill this in.',
    'body.1': 'At most 1024 characters.',
  });
});

test('a template without places asks for nothing', () => {
  const plain: ChannelTemplate = {
    ...order,
    header: undefined,
    body: { text: 'Hello.', places: [] },
    buttons: [],
  };
  expect(fieldsOf(plain)).toEqual([]);
  expect(filledTemplate(plain, {})).toEqual({ name: 'order_update', language: 'en_US' });
});
