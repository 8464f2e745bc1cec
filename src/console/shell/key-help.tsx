import { Kbd, Modal } from '@mantine/core';
import { t } from '../i18n/translate';

const keys: Array<[string, string[]]> = [
  [t('Next, previous conversation'), ['J', 'K']],
  [t('Open the conversation, write in your own'), ['Enter']],
  [t('Write a reply, or go on with a begun note'), ['R']],
  [t('Write a note'), ['N']],
  [t('Suggest a reply'), ['S']],
  [t('The same while writing'), [t('Ctrl'), '.']],
  [t('Run a macro'), [t('Ctrl'), t('Shift'), 'M']],
  [t('To the steps of the playbook'), ['P']],
  [t('To the first message that nobody has answered'), ['U']],
  [t('Take over, after a question'), ['A', 'Enter']],
  [t('Close, after a question'), ['E', 'Enter']],
  [t('Put away until later, or take back'), ['Z']],
  [t('Search, in the inbox its conversations'), ['/']],
  [t('Filter conversations'), ['F']],
  [t('Go anywhere, do anything'), [t('Ctrl'), 'K']],
  [t('Send, new line'), ['Enter', t('Shift + Enter')]],
  [t('Leave the field, go back'), [t('Esc')]],
  [t('This list'), ['?']],
];

export default function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('Keys')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close the list of keys') }}
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
