import { chosenOf, toEnabled } from './mcp-tools';

const tool = {
  name: 'lookup',
  description: '',
  readOnly: true,
  parameters: {
    customer: { type: 'string' as const },
    n: { type: 'integer' as const },
    all: { type: 'boolean' as const },
  },
  required: ['customer'],
};

it('begins with what the customer wrote for what must be given, and sends what was chosen', () => {
  const chosen = chosenOf(tool, []);
  expect(chosen).toEqual({
    isOn: false,
    identity: 'externalId',
    arguments: {
      customer: { from: 'model', value: '' },
      n: { from: '', value: '' },
      all: { from: '', value: '' },
    },
  });
  const given = {
    ...chosen.arguments,
    customer: { from: 'externalId' as const, value: '' },
    n: { from: 'constant' as const, value: '3' },
    all: { from: 'constant' as const, value: 'true' },
  };
  const sent = toEnabled(tool, { ...chosen, arguments: given });
  expect(sent).toEqual({
    name: 'lookup',
    identity: 'externalId',
    arguments: {
      customer: { from: 'externalId' },
      n: { from: 'constant', value: 3 },
      all: { from: 'constant', value: true },
    },
  });
  const again = chosenOf(tool, [{ ...sent, description: '', parameters: {}, required: [] }]);
  expect(again).toEqual({ isOn: true, identity: 'externalId', arguments: { ...given } });
});
