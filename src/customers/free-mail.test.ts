import { isFreeMail } from './free-mail';

it.each(['gmail.com', 'yahoo.co.uk', 'outlook.de', 'gmx.net', 'web.de', 'live.com.mx', 'qq.com'])(
  'knows that anybody can write from %s',
  (domain) => {
    expect(isFreeMail(domain)).toBe(true);
  },
);

it.each(['acme.example', 'yahoo.acme.example', 'live-events.com', 'notgmail.com', 'mail.acme.com'])(
  'takes %s for the domain of a company',
  (domain) => {
    expect(isFreeMail(domain)).toBe(false);
  },
);
