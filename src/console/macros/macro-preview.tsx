import { Button, Textarea } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Macro, MacroOutcome, SnoozeChoice } from '../../protocol/macros';
import type { Session } from '../../protocol/model/session';
import { filledReply, holesIn } from '../../protocol/reply-text';
import { useReplyValues } from '../conversation/picker/use-reply-values';
import { useSnoozeTimes } from '../conversation/use-snooze-times';
import { Icon, type IconName } from '../icons';
import '../styles/replies.css';
import { stepWords, type StepWords } from './macro-words';
import { useAgentName } from './use-agents';
import { useRun } from './use-run';
import { fixed, t } from '../i18n/translate';

interface Props {
  session: Session;
  mine: boolean;
  macro: Macro;
  onClose: () => void;
}

/** What it would say and do here; what is said may be changed. */
export function MacroPreview({ session, mine, macro, onClose }: Props) {
  const { steps } = macro;
  const run = useRun({ session, macro, onDone: onClose });
  const until = useUntil(steps.snooze);
  const reply = useWords(steps.reply, session);
  const note = useWords(steps.note, session);
  const hole = [reply, note].map((one) => one && holesIn(one.text)[0]).find(Boolean);
  const form = useRef<HTMLFormElement>(null);
  // The dialog was there before, with the list.
  useEffect(() => form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), []);
  const wrong = run.error ?? (hole && t('Fill in first: {name}', { name: hole.name }));
  const start = () =>
    run.start({
      ...(reply && { reply: reply.text }),
      ...(note && { note: note.text }),
      ...(until !== undefined && { snoozeUntil: until }),
    });
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!hole) start();
      }}
    >
      {reply && <WordsField label={t('Reply to the customer')} words={reply} locked={run.begun} />}
      {note && <WordsField label={t('Note, only your team sees this')} words={note} locked={run.begun} />}
      <Steps session={session} mine={mine} macro={macro} until={until} outcome={run.outcome} />
      {wrong && (
        <p className="quiet failed" role="alert">
          {wrong}
        </p>
      )}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {run.outcome ? t('Leave it') : t('Cancel')}
        </Button>
        <Button
          type="submit"
          data-autofocus={hole ? undefined : true}
          loading={run.busy}
          disabled={Boolean(hole)}
        >
          {run.outcome ? t('Do the rest') : t('Run')}
        </Button>
      </div>
    </form>
  );
}

interface Words {
  text: string;
  set: (text: string) => void;
}

/** As it would be said here; what somebody has changed stays as they changed it. */
function useWords(written: string | undefined, session: Session): Words | undefined {
  const values = useReplyValues(session);
  const [changed, set] = useState<string>();
  const filled = useMemo(() => written && filledReply(written, values), [written, values]);
  return filled === undefined ? undefined : { text: changed ?? filled, set };
}

function WordsField({ label, words, locked }: { label: string; words: Words; locked: boolean }) {
  return (
    <Textarea
      data-autofocus={holesIn(words.text).length > 0 ? true : undefined}
      mb={12}
      label={label}
      autosize
      minRows={2}
      maxRows={10}
      dir="auto"
      readOnly={locked}
      value={words.text}
      onFocus={({ currentTarget: field }) => {
        const [hole] = holesIn(field.value);
        if (hole) field.setSelectionRange(hole.from, hole.to);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.currentTarget.form?.requestSubmit();
      }}
      onChange={(event) => words.set(event.currentTarget.value)}
    />
  );
}

const marks: Record<'done' | 'failed' | 'left', { icon: IconName; word: string }> = {
  done: { icon: 'check', word: t('Done') },
  failed: { icon: 'alert', word: t('Failed') },
  left: { icon: 'clock', word: t('Not done') },
};

interface StepsProps extends Omit<Props, 'onClose'> {
  until: string | undefined;
  outcome: MacroOutcome | undefined;
}

function Steps({ session, mine, macro, until, outcome }: StepsProps) {
  const agentName = useAgentName();
  const free = session.status === 'active' || session.status === 'waiting';
  // How it began: the session is this agent's by now, when it was taken over.
  const [takesOver] = useState(!mine && free);
  const lines = stepWords(macro.steps, { takesOver, agentName, until });
  const of = (step: StepWords['step']) => outcome?.steps.find((one) => one.step === step);
  return (
    <ol className="macro-steps" aria-label={t('What is done')}>
      {lines.map(({ step, words }) => {
        const found = of(step);
        const mark = found && marks[found.outcome];
        return (
          <li key={step} className={found?.outcome}>
            {mark && <Icon name={mark.icon} size={14} label={mark.word} />} <bdi>{words}</bdi>
            {found?.why && <span>: {fixed(found.why)}</span>}
          </li>
        );
      })}
    </ol>
  );
}

function useUntil(choice: SnoozeChoice | undefined): string | undefined {
  const times = useSnoozeTimes(choice !== undefined);
  return choice && times[choice];
}
