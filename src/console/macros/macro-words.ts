// What a macro does, in words, in the order in which it is done.
import type { MacroSteps, StepName } from '../../protocol/macros';
import { priorityOf } from '../text/system-lines';
import { untilWords } from '../text/time';
import { listed, t } from '../i18n/translate';

export interface StepWords {
  step: StepName;
  words: string;
}

interface Known {
  /** It is taken over first, so that the reply may go out. */
  takesOver?: boolean;
  agentName(id: string): string | undefined;
  /** When it comes back; undefined: when the customer writes. */
  until?: string | undefined;
}

const choiceWords = {
  hour: t('for an hour'),
  tomorrow: t('until tomorrow'),
  monday: t('until Monday'),
  answer: t('until they write'),
};

export function stepWords(steps: MacroSteps, { takesOver = false, agentName, until }: Known): StepWords[] {
  const { reply, note, addLabels = [], removeLabels = [], priority, assign, snooze, close } = steps;
  const labels = [
    addLabels.length > 0 && t('add {labels}', { labels: listed(addLabels) }),
    removeLabels.length > 0 && t('remove {labels}', { labels: listed(removeLabels) }),
  ].filter(Boolean);
  const all: Array<StepWords | false | undefined> = [
    takesOver && reply !== undefined && { step: 'claim', words: t('Take it over') },
    reply !== undefined && { step: 'reply', words: t('Reply to the customer') },
    note !== undefined && { step: 'note', words: t('Leave a note for the team') },
    labels.length > 0 && { step: 'labels', words: t('Labels: {labels}', { labels: labels.join('; ') }) },
    priority && { step: 'priority', words: t('Priority: {priority}', { priority: priorityOf(priority) }) },
    assign && { step: 'assign', words: givenTo(assign, agentName) },
    snooze && {
      step: 'snooze',
      words: t('Put it away {until}', {
        until: until === undefined ? choiceWords[snooze] : untilWords(until),
      }),
    },
    close && { step: 'close', words: t('Close it') },
  ];
  return all.filter((step) => Boolean(step)) as StepWords[];
}

function givenTo(assign: NonNullable<MacroSteps['assign']>, agentName: Known['agentName']): string {
  if ('queue' in assign) return t('Give it back to the queue');
  return t('Give it to {name}', {
    name: agentName(assign.agentId) ?? t('an agent who is not there any more'),
  });
}
