// What the widget says before anybody has asked: each with its page, its time and whom it is for.
import { ActionIcon, Input, NumberInput, Select, TextInput } from '@mantine/core';
import type { ProactiveMessage } from '../../../protocol/widget-settings';
import { Icon } from '../../icons';
import { t } from '../../i18n/translate';

const examplePath = '/pricing';

interface Props {
  value: ProactiveMessage[];
  onChange: (messages: ProactiveMessage[]) => void;
  error?: string | undefined;
}

export function ProactiveFields({ value, onChange, error }: Props) {
  const change = (index: number, part: Partial<ProactiveMessage>) =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <Input.Wrapper
      label={t('Said first')}
      labelElement="div"
      description={t(
        'Beside the button, once to each browser, and not to who has written before. The first that fits is said.',
      )}
      error={error}
    >
      {value.map((message, index) => (
        <fieldset key={index} className="form" aria-label={t('Said first, {index}', { index: index + 1 })}>
          <TextInput
            label={t('Words')}
            maxLength={300}
            value={message.text}
            onChange={(event) => change(index, { text: event.currentTarget.value })}
          />
          <TextInput
            label={t('Only where the address has this in it')}
            placeholder={examplePath}
            maxLength={500}
            value={message.page ?? ''}
            onChange={(event) => change(index, { page: event.currentTarget.value })}
          />
          <NumberInput
            label={t('Seconds after the page was opened')}
            min={0}
            max={3_600}
            value={message.afterSeconds}
            onChange={(seconds) => change(index, { afterSeconds: Number(seconds) || 0 })}
          />
          <Select
            label={t('To whom')}
            data={[
              { value: 'all', label: t('Everybody') },
              { value: 'new', label: t('Who is here for the first time') },
              { value: 'returning', label: t('Who was here before') },
            ]}
            allowDeselect={false}
            value={message.visitors}
            onChange={(visitors) => change(index, { visitors: visitors as ProactiveMessage['visitors'] })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('Remove what is said first, {index}', { index: index + 1 })}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </fieldset>
      ))}
    </Input.Wrapper>
  );
}
