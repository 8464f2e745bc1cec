// Writes the draft anew, or translates it, where a model is there; else it says why not. What was there comes back by one press.
import { Button, Menu } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { CopilotState, Rewriting, Written } from '../../protocol/copilot';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { useLookedAt } from '../conversation/looked-at';
import type { Composing } from '../conversation/use-composing';
import { sentence } from '../data/failure';
import { Icon } from '../icons';
import { languageName } from '../text/language-name';
import { fixed, listed, t } from '../i18n/translate';

const ways: ReadonlyArray<[Rewriting['how'], string]> = [
  ['shorter', t('Shorter')],
  ['friendlier', t('Friendlier')],
  ['formal', t('More formal')],
  ['spelling', t('Correct spelling')],
];

interface Props {
  session: Session;
  composing: Composing;
}

type Made = Written & { how: Rewriting['how']; draft: string; original: string };

function useRewrite(sessionId: string) {
  const { http, drafts } = useConsole();
  const rewrite = useMutation({
    async mutationFn(how: Rewriting['how']): Promise<Made> {
      const draft = drafts.get(sessionId, 'reply');
      const original = drafts.get(sessionId, 'original');
      const made = await http.post<Written>(`sessions/${sessionId}/rewrite`, { text: draft, how });
      return { ...made, how, draft, original };
    },
    onSuccess({ how, draft, text: written, from }) {
      // Who went on writing meanwhile keeps that.
      if (drafts.get(sessionId, 'reply') !== draft) return;
      drafts.replace(sessionId, written);
      if (how !== 'translation') return;
      drafts.set(sessionId, 'original', JSON.stringify({ text: draft, language: from ?? 'und' }));
    },
  });
  return {
    ...rewrite,
    back({ draft, original }: Made) {
      drafts.replace(sessionId, draft);
      drafts.set(sessionId, 'original', original);
      rewrite.reset();
    },
  };
}

/** Renewed with the customer: see app.tsx. */
function useCopilotState({ id: sessionId, customerId }: Props['session']) {
  const { http } = useConsole();
  return useQuery({
    queryKey: ['copilot', customerId, sessionId],
    queryFn: () => http.get<CopilotState>(`sessions/${sessionId}/copilot`),
    enabled: useLookedAt(),
    staleTime: 30_000,
  });
}

export function RewriteMenu({ session, composing: { text } }: Props) {
  const rewrite = useRewrite(session.id);
  const state = useCopilotState(session);
  const isEmpty = text.trim() === '';
  const made = rewrite.data;
  if (state.data?.noAi)
    return <p className="copilot-none">{t('No model reads what this customer writes.')}</p>;
  return (
    <>
      <Menu position="top-start" shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            className="copilot-act"
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<Icon name="pencil" size={14} />}
            loading={rewrite.isPending}
            disabled={isEmpty}
          >
            {t('Rewrite')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Ways state={state} onChoose={rewrite.mutate} />
        </Menu.Dropdown>
      </Menu>
      {rewrite.isError && (
        <div className="copilot-strip failed" role="alert">
          <Icon name="alert" size={14} /> <span>{sentence(rewrite.error)}</span>
        </div>
      )}
      {made && !isEmpty && (
        <Told made={made} isKept={text !== made.draft} onBack={() => rewrite.back(made)} />
      )}
    </>
  );
}

interface WaysProps {
  state: ReturnType<typeof useCopilotState>;
  onChoose: (how: Rewriting['how']) => void;
}

function Ways({ state: { data, error }, onChoose }: WaysProps) {
  if (!data?.writes)
    return (
      <Menu.Item className="copilot-why" disabled>
        {error ? sentence(error) : data?.reason ? fixed(data.reason) : '…'}
      </Menu.Item>
    );
  return (
    <>
      {ways.map(([how, name]) => (
        <Menu.Item key={how} onClick={() => onChoose(how)}>
          {name}
        </Menu.Item>
      ))}
      <Menu.Item disabled={!data.language} onClick={() => onChoose('translation')}>
        {data.language
          ? t('Translate to {language}, the customer’s language', {
              language: languageName(data.language),
            })
          : t('Translate: the customer’s language is not known yet')}
      </Menu.Item>
    </>
  );
}

interface ToldProps {
  made: Made;
  isKept: boolean;
  onBack: () => void;
}

function Told({ made: { how, to, draft, check }, isKept, onBack }: ToldProps) {
  const said =
    how === 'translation'
      ? t('Translated to {language}: read it before you send it. What you wrote is kept beside it.', {
          language: languageName(to ?? 'und'),
        })
      : t('Rewritten: read it before you send it.');
  const of = (what: 'missing' | 'new') => check.filter(({ is }) => is === what).map(({ value }) => value);
  return (
    <div className="copilot-strip" role="status">
      <div className="copilot-told">
        <p>
          <Icon name="spark" size={14} /> <span>{said}</span>
        </p>
        {(['missing', 'new'] as const).map(
          (what) =>
            of(what).length > 0 && (
              <p key={what} className="state waiting">
                <Icon name="alert" size={13} />{' '}
                <span>{`${what === 'missing' ? t('Not in it any more') : t('New in it')}: ${listed(of(what))}`}</span>
              </p>
            ),
        )}
        <details>
          <summary>{t('What you wrote')}</summary>
          <p dir="auto">{draft}</p>
        </details>
      </div>
      {isKept && (
        <Button size="compact-xs" variant="default" onClick={onBack}>
          {t('Undo')}
        </Button>
      )}
    </div>
  );
}
