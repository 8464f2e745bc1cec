// What happened, by row; in which way it is told, by column.
import { Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import {
  newsKinds,
  type NewsKind,
  type NewsWay,
  type NotificationSettings,
} from '../../../protocol/notifications';
import { useConsole } from '../../context';
import { notificationPath, useNotificationSettings } from '../../data/use-notification-settings';
import { fail } from '../../hooks';
import { newsTitles } from '../../text/news-titles';
import { fixed, t } from '../../i18n/translate';
import { Waiting } from '../../ui/page-frame';

const ways: ReadonlyArray<[way: NewsWay, label: string]> = [
  ['desktop', t('Desktop')],
  ['sound', t('Sound')],
  ['push', t('Push')],
  ['mail', t('Mail')],
];

export function NewsTable() {
  const settings = useNotificationSettings();
  const change = useChange();
  const { user } = useConsole();
  if (!settings) return <Waiting />;
  const { choices, whyNoMail } = settings;
  return (
    <section>
      <table className="news-table">
        <caption className="quiet">{t('Your choices hold on every device.')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('What happened')}</th>
            {ways.map(([way, label]) => (
              <th key={way} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newsKinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{newsTitles[kind]}</th>
              {ways.map(([way, label]) => (
                <td key={way}>
                  <Switch
                    size="xs"
                    aria-label={`${newsTitles[kind]}: ${label}`}
                    checked={choices[kind][way]}
                    onChange={(event) => change(kind, way, event.currentTarget.checked)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        {whyNoMail
          ? t('No mail can go: {reason}', { reason: fixed(whyNoMail) })
          : t('Mails go to {email}: minutes later, one for several, and only if you have no console open.', {
              email: user.email,
            })}
      </p>
    </section>
  );
}

/** Shown at once, and as it was where it fails. */
function useChange() {
  const { http } = useConsole();
  const queries = useQueryClient();
  const key = [notificationPath];
  return (kind: NewsKind, way: NewsWay, wanted: boolean) => {
    queries.setQueryData<NotificationSettings>(
      key,
      (now) =>
        now && { ...now, choices: { ...now.choices, [kind]: { ...now.choices[kind], [way]: wanted } } },
    );
    http.patch(notificationPath, { choices: { [kind]: { [way]: wanted } } }).catch((error: unknown) => {
      fail(error);
      void queries.invalidateQueries({ queryKey: key });
    });
  };
}
