import { chosen, configOf, fieldsOf, wayOf } from './email-config';

const written = (way: Parameters<typeof chosen>[0]) => {
  const fields = chosen(way, fieldsOf(undefined));
  return { ...fields, address: 'help@shop.example', inboundSecret: 'a secret of the webhook' };
};

describe('the config of a mailbox', () => {
  it('is filled in for the usual providers', () => {
    const google = written('google');
    expect(configOf({ ...google, imap: { ...google.imap, pass: ' p ' } }, 'google')).toEqual({
      address: 'help@shop.example',
      inboundSecret: 'a secret of the webhook',
      authservId: 'mx.google.com',
      smtp: { host: 'smtp.gmail.com', port: 465, secure: true },
      imap: { host: 'imap.gmail.com', port: 993, secure: true, user: 'help@shop.example', pass: ' p ' },
    });
    const microsoft = written('microsoft');
    const oauth = { ...microsoft.oauth, clientId: ' id ', clientSecret: 'secret' };
    expect(configOf({ ...microsoft, oauth }, 'microsoft')).toMatchObject({
      authservId: 'microsoft',
      smtp: { host: 'smtp.office365.com', port: 587, user: 'help@shop.example' },
      imap: { host: 'outlook.office365.com', port: 993, secure: true, user: 'help@shop.example' },
      oauth: { provider: 'microsoft', clientId: 'id', clientSecret: 'secret' },
    });
  });

  it('forgets what another provider was known for, and nothing that was written', () => {
    const other = chosen('other', written('google'));
    const consenting = { ...written('google'), oauth: { ...written('google').oauth, provider: 'google' } };
    expect(chosen('other', consenting).oauth.provider).toBe('custom');
    expect(chosen('webhook', consenting).oauth.provider).toBe('');
    expect(other).toMatchObject({ authservId: '', smtp: { host: '' }, imap: { host: '' } });
    const own = {
      ...other,
      smtp: { ...other.smtp, host: 'mail.shop.example', port: '25' },
      authservId: 'mx.shop.example',
    };
    expect(chosen('webhook', own)).toEqual(own);
    expect(configOf(own, 'webhook')).toEqual({
      address: 'help@shop.example',
      inboundSecret: 'a secret of the webhook',
      authservId: 'mx.shop.example',
      smtp: { host: 'mail.shop.example', port: 25 },
    });
  });

  it('goes back as it came', () => {
    const stored = {
      address: 'help@shop.example',
      name: 'Shop',
      signature: 'Your Shop\nMain Street 1',
      inboundSecret: '********',
      plusAddressing: true,
      quotesOriginal: true,
      authservId: 'mx.shop.example',
      smtp: { host: 'mail.shop.example', port: 2525, secure: false, user: 'u', pass: '********' },
      imap: {
        host: 'mail.shop.example',
        port: 993,
        secure: false,
        user: 'u',
        pass: '********',
        mailbox: 'Support',
      },
    };
    expect(wayOf(stored)).toBe('other');
    expect(configOf(fieldsOf(stored), 'other', stored)).toEqual(stored);
  });
});
