import type { IdentityList } from '../../protocol/customers';
import { useNow } from '../hooks';
import { Icon, type IconName } from '../icons';
import { short, whole } from '../text/time';
import { t } from '../i18n/translate';

type AnyIdentity = Omit<IdentityList['items'][number], 'customerId'>;

const kinds: Record<AnyIdentity['kind'], { word: string; icon: IconName }> = {
  phone: { word: t('Phone'), icon: 'phone' },
  whatsapp: { word: t('WhatsApp'), icon: 'whatsapp' },
  unverified_email: { word: t('E-mail, not verified'), icon: 'email' },
  email: { word: t('E-mail'), icon: 'email' },
  external: { word: t('Your id'), icon: 'tag' },
  visitor: { word: t('Browser'), icon: 'web' },
};
const proofs: Record<AnyIdentity['provedBy'], string> = {
  jwt: t('signed by you'),
  channel: t('proved by the channel'),
  agent: t('entered by an agent'),
  none: t('not proved'),
};

/** By what somebody is known, how that was proved, and since when. */
export function Identity({ identity: { kind, value, provedBy, provedAt } }: { identity: AnyIdentity }) {
  const now = useNow(60_000);
  const open = provedBy === 'none';
  const { word, icon } = kinds[kind];
  return (
    <li>
      <span className="quiet identity-kind">
        <Icon name={icon} size={14} /> {word}
      </span>{' '}
      {kind !== 'visitor' && (
        <bdi className="value">{kind === 'unverified_email' ? value.split(' ')[0] : value}</bdi>
      )}
      <span className={open ? 'proof open' : 'proof'}>
        <Icon name={open ? 'alert' : 'check'} size={12} /> <span>{proofs[provedBy]}</span>
        {provedAt && (
          <>
            {' · '}
            <time dateTime={provedAt} title={whole(provedAt)}>
              {short(provedAt, now)}
            </time>
          </>
        )}
      </span>
    </li>
  );
}
