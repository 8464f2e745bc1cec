import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { AskFirst } from '../shell/ask-first';
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
  const [asked, setAsked] = useState(false);
  const { ids } = selection;
  const all = ids.length === shown.length && shown.length > 0;

  async function close() {
    const { closed, failed } = await inbox.closeAll(ids);
    notifications.show({
      color: failed > 0 ? 'yellow' : 'accent',
      title: `${closed} closed`,
      message: failed > 0 ? `${failed} stay open: something has changed there. Look at them first.` : '',
    });
    onEnd();
  }
  return (
    <div className="selection-bar" role="group" aria-label="With the selected conversations">
      <span className="quiet" role="status">{`${ids.length} selected`}</span>
      <Button size="compact-xs" variant="default" onClick={() => selection.set(all ? [] : shown)}>
        {all ? 'None' : 'All'}
      </Button>
      <Button size="compact-xs" disabled={ids.length === 0} loading={busy} onClick={() => setAsked(true)}>
        Close
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={onEnd}>
        Cancel
      </Button>
      {asked && (
        <AskFirst
          title={ids.length === 1 ? 'Close this conversation?' : `Close ${ids.length} conversations?`}
          word="Close"
          onNo={() => setAsked(false)}
          onYes={() => {
            setAsked(false);
            act(close);
          }}
        >
          <p className="asked-why">Their customers are told, and can write again at any time.</p>
        </AskFirst>
      )}
    </div>
  );
}
