import { Kbd, Modal } from '@mantine/core';

const keys: Array<[string, string[]]> = [
  ['Next, previous conversation', ['J', 'K']],
  ['Open the conversation, write in your own', ['Enter']],
  ['Write a reply, or go on with a begun note', ['R']],
  ['Write a note', ['N']],
  ['Suggest a reply', ['S']],
  ['The same while writing', ['Ctrl', '.']],
  ['Run a macro', ['Ctrl', 'Shift', 'M']],
  ['Take over, after a question', ['A', 'Enter']],
  ['Close, after a question', ['E', 'Enter']],
  ['Put away until later, or take back', ['Z']],
  ['Search, in the inbox its conversations', ['/']],
  ['Filter conversations', ['F']],
  ['Go anywhere, do anything', ['Ctrl', 'K']],
  ['Send, new line', ['Enter', 'Shift + Enter']],
  ['Leave the field, go back', ['Esc']],
  ['This list', ['?']],
];

export default function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="Keys"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close the list of keys' }}
    >
      <dl className="keys">
        {keys.map(([what, names]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {names.map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
