import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import type { BulkClosed } from '../data/acts';
import { useAct } from '../hooks';
import { AskFirst } from '../shell/ask-first';
import { customerNameOf } from '../text/visitor-name';
import type { Selection } from './use-selection';

interface Props {
  selection: Selection;
  /** Those that can be seen, and so chosen, at the moment. */
  shown: readonly string[];
  onEnd: () => void;
}

/** Closes what was chosen; what somebody has written to meanwhile stays open, and is said. */
export function SelectionBar({ selection, shown, onEnd }: Props) {
  const { inbox } = useConsole();
  const [busy, act] = useAct();
  const [asked, setAsked] = useState<Record<string, number>>();
  const { ids } = selection;
  const all = ids.length === shown.length && shown.length > 0;

  /** What is written while the question is on the screen is not closed over. */
  function ask() {
    const { sessions } = inbox.state.get();
    setAsked(Object.fromEntries(ids.map((id) => [id, sessions[id]?.headSeq ?? 0])));
  }

  async function close(seen: Record<string, number>) {
    const ended = await inbox.closeAll(seen);
    const isDone = ended.closed.length === ids.length;
    notifications.show({
      color: isDone ? 'accent' : 'yellow',
      title: `${ended.closed.length} closed`,
      message: isDone ? '' : stillOpen(ended, inbox.state.get().sessions),
      ...(!isDone && { autoClose: false }),
    });
    onEnd();
  }
  return (
    <div className="selection-bar" role="group" aria-label="With the selected conversations">
      <span className="quiet" role="status">{`${ids.length} selected`}</span>
      <Button size="compact-xs" variant="default" onClick={() => selection.set(all ? [] : shown)}>
        {all ? 'None' : 'All'}
      </Button>
      <Button size="compact-xs" disabled={ids.length === 0} loading={busy} onClick={ask}>
        Close
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={onEnd}>
        Cancel
      </Button>
      {asked && (
        <AskFirst
          title={ids.length === 1 ? 'Close this conversation?' : `Close ${ids.length} conversations?`}
          word="Close"
          onNo={() => setAsked(undefined)}
          onYes={() => {
            setAsked(undefined);
            act(() => close(asked));
          }}
        >
          <p className="asked-why">Their customers are told, and can write again at any time.</p>
        </AskFirst>
      )}
    </div>
  );
}

/** Names that a message has room for. */
const mostNames = 5;

function stillOpen({ changed, failed, why }: BulkClosed, sessions: Record<string, Session>): string {
  const named = (ids: readonly string[]) => {
    const names = ids.slice(0, mostNames).map((id) => {
      const session = sessions[id];
      return session ? customerNameOf(session) : 'One that is gone from the list';
    });
    const more = ids.length - names.length;
    return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  };
  return [
    ...(changed.length > 0
      ? [`Still open, something has changed there: ${named(changed)}. Look first.`]
      : []),
    ...(failed.length > 0 ? [`Perhaps still open: ${named(failed)}. ${why}`] : []),
  ].join(' ');
}
