import { judgeByHeaders, type Verdict } from './judge-sender';

const host = 'mx.shop.test';
const verdict = (value: string | string[], { id = host, from = 'ada.example' } = {}): Verdict =>
  judgeByHeaders([value].flat(), id, from).verdict;

describe('a mail is judged by what the receiving host wrote', () => {
  it.each<[string, Verdict]>([
    ['mx.shop.test; dmarc=pass header.from=ada.example', 'pass'],
    ['mx.shop.test; dmarc=pass', 'pass'],
    ['MX.Shop.Test 1; DMARC=PASS Header.From=Ada.Example', 'pass'],
    [
      'mx.shop.test;\r\n       dkim=pass header.i=@ada.example header.b="x=;y";\r\n       spf=pass (mx: domain of a@ada.example; designates 1.2.3.4) smtp.mailfrom=a@ada.example;\r\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=ada.example',
      'pass',
    ],
    [
      ' ( a (nested \\) ) one ) mx.shop.test (x) ; dmarc (c) = (c) pass (c) header (c) . from = ada.example',
      'pass',
    ],
    ['"mx.shop.test"; dmarc/1=pass header.from="ada.example"', 'pass'],
    ['mx.shop.test; dmarc=fail (p=none) header.from=ada.example', 'fail'],
    ['mx.shop.test; dmarc=none header.from=ada.example', 'unknown'],
    ['mx.shop.test; dmarc=temperror', 'unknown'],
    ['mx.shop.test; dmarc=bestguesspass', 'unknown'],
    ['mx.shop.test; dmarc=passed', 'unknown'],
    ['mx.shop.test; none', 'unknown'],
    ['mx.shop.test; spf=pass smtp.mailfrom=ada.example; dkim=pass header.d=ada.example', 'unknown'],
    ['mx.shop.test', 'unknown'],
    ['', 'unknown'],
    // Another's word for it.
    ['mx.other.test; dmarc=pass header.from=ada.example', 'unknown'],
    ['mx.shop.test.evil.test; dmarc=pass', 'unknown'],
    ['evil.test (mx.shop.test); dmarc=pass', 'unknown'],
    ['dmarc=pass header.from=ada.example', 'unknown'],
    // Another From than the one that is shown.
    ['mx.shop.test; dmarc=pass header.from=evil.test', 'fail'],
    ['mx.shop.test; dmarc=pass header.from=ada.example.evil.test', 'fail'],
    ['mx.shop.test; dmarc=none header.from=evil.test', 'fail'],
    ['mx.shop.test; dmarc=temperror header.from=evil.test', 'fail'],
    // Structure that is none.
    ['mx.shop.test; spf=fail reason="; dmarc=pass header.from=ada.example"', 'unknown'],
    ['mx.shop.test; spf=fail (; dmarc=pass header.from=ada.example)', 'unknown'],
    ['mx.shop.test; dmarc=fail (" ) header.from=ada.example; dmarc=pass (")', 'fail'],
    ['mx.shop.test; dmarc=pass reason="header.from=ada.example" header.from=evil.test', 'fail'],
    ['mx.shop.test; dmarc=pass header.from=ada.example; dmarc=fail header.from=ada.example', 'fail'],
    ['mx.shop.test; dmarc=pass (', 'unknown'],
    ['mx.shop.test; dmarc=pass "', 'unknown'],
    [`mx.shop.test; dmarc=pass (${'x'.repeat(30_000)})`, 'unknown'],
  ])('%s: %s', (value, expected) => expect(verdict(value)).toBe(expected));

  it('of several headers only the topmost of the host counts', () => {
    const ok = `${host}; dmarc=pass header.from=ada.example`;
    const bad = `${host}; dmarc=fail header.from=ada.example`;
    expect(verdict(['mx.relay.test; dmarc=fail', ok, bad])).toBe('pass');
    expect(verdict([bad, ok])).toBe('fail');
    expect(verdict([`${host}; spf=pass`, ok])).toBe('unknown');
    expect(verdict(['dmarc=pass header.from=ada.example', bad])).toBe('fail');
  });

  it('nothing counts while nobody has named the host', () => {
    expect(judgeByHeaders([`${host}; dmarc=pass`], undefined, 'ada.example').verdict).toBe('unknown');
    expect(judgeByHeaders(['; dmarc=pass'], '', 'ada.example').verdict).toBe('unknown');
  });

  it('a host may be any of a domain, or Exchange Online, which names nobody', () => {
    expect(verdict('mx7.mail.test; dmarc=pass', { id: '*.mail.test' })).toBe('pass');
    expect(verdict('evilmail.test; dmarc=pass', { id: '*.mail.test' })).toBe('unknown');
    const exchange =
      'spf=pass (sender IP is 1.2.3.4)\r\n smtp.mailfrom=ada.example; dkim=pass (signature was verified)\r\n header.d=ada.example;dmarc=pass action=none header.from=ada.example;compauth=pass reason=100';
    expect(verdict(exchange, { id: 'Microsoft' })).toBe('pass');
    expect(verdict(['mx.relay.test; dmarc=fail', exchange], { id: 'microsoft' })).toBe('unknown');
    expect(verdict('microsoft; dmarc=pass', { id: 'microsoft' })).toBe('unknown');
  });

  it('compares domains as mail servers do', () => {
    expect(verdict(`${host}; dmarc=pass header.from=xn--bcher-kva.example`, { from: 'bücher.example' })).toBe(
      'pass',
    );
    expect(verdict(`${host}; dmarc=pass header.from=Ada.Example.`, { from: 'ada.example' })).toBe('pass');
  });

  it('says why in a sentence', () => {
    expect(judgeByHeaders([`${host}; dmarc=fail`], host, 'ada.example').why).toBe(
      'The mail is not from ada.example: DMARC failed.',
    );
    expect(judgeByHeaders([`${host}; dmarc=none`], host, 'ada.example').why).toMatch(/no DMARC/);
  });
});
