import { createDrafts } from './drafts';

function storage(refuse = false) {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (refuse) throw new Error('QuotaExceededError');
      values.set(key, value);
    },
    removeItem: (key: string) => void values.delete(key),
    key: (index: number) => [...values.keys()][index] ?? null,
    get length() {
      return values.size;
    },
  };
}

describe('drafts', () => {
  it('survive a reload, apart for each session, surface and user', () => {
    const disk = storage();
    createDrafts(disk, 'me').set('s', 'reply', 'half a thought');
    const reloaded = createDrafts(disk, 'me');
    expect(reloaded.get('s', 'reply')).toBe('half a thought');
    expect([reloaded.get('s', 'note'), reloaded.get('t', 'reply')]).toEqual(['', '']);
    expect(createDrafts(disk, 'other').get('s', 'reply')).toBe('');
  });

  it('know what the reply is written from, until the reply is begun anew', () => {
    const disk = storage();
    const drafts = createDrafts(disk, 'me');
    drafts.insert('s', 'Five days.', { articleId: 'a' });
    drafts.insert('s', 'Or six.', { articleId: 'b' });
    drafts.insert('s', 'Or six.', { articleId: 'b' });
    drafts.set('s', 'reply', 'Five days, or six.');
    drafts.set('s', 'suggestion', 'made-up');
    expect(createDrafts(disk, 'me').from('s')).toEqual({ articleIds: ['a', 'b'], suggestionId: 'made-up' });
    drafts.set('s', 'reply', ' ');
    expect(drafts.from('s')).toEqual({});
  });

  it('are emptied by an empty text, and kept while the page lives when storage refuses', () => {
    const full = createDrafts(storage(true), 'me');
    full.set('s', 'note', 'kept');
    expect(full.get('s', 'note')).toBe('kept');
    full.set('s', 'note', '');
    expect(full.get('s', 'note')).toBe('');
  });
});
