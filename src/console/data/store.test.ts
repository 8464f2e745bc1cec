import { eventually } from '../../tools/eventually';
import { createStore } from './store';

describe('the store', () => {
  it('shows a change at once, and 400 that follow in a moment together, the last one too', async () => {
    const store = createStore(0);
    const shown: number[] = [];
    store.subscribe(() => shown.push(store.get()));
    store.set(() => 1);
    expect(shown).toEqual([1]);
    for (let count = 0; count < 400; count += 1) store.set((value) => value + 1);
    expect(store.get()).toBe(401);
    await eventually(() => shown.at(-1) === 401);
    expect(shown.length).toBeLessThan(10);
  });

  it('shows what is held back at once when it is asked for', () => {
    const store = createStore(0);
    const shown: number[] = [];
    store.subscribe(() => shown.push(store.get()));
    store.set(() => 1);
    store.set(() => 2);
    store.showNow();
    store.showNow();
    expect(shown).toEqual([1, 2]);
  });

  it('says nothing when nothing has changed', () => {
    const store = createStore({ a: 1 });
    const listener = jest.fn();
    store.subscribe(listener);
    store.set((value) => value);
    expect(listener).not.toHaveBeenCalled();
  });
});
