import { encode } from 'iconv-lite';
import { decodeBytes } from './charset';
import { readMail } from './read-mail';

const texts: Record<string, string> = {
  western: 'Où est ma commande ? Passée le 3 février, réglée par chèque. Grüße',
  central: 'Dobrý den, objednal jsem dva hrnky a přišel jenom jeden. Můžete mi poslat druhý?',
  polish: 'Dzień dobry, zamówiłem dwie filiżanki, a przyszła tylko jedna. Proszę o pomoc.',
  cyrillic: 'Здравствуйте! Я заказала чашки две недели назад, но посылка ещё не пришла.',
  greek: 'Καλημέρα, παρήγγειλα δύο φλιτζάνια αλλά έλαβα μόνο ένα. Τι να κάνω;',
  hebrew: 'שלום, הזמנתי שתי כוסות וקיבלתי רק אחת. מה לעשות?',
  arabic: 'مرحبا، طلبت كوبين ووصلني كوب واحد فقط. ماذا أفعل؟',
  turkish:
    'Merhaba, iki fincan sipariş ettim ama yalnızca biri geldi. Diğeri nerede? Teşekkürler, iyi günler.',
  baltic: 'Labdien, es pasūtīju divas krūzes, bet saņēmu tikai vienu.',
  thai: 'สวัสดีครับ ผมสั่งถ้วยสองใบแต่ได้รับใบเดียว',
  simplified: '您好，我上周买的杯子还没有收到，请帮我查一下。',
  traditional: '您好，我上週訂的杯子還沒有收到，請幫我查一下。',
  japanese: '昨日届いた商品が壊れていました。返品したいのですが、どうすればいいですか。',
  korean: '안녕하세요. 어제 주문한 상품을 취소하고 싶습니다.',
};

const declared: Array<[string, keyof typeof texts]> = [
  ['utf-8', 'korean'],
  ['UTF8', 'greek'],
  ['"utf-8"', 'greek'],
  ['utf-16le', 'cyrillic'],
  ['utf-16be', 'japanese'],
  ['utf-7', 'western'],
  ['iso-8859-1', 'western'],
  ['iso-8859-15', 'western'],
  ['windows-1252', 'western'],
  ['macintosh', 'western'],
  ['cp850', 'western'],
  ['cp437', 'western'],
  ['iso-8859-2', 'central'],
  ['windows-1250', 'polish'],
  ['iso-8859-4', 'baltic'],
  ['windows-1257', 'baltic'],
  ['iso-8859-13', 'baltic'],
  ['iso-8859-5', 'cyrillic'],
  ['windows-1251', 'cyrillic'],
  ['koi8-r', 'cyrillic'],
  ['koi8-u', 'cyrillic'],
  ['ibm866', 'cyrillic'],
  ['x-mac-cyrillic', 'cyrillic'],
  ['iso-8859-7', 'greek'],
  ['windows-1253', 'greek'],
  ['iso-8859-8', 'hebrew'],
  ['windows-1255', 'hebrew'],
  ['iso-8859-6', 'arabic'],
  ['windows-1256', 'arabic'],
  ['iso-8859-9', 'turkish'],
  ['windows-1254', 'turkish'],
  ['windows-874', 'thai'],
  ['tis-620', 'thai'],
  ['gb2312', 'simplified'],
  ['gbk', 'simplified'],
  ['gb18030', 'simplified'],
  ['cp936', 'simplified'],
  ['big5', 'traditional'],
  ['big5-hkscs', 'traditional'],
  ['shift_jis', 'japanese'],
  ['cp932', 'japanese'],
  ['euc-jp', 'japanese'],
  ['euc-kr', 'korean'],
  ['ks_c_5601-1987', 'korean'],
  ['cp949', 'korean'],
];

/** iconv-lite has no such name of it. */
const encoders: Record<string, string> = {
  ibm866: 'cp866',
  'x-mac-cyrillic': 'maccyrillic',
  '"utf-8"': 'utf-8',
  'ks_c_5601-1987': 'cp949',
};

const undeclared: Array<[string, keyof typeof texts]> = [
  ['gb18030', 'simplified'],
  ['big5', 'traditional'],
  ['shift_jis', 'japanese'],
  ['euc-jp', 'japanese'],
  ['euc-kr', 'korean'],
  ['koi8-r', 'cyrillic'],
  ['windows-1251', 'cyrillic'],
  ['windows-1252', 'western'],
  ['windows-1253', 'greek'],
  ['windows-1255', 'hebrew'],
  ['windows-1256', 'arabic'],
  ['utf-8', 'korean'],
  ['utf-16le', 'western'],
];

describe('charsets', () => {
  it.each(declared)('reads what says that it is %s', (label, name) => {
    const text = texts[name]!.replace(/[？?;]/g, '');
    const bytes = encode(text, encoders[label] ?? label);
    expect(decodeBytes(bytes, label)).toEqual({ text });
  });

  it('reads iso-2022-jp, which is ASCII bytes', () => {
    const bytes = Buffer.from('\x1b$B>&IJ$,\x1b(B', 'latin1');
    expect(decodeBytes(bytes, 'iso-2022-jp')).toEqual({ text: '商品が' });
    expect(decodeBytes(bytes, undefined)).toEqual({ text: '商品が', guessed: 'iso-2022-jp' });
  });

  it.each(undeclared)('guesses %s where nothing is said, and where a lie is', (charset, name) => {
    const text = texts[name]!;
    const bytes = encode(text, charset);
    expect(decodeBytes(bytes, undefined).text).toBe(text);
    if (charset === 'utf-16le') return;
    expect(decodeBytes(bytes, 'us-ascii')).toMatchObject({ text, guessed: expect.any(String) as string });
    if (charset !== 'utf-8') expect(decodeBytes(bytes, 'utf-8').text).toBe(text);
  });

  it('believes a label that fits, although a guess would say otherwise', () => {
    const short = encode('Ärger', 'windows-1252');
    expect(decodeBytes(short, 'iso-8859-1')).toEqual({ text: 'Ärger' });
    expect(decodeBytes(encode('да', 'koi8-r'), 'koi8-r')).toEqual({ text: 'да' });
  });

  it('keeps a text that is damaged at one place in its charset', () => {
    const bytes = Buffer.concat([Buffer.from('Grüße aus Köln '), Buffer.from([0xe2, 0x82])]);
    expect(decodeBytes(bytes, 'utf-8')).toEqual({ text: 'Grüße aus Köln \ufffd' });
  });

  const subjects: Array<[string, string]> = [
    ['gb18030', '订单问题'],
    ['gb18030', '关于退款'],
    ['gb18030', '发票'],
    ['gb18030', '杯子坏了，可以换吗？'],
    ['gb18030', 'Re: 您的订单 #1234'],
    ['shift_jis', '返品について'],
    ['shift_jis', 'ご注文の件'],
    ['shift_jis', '請求書'],
    ['shift_jis', 'パスワードを忘れました'],
    ['shift_jis', 'Re: お問い合わせ'],
  ];
  it.each(subjects)('guesses the subject in raw %s: %s', (charset, subject) => {
    const raw = Buffer.concat([
      Buffer.from('From: a@b.example\r\nSubject: '),
      encode(subject, charset),
      Buffer.from('\r\n\r\nhello'),
    ]);
    const mail = readMail(raw);
    expect(mail.subject).toBe(subject);
    expect(mail.oddities).toContain(`charset guessed: ${charset}`);
  });
});
