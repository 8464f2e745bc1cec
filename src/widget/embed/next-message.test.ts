import type { ProactiveMessage } from '../../protocol/widget-settings';
import { nextMessage, type Visit } from './next-message';

const message = (text: string, rest: Partial<ProactiveMessage> = {}): ProactiveMessage => ({
  text,
  afterSeconds: 0,
  visitors: 'all',
  ...rest,
});
const visit: Visit = { said: '', address: 'https://shop.example/pricing', isReturning: false, seconds: 5 };

describe('what the widget says by itself', () => {
  test('is the first that is for this page, this visitor and this moment', () => {
    const messages = [
      message('elsewhere', { page: '/docs' }),
      message('later', { afterSeconds: 6 }),
      message('back again', { visitors: 'returning' }),
      message('welcome', { page: '/pricing', visitors: 'new', afterSeconds: 5 }),
    ];
    expect(nextMessage(messages, visit)?.text).toBe('welcome');
    expect(nextMessage(messages, { ...visit, isReturning: true })?.text).toBe('back again');
    expect(nextMessage(messages, { ...visit, seconds: 6 })?.text).toBe('later');
    expect(nextMessage(messages, { ...visit, address: 'https://shop.example/' })).toBeUndefined();
  });

  test('is never said twice, and one that ends like another is another', () => {
    const messages = [message('Need help?'), message('help?')];
    expect(nextMessage(messages, { ...visit, said: 'Need help?\n' })?.text).toBe('help?');
    expect(nextMessage(messages, { ...visit, said: 'Need help?\nhelp?\n' })).toBeUndefined();
  });

  test('may be of several lines', () => {
    const messages = [message('Hello.\nNeed help?')];
    expect(nextMessage(messages, visit)?.text).toBe('Hello.\nNeed help?');
    expect(nextMessage(messages, { ...visit, said: 'x\nHello.\nNeed help?\n' })).toBeUndefined();
  });
});
