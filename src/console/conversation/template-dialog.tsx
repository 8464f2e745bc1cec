// A template that the channel's provider has approved: chosen, filled, and read as the customer will before it goes out.
import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { ChannelTemplate, Template } from '../../protocol/model/template';
import type { Session } from '../../protocol/model/session';
import { templateParts, templateText } from '../../protocol/template-text';
import { useConsole } from '../context';
import { fieldsOf, filledTemplate, wrongFields, type TemplateField } from '../data/template-fields';
import { Icon } from '../icons';
import '../styles/templates.css';
import { TemplateList, templateFacts } from './template-list';
import { t } from '../i18n/translate';

interface Props {
  session: Pick<Session, 'id' | 'channelId'>;
  /** Somebody else sends it; left out, it goes out as a reply. */
  onFilled?: (template: Template) => void;
  onClose: () => void;
}

export default function TemplateDialog({ session, onFilled, onClose }: Props) {
  const [chosen, setChosen] = useState<ChannelTemplate | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('Send a template')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {chosen ? (
        <Fill {...{ session, onFilled, onClose }} template={chosen} onBack={() => setChosen(null)} />
      ) : (
        <TemplateList channelId={session.channelId} onChoose={setChosen} />
      )}
    </Modal>
  );
}

interface FillProps extends Omit<Props, 'onFilled'> {
  onFilled: Props['onFilled'];
  template: ChannelTemplate;
  onBack: () => void;
}

function Fill({ session, template, onFilled, onBack, onClose }: FillProps) {
  const { inbox } = useConsole();
  const fields = fieldsOf(template);
  const [values, setValues] = useState<Record<string, string>>({});
  const [wrong, setWrong] = useState<Record<string, string>>({});

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const found = wrongFields(fields, values);
    setWrong(found);
    const first = fields.findIndex(({ key }) => found[key] !== undefined);
    if (first >= 0) return event.currentTarget.querySelectorAll('input')[first]?.focus();
    const filled = filledTemplate(template, values);
    if (onFilled) onFilled(filled);
    else inbox.sending.send(session.id, templateText(template, filled), { template: filled });
    onClose();
  }
  return (
    <form className="form template-fill" noValidate onSubmit={send}>
      <Chosen template={template} onBack={onBack} />
      <Fields
        fields={fields}
        values={values}
        wrong={wrong}
        onChange={(key, value) => setValues({ ...values, [key]: value })}
      />
      <Preview template={template} values={values} />
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button type="submit" data-autofocus={fields.length === 0 || undefined}>
          {t('Send')}
        </Button>
      </div>
    </form>
  );
}

function Chosen({ template, onBack }: Pick<FillProps, 'template' | 'onBack'>) {
  return (
    <div className="template-chosen">
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<Icon name="back" size={14} />}
        onClick={onBack}
      >
        {t('All templates')}
      </Button>
      <p>
        <strong>{template.name}</strong> <span className="quiet">{templateFacts(template)}</span>
      </p>
    </div>
  );
}

interface FieldsProps {
  fields: readonly TemplateField[];
  values: Readonly<Record<string, string>>;
  wrong: Readonly<Record<string, string>>;
  onChange: (key: string, value: string) => void;
}

function Fields({ fields, values, wrong, onChange }: FieldsProps) {
  if (fields.length === 0) return <p className="quiet">{t('It has nothing to fill in.')}</p>;
  return fields.map(({ key, label, description, isFile }, index) => (
    <TextInput
      key={key}
      autoFocus={index === 0}
      label={label}
      description={description}
      inputMode={isFile ? 'url' : 'text'}
      value={values[key] ?? ''}
      error={wrong[key]}
      onChange={(event) => onChange(key, event.currentTarget.value)}
    />
  ));
}

function Preview({ template, values }: { template: ChannelTemplate; values: Record<string, string> }) {
  const shown = filledTemplate(template, values, (place) => `{{${place}}}`);
  const { head, body, footer, buttons } = templateParts(template, shown);
  const isFile = template.header !== undefined && template.header.kind !== 'text';
  return (
    <div>
      <p className="preview-label">{t('What the customer will read')}</p>
      <div className="template-preview" dir="auto" role="group" aria-label={t('Preview')}>
        {head && <p className={isFile ? 'template-file' : 'template-head'}>{head}</p>}
        <p>{body}</p>
        {footer && <p className="quiet">{footer}</p>}
        {buttons.length > 0 && (
          <ul aria-label={t('Buttons')}>
            {buttons.map((text, index) => (
              <li key={index}>{text}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
