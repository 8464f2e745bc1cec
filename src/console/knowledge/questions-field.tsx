// The examples that an article carries: each in a row of its own, the next one below.
import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { Icon } from '../icons';
import { t } from '../i18n/translate';

interface Props {
  value: string[];
  onChange: (questions: string[]) => void;
  /** What is typed and not added yet: whoever saves takes it along. */
  draft: string;
  onDraft: (words: string) => void;
  readOnly: boolean;
  error?: string | undefined;
}

const most = 50;

export function QuestionsField({ value, onChange, draft, onDraft, readOnly, error }: Props) {
  function add() {
    onChange(withQuestion(value, draft));
    onDraft('');
  }
  if (readOnly && value.length === 0) return null;
  return (
    <Input.Wrapper
      label={t('Questions people ask')}
      labelElement="div"
      description={t('In their own words: three or more help the AI to find this article.')}
      error={error}
    >
      {value.length > 0 && (
        <ul className="questions" aria-label={t('Questions people ask')}>
          {value.map((question) => (
            <li key={question}>
              <bdi className="grow">{question}</bdi>
              {!readOnly && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('Remove “{question}”', { question })}
                  onClick={() => onChange(value.filter((one) => one !== question))}
                >
                  <Icon name="close" size={14} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && value.length < most && <NewQuestion draft={draft} onDraft={onDraft} onAdd={add} />}
    </Input.Wrapper>
  );
}

type NewProps = Pick<Props, 'draft' | 'onDraft'> & { onAdd: () => void };

function NewQuestion({ draft, onDraft, onAdd }: NewProps) {
  return (
    <div className="toolbar question-new">
      <TextInput
        className="grow"
        aria-label={t('A question people ask')}
        placeholder={t('Can I get my money back?')}
        maxLength={300}
        value={draft}
        onChange={(event) => onDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          onAdd();
        }}
      />
      <Button variant="default" disabled={!draft.trim()} onClick={onAdd}>
        {t('Add')}
      </Button>
    </div>
  );
}

export function withQuestion(questions: string[], typed: string): string[] {
  const question = typed.trim();
  const known = questions.some((one) => one.toLowerCase() === question.toLowerCase());
  return known || !question ? questions : [...questions, question];
}
