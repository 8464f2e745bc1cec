import { t } from '../i18n/translate';

const words: Record<string, string> = { web: t('Web chat'), whatsapp: t('WhatsApp'), email: t('E-mail') };

/** What people call a type of channel. */
export const channelWord = (type: string): string => words[type] ?? type;
