// What a macro does, in words, in the order in which it is done.
import type { MacroSteps, StepName } from '../../protocol/macros';
import { untilWords } from '../text/time';

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
  hour: 'for an hour',
  tomorrow: 'until tomorrow',
  monday: 'until Monday',
  answer: 'until they write',
};

export function stepWords(steps: MacroSteps, { takesOver = false, agentName, until }: Known): StepWords[] {
  const { reply, note, addLabels = [], removeLabels = [], priority, assign, snooze, close } = steps;
  const labels = [
    addLabels.length > 0 && `add ${addLabels.join(', ')}`,
    removeLabels.length > 0 && `remove ${removeLabels.join(', ')}`,
  ].filter(Boolean);
  const all: Array<StepWords | false | undefined> = [
    takesOver && reply !== undefined && { step: 'claim', words: 'Take it over' },
    reply !== undefined && { step: 'reply', words: 'Reply to the customer' },
    note !== undefined && { step: 'note', words: 'Leave a note for the team' },
    labels.length > 0 && { step: 'labels', words: `Labels: ${labels.join('; ')}` },
    priority && { step: 'priority', words: `Priority: ${priority}` },
    assign && { step: 'assign', words: givenTo(assign, agentName) },
    snooze && {
      step: 'snooze',
      words: `Put it away ${until === undefined ? choiceWords[snooze] : untilWords(until)}`,
    },
    close && { step: 'close', words: 'Close it' },
  ];
  return all.filter((step) => Boolean(step)) as StepWords[];
}

function givenTo(assign: NonNullable<MacroSteps['assign']>, agentName: Known['agentName']): string {
  if ('queue' in assign) return 'Give it back to the queue';
  return `Give it to ${agentName(assign.agentId) ?? 'an agent who is not there any more'}`;
}
