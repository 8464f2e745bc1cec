import { createLog } from '../../log';
import { createWidgetPages } from './widget-pages';

test('whoever says one page after another of a channel has one noted in a minute; other channels are noted', () => {
  const noted: string[] = [];
  const note = (key: string, { seenOn }: { seenOn: string }) =>
    Promise.resolve(void noted.push(`${key} ${seenOn}`));
  const seen = createWidgetPages({ note, log: createLog('silent') });
  for (let n = 0; n < 100; n += 1) seen('one', `https://page-${n}.example`);
  seen('two', 'https://shop.example');
  expect(noted).toEqual(['one https://page-0.example', 'two https://shop.example']);
});
