import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import type { Tab } from '../data/session-list';
import { useAct } from '../hooks';
import { AskFirst } from '../ui/ask-first';
import { BulkMenu } from './bulk-menu';
import { loadAll } from './load-all';
import { useBulk } from './use-bulk';
import type { Selection } from './use-selection';
import { plural, t } from '../i18n/translate';

interface Props {
  selection: Selection;
  /** Those that can be seen, and so chosen, at the moment. */
  shown: readonly string[];
  /** The view whose every conversation "All" means; undefined: those that are shown. */
  tab?: Tab;
  onEnd: () => void;
}

/** Does one thing with all that were chosen; where somebody has written meanwhile it is left alone, and said. */
export function SelectionBar({ selection, shown, tab, onEnd }: Props) {
  const { inbox } = useConsole();
  const [loading, act] = useAct();
  const [asked, setAsked] = useState<readonly Session[]>();
  const [progress, run] = useBulk(onEnd);
  const { ids } = selection;
  const all = ids.length >= shown.length && shown.length > 0;

  /** What is written while a question is on the screen is not acted over. */
  function seen(): Session[] {
    const { sessions } = inbox.state.get();
    return ids.flatMap((id) => sessions[id] ?? []);
  }

  function choose() {
    if (all) return selection.set([]);
    if (!tab) return selection.set(shown);
    act(async () => selection.set(await loadAll(inbox, tab)));
  }

  const busy = progress !== undefined;
  const idle = ids.length === 0 || busy;
  return (
    <div className="selection-bar" role="group" aria-label={t('With the selected conversations')}>
      <span className="quiet" role="status">
        {progress
          ? t('{count} of {of}', { count: progress.count, of: progress.of })
          : t('{count} selected', { count: ids.length })}
      </span>
      <Button size="compact-xs" variant="default" loading={loading} disabled={busy} onClick={choose}>
        {all ? t('None') : t('All|conversations')}
      </Button>
      <Button size="compact-xs" disabled={idle} onClick={() => setAsked(seen())}>
        {t('Close')}
      </Button>
      <BulkMenu disabled={idle} count={ids.length} onDo={(action) => run(seen(), action)} />
      <Button size="compact-xs" variant="subtle" disabled={busy} onClick={onEnd}>
        {t('Cancel')}
      </Button>
      {asked && (
        <AskFirst
          title={plural(ids.length, {
            one: 'Close this conversation?',
            other: 'Close {count} conversations?',
          })}
          word={t('Close')}
          onNo={() => setAsked(undefined)}
          onYes={() => {
            setAsked(undefined);
            run(asked, { kind: 'close' });
          }}
        >
          <p className="asked-why">{t('Their customers are told, and can write again at any time.')}</p>
        </AskFirst>
      )}
    </div>
  );
}
