// In the composer's foot: what helps to write a reply. All that it makes is a draft.
import { Button } from '@mantine/core';
import type { Session } from '../../protocol/model/session';
import type { Composing } from '../conversation/use-composing';
import { Icon } from '../icons';
import { useOffer } from '../shell/use-offer';
import { useKey } from '../ui/use-key';
import '../styles/copilot.css';
import { RewriteMenu } from './rewrite-menu';
import { Suggested } from './suggested';
import { useSuggestion } from './use-suggestion';
import { t } from '../i18n/translate';

interface Props {
  session: Session;
  composing: Composing;
}

export default function CopilotBar({ session, composing }: Props) {
  const suggestion = useSuggestion(session, composing);
  useKey('s', suggestion.ask);
  useOffer('suggest', suggestion.ask);
  useKey('mod+.', suggestion.ask, { anywhere: true });
  return (
    <>
      <Button
        className="copilot-act"
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<Icon name="spark" size={14} />}
        title={t(
          'Suggest a reply from the knowledge (S, or Ctrl + . while writing). You read it before it is sent.',
        )}
        loading={suggestion.isPending}
        onClick={suggestion.ask}
      >
        {t('Suggest')}
      </Button>
      <RewriteMenu session={session} composing={composing} />
      <Suggested suggestion={suggestion} />
    </>
  );
}
