import { linkTo } from './link-to';

describe('the link to a conversation', () => {
  it('leads to the conversation, or to one message of it', () => {
    expect(linkTo('https://desk.example', 'abc')).toBe('https://desk.example/console/inbox/abc?tab=all');
    expect(linkTo('https://desk.example', 'abc', 7)).toBe(
      'https://desk.example/console/inbox/abc?tab=all&seq=7',
    );
  });
});
