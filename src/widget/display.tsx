// Draws the state, once for all changes of a moment, and begins anew where something else has moved what was drawn.
import { Component, render, type ComponentChildren } from 'preact';
import type { Chat } from './chat';
import type { KeyValues } from './outbox';
import { unread, type State } from './state';
import type { Words } from './translations';
import { Panel } from './view/panel';

interface DisplayDeps {
  words: Words;
  storage: KeyValues;
  draftKey: string;
  unread: (count: number) => void;
}

export interface Display {
  changed(state: State): void;
  /** Nothing is drawn before. */
  begin(chat: Chat, close: () => void): void;
}

/** So many failures within this time are no accident of a translator. */
const mostInARow = 5;
const calmMs = 10_000;

export function createDisplay(deps: DisplayDeps): Display {
  let state: State | undefined;
  let isDue = false;
  let counted = 0;
  let shown: { chat: Chat; close: () => void } | undefined;
  let failures = 0;

  function draw(): void {
    isDue = false;
    if (!state || !shown) return;
    const { words, storage, draftKey } = deps;
    const panel = <Panel {...{ state, words, storage, draftKey }} {...shown} />;
    render(<Boundary failed={again}>{panel}</Boundary>, document.body);
    const count = state.shown ? 0 : unread(state);
    if (count !== counted) deps.unread((counted = count));
  }

  /** All of it from the state, into an empty page: whoever wrapped or moved our nodes wrapped the old ones. */
  function again(error: unknown): void {
    console.error('Parley: drawn anew after', error);
    render(null, document.body);
    document.body.replaceChildren();
    setTimeout(() => (failures = 0), calmMs);
    // What fails each time would be drawn for ever: the next change tries again.
    if ((failures += 1) <= mostInARow) draw();
  }

  return {
    changed(next) {
      state = next;
      if (!isDue) queueMicrotask(draw);
      isDue = true;
    },
    begin(chat, close) {
      shown = { chat, close };
      draw();
    },
  };
}

class Boundary extends Component<{ failed: (error: unknown) => void; children: ComponentChildren }> {
  override componentDidCatch(error: unknown) {
    setTimeout(() => this.props.failed(error));
  }

  override render() {
    return this.props.children;
  }
}
