// Does a thing with many conversations, says what came of it, and takes it back for some seconds.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { customerNameOf } from '../text/visitor-name';
import { doWithAll, undoAll, type BulkAction, type Ended } from './bulk';
import { listed, plural, t } from '../i18n/translate';

const undoMs = 12_000;

const doneWords: Record<BulkAction['kind'], (count: number) => string> = {
  close: (count) => plural(count, { one: '{count} closed', other: '{count} closed' }),
  snooze: (count) => plural(count, { one: '{count} put away', other: '{count} put away' }),
  label: (count) => plural(count, { one: '{count} labelled', other: '{count} labelled' }),
  priority: (count) =>
    plural(count, { one: '{count} given the priority', other: '{count} given the priority' }),
  assign: (count) => plural(count, { one: '{count} given away', other: '{count} given away' }),
};

interface Progress {
  count: number;
  of: number;
}

/** @returns how far it is while it runs, and what runs it */
export function useBulk(
  onEnd: () => void,
): [Progress | undefined, (seen: readonly Session[], action: BulkAction) => void] {
  const { inbox, agent, http } = useConsole();
  const { sessionId: shown } = useParams();
  const [progress, setProgress] = useState<Progress>();

  async function run(seen: readonly Session[], action: BulkAction): Promise<void> {
    const tell = (count: number) => setProgress({ count, of: seen.length });
    tell(0);
    const ended = await doWithAll(inbox.change, { seen, action }, tell);
    const undo = () => void takeBack(ended, action);
    notifications.show({
      ...look(ended),
      title: doneWords[action.kind](ended.done.length),
      message: (
        <>
          {troubles(ended, seen)} {ended.done.length > 0 && agent && <Undo id={idOf(ended)} onUndo={undo} />}
        </>
      ),
      id: idOf(ended),
    });
    if (action.kind === 'close') void sayOpenSteps(ended);
    setProgress(undefined);
    onEnd();
  }

  /** The one that is shown says its own. */
  async function sayOpenSteps({ done }: Ended): Promise<void> {
    const { sayWhatIsOpen } = await import('../playbooks/after-close');
    const closed = done.map(({ after }) => ({ id: after.id, customerName: customerNameOf(after) }));
    await sayWhatIsOpen(
      http,
      closed.filter(({ id }) => id !== shown),
    );
  }

  async function takeBack({ done }: Ended, action: BulkAction): Promise<void> {
    const ended = await undoAll(inbox.change, { done, action, agentId: agent!.id }, () => undefined);
    const seen = done.map(({ before }) => before);
    notifications.show({
      ...look(ended),
      title: plural(ended.done.length, { one: '{count} as before', other: '{count} as before' }),
      message: troubles(ended, seen),
    });
  }

  return [progress, (seen, action) => void run(seen, action)];
}

const ids = new WeakMap<Ended, string>();

function idOf(ended: Ended): string {
  const id = ids.get(ended) ?? `bulk-${crypto.randomUUID()}`;
  ids.set(ended, id);
  return id;
}

function Undo({ id, onUndo }: { id: string; onUndo: () => void }) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={() => {
        notifications.hide(id);
        onUndo();
      }}
    >
      {t('Undo')}
    </Button>
  );
}

/** What went well goes away by itself. */
function look({ changed, failed }: Ended) {
  const isDone = changed.length + failed.length === 0;
  return { color: isDone ? 'accent' : 'yellow', autoClose: isDone ? undoMs : (false as const) };
}

/** Names that a message has room for. */
const mostNames = 5;

function troubles({ changed, failed, why }: Ended, seen: readonly Session[]): string {
  const named = (wanted: readonly string[]) => {
    const names = seen.filter(({ id }) => wanted.includes(id)).map(customerNameOf);
    const more = names.length - mostNames;
    return listed([...names.slice(0, mostNames), ...(more > 0 ? [t('{more} more', { more })] : [])]);
  };
  return [
    ...(changed.length > 0
      ? [t('Left alone, something has changed there: {names}. Look first.', { names: named(changed) })]
      : []),
    ...(failed.length > 0 ? [`${t('Not done: {names}.', { names: named(failed) })} ${why ?? ''}`] : []),
  ].join(' ');
}
