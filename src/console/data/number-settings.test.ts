import { aiSettings } from '../../protocol/answers';
import { routingSettings } from '../../protocol/routing';
import { aiNumbers, routingNumbers } from './number-settings';

it.each([
  ['ai', aiNumbers, aiSettings],
  ['routing', routingNumbers, routingSettings],
])(
  'every number of category %s has a field, which shows what holds while none was written',
  (_, numbers, schema) => {
    const defaults = Object.entries(schema.parse({})).filter(([, value]) => typeof value === 'number');
    expect(Object.fromEntries(numbers.map(({ key, usual }) => [key, usual]))).toEqual(
      Object.fromEntries(defaults),
    );
  },
);
