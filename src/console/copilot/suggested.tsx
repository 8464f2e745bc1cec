// From what a suggested reply was written, and how far it can be trusted; or why there is none.
import { Button } from '@mantine/core';
import type { SuggestedReply } from '../../protocol/copilot';
import { Passages } from '../conversation/sources';
import { sentence } from '../data/failure';
import { Icon } from '../icons';
import type { Suggestion } from './use-suggestion';
import { fixed, t } from '../i18n/translate';

export function Suggested({ suggestion }: { suggestion: Suggestion }) {
  const { made, error, dismiss, close } = suggestion;
  if (error)
    return (
      <div className="copilot-strip failed" role="alert">
        <Icon name="alert" size={14} /> <span>{sentence(error)}</span>
      </div>
    );
  if (!made) return null;
  const hasText = made.text !== undefined;
  return (
    <div className="copilot-strip" role="status">
      <div className="copilot-told">
        <p>
          <Icon name="spark" size={14} />{' '}
          <span>
            {hasText ? t('Suggested: read it before you send it.') : made.reason && fixed(made.reason)}
          </span>
        </p>
        {made.unsure && (
          <p className="state waiting">
            <Icon name="alert" size={13} /> <span>{t('The AI is not sure of it')}</span>
          </p>
        )}
        {hasText && made.sources.some(({ internal }) => internal) && (
          <p className="state waiting">
            <Icon name="lock" size={13} />{' '}
            <span>{t('From an article for your team only: check what you pass on')}</span>
          </p>
        )}
        <From made={made} />
      </div>
      <Button size="compact-xs" variant="default" onClick={hasText ? dismiss : close}>
        {hasText ? t('Dismiss') : t('Close')}
      </Button>
    </div>
  );
}

function From({ made: { sources, text } }: { made: SuggestedReply }) {
  const [first, ...rest] = sources;
  if (!first) return null;
  return (
    <details>
      <summary>
        <span>{text === undefined ? t('nearest:') : t('from:')} </span>
        <bdi>{first.title}</bdi>
        {rest.length > 0 && <span>{` +${rest.length}`}</span>}
      </summary>
      <Passages sources={sources} />
    </details>
  );
}
