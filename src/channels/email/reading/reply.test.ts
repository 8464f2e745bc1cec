import { htmlLines } from './html-lines';
import { plainLines, replyOf } from './reply';

const reply = (text: string, forwarded = false) => replyOf(plainLines(text), forwarded);
const htmlReply = (html: string) => replyOf(htmlLines(html));

/** Language, what stands over the quote. The mail below it is not marked line by line unless it says so. */
const attributions: Array<[string, string]> = [
  ['en, Gmail', 'On Tue, Mar 3, 2026 at 9:15 AM Parley Help <help@parley.example> wrote:'],
  ['en, Apple', 'On 3 Mar 2026, at 09:15, Parley Help <help@parley.example> wrote:'],
  ['en, name first', 'Parley Help <help@parley.example> wrote on Tue, Mar 3, 2026 at 09:15:'],
  ['de, Gmail', 'Am Di., 3. März 2026 um 09:15 Uhr schrieb Parley Help <help@parley.example>:'],
  ['de, Thunderbird', 'Am 03.03.2026 um 09:15 schrieb Parley Help:'],
  ['fr, Gmail', 'Le mar. 3 mars 2026 à 09:15, Parley Help <help@parley.example> a écrit :'],
  ['fr, Apple', 'Le 3 mars 2026 à 09:15, Parley Help a écrit :'],
  ['es, Gmail', 'El mar, 3 mar 2026 a las 9:15, Parley Help (<help@parley.example>) escribió:'],
  ['it, Gmail', 'Il giorno mar 3 mar 2026 alle ore 09:15 Parley Help <help@parley.example> ha scritto:'],
  ['it, Thunderbird', 'Il 03/03/2026 09:15, Parley Help ha scritto:'],
  ['pt, Gmail', 'Em ter., 3 de mar. de 2026 às 09:15, Parley Help <help@parley.example> escreveu:'],
  ['pt, Thunderbird', 'Em 03/03/2026 09:15, Parley Help escreveu:'],
  ['nl, Gmail', 'Op di 3 mrt 2026 om 09:15 schreef Parley Help <help@parley.example>:'],
  ['nl, Thunderbird', 'Op 3-3-2026 om 9:15 schreef Parley Help:'],
  ['pl, Gmail', 'wt., 3 mar 2026 o 09:15 Parley Help <help@parley.example> napisał(a):'],
  ['pl, Thunderbird', 'W dniu 3.03.2026 o 09:15, Parley Help pisze:'],
  ['ru, Gmail', 'вт, 3 мар. 2026 г. в 09:15, Parley Help <help@parley.example>:'],
  ['ru, Yandex', '03.03.2026, 09:15, "Parley Help" <help@parley.example>:'],
  ['ru, Thunderbird', '03.03.2026 09:15, Parley Help пишет:'],
  ['ru, mail.ru', 'Вторник, 3 марта 2026, 9:15 +03:00 от Parley Help <help@parley.example>:'],
  ['ja, Gmail', '2026年3月3日(火) 9:15 Parley Help <help@parley.example>:'],
  ['ja, Apple', '2026/03/03 9:15、Parley Help <help@parley.example>のメール:'],
  ['ja, Thunderbird', 'On 2026/03/03 9:15, Parley Help wrote:'],
  ['zh, Gmail', 'Parley Help <help@parley.example> 于2026年3月3日周二 09:15写道：'],
  ['zh, Apple', '在 2026年3月3日，09:15，Parley Help <help@parley.example> 写道：'],
  ['zh-TW, Gmail', 'Parley Help <help@parley.example> 於 2026年3月3日 週二 上午9:15寫道：'],
  ['ko, Gmail', '2026년 3월 3일 (화) 오전 9:15, Parley Help <help@parley.example>님이 작성:'],
  ['sv, Gmail', 'Den tis 3 mars 2026 kl 09:15 skrev Parley Help <help@parley.example>:'],
  ['da, Gmail', 'Den tirs. 3. mar. 2026 kl. 09.15 skrev Parley Help <help@parley.example>:'],
  ['fi, Gmail', 'ti 3. maalisk. 2026 klo 9.15 Parley Help (help@parley.example) kirjoitti:'],
  ['cs, Gmail', 'út 3. 3. 2026 v 9:15 odesílatel Parley Help <help@parley.example> napsal:'],
  ['hu, Gmail', 'Parley Help <help@parley.example> ezt írta (időpont: 2026. márc. 3., K, 9:15):'],
  ['tr, Gmail', 'Parley Help <help@parley.example>, 3 Mar 2026 Sal, 09:15 tarihinde şunu yazdı:'],
  ['uk, Gmail', 'вт, 3 бер. 2026 р. о 09:15 Parley Help <help@parley.example> пише:'],
  ['ro, Gmail', 'În mar., 3 mar. 2026 la 09:15, Parley Help <help@parley.example> a scris:'],
  ['el, Gmail', 'Στις Τρί 3 Μαρ 2026 στις 9:15 π.μ., ο χρήστης Parley Help <help@parley.example> έγραψε:'],
  ['vi, Gmail', 'Vào Th 3, 3 thg 3, 2026 vào lúc 09:15 Parley Help <help@parley.example> đã viết:'],
  [
    'folded',
    'On Tuesday the third of March 2026 at 9:15 AM Parley Help and friends\n<help@parley.example> wrote:',
  ],
];

const outlookHeads: Array<[string, string]> = [
  [
    'en',
    'From: Parley Help <help@parley.example>\nSent: Tuesday, March 3, 2026 9:15 AM\nTo: Mira Holt\nSubject: Your order',
  ],
  [
    'de',
    'Von: Parley Help <help@parley.example>\nGesendet: Dienstag, 3. März 2026 09:15\nAn: Mira Holt\nBetreff: Ihre Bestellung',
  ],
  ['fr', 'De : Parley Help\nEnvoyé : mardi 3 mars 2026 09:15\nÀ : Mira Holt\nObjet : Votre commande'],
  ['es', 'De: Parley Help\nEnviado el: martes, 3 de marzo de 2026 9:15\nPara: Mira Holt\nAsunto: Su pedido'],
  ['it', 'Da: Parley Help\nInviato: martedì 3 marzo 2026 09:15\nA: Mira Holt\nOggetto: Ordine'],
  ['pt', 'De: Parley Help\nEnviado: terça-feira, 3 de março de 2026 09:15\nPara: Mira Holt\nAssunto: Pedido'],
  ['nl', 'Van: Parley Help\nVerzonden: dinsdag 3 maart 2026 09:15\nAan: Mira Holt\nOnderwerp: Bestelling'],
  ['pl', 'Od: Parley Help\nWysłano: wtorek, 3 marca 2026 09:15\nDo: Mira Holt\nTemat: Zamówienie'],
  ['ru', 'От: Parley Help\nОтправлено: 3 марта 2026 г. 9:15\nКому: Mira Holt\nТема: Заказ'],
  ['ja', '差出人: Parley Help\n送信日時: 2026年3月3日 9:15\n宛先: Mira Holt\n件名: ご注文'],
  ['zh', '发件人: Parley Help\n发送时间: 2026年3月3日 9:15\n收件人: Mira Holt\n主题: 订单'],
  [
    'bold',
    '*From:* Parley Help <help@parley.example>\n*Sent:* Tuesday, March 3, 2026 9:15 AM\n*Subject:* Your order',
  ],
  [
    'a rule above',
    '________________________________\nFrom: Parley Help <help@parley.example>\nDate: Tuesday\nTo: Mira\nSubject: Order',
  ],
];

const originals = [
  ...[
    '-----Original Message-----',
    '-----Ursprüngliche Nachricht-----',
    "-----Message d'origine-----",
    '-----Mensaje original-----',
  ],
  ...[
    '-----Messaggio originale-----',
    '-----Mensagem original-----',
    '-----Oorspronkelijk bericht-----',
    '-----Oryginalna wiadomość-----',
  ],
  ...[
    '-----Исходное сообщение-----',
    '------------------ 原始邮件 ------------------',
    '-----元のメッセージ-----',
    '----- 원본 메시지 -----',
  ],
];

describe('the reply in a plain text', () => {
  it.each(attributions)('ends above what its program writes: %s', (_, line) => {
    expect(reply(`Thank you, that helped.\n\n${line}\n\nYour order is on its way.\nParley`)).toBe(
      'Thank you, that helped.',
    );
    expect(reply(`Thank you, that helped.\n\n${line}\n> Your order is on its way.\n>\n> Parley`)).toBe(
      'Thank you, that helped.',
    );
  });

  it.each(outlookHeads)('ends above the heads of an earlier mail: %s', (_, heads) => {
    expect(reply(`Thank you, that helped.\n\n${heads}\n\nYour order is on its way.`)).toBe(
      'Thank you, that helped.',
    );
  });

  it.each(originals)('ends above %s', (line) => {
    expect(reply(`Thank you.\n\n${line}\nFrom: a@b.example\n\nYour order is on its way.`)).toBe('Thank you.');
  });

  it('keeps what people write that only looks like it', () => {
    const kept = [
      'On Tuesday at 9:15 I called and they said that the parcel was sent',
      'On 3 May you wrote:\nthe parcel comes tomorrow. It did not.',
      'My trip:\n\nFrom: Berlin\nTo: Rome\nDate: 3 March 2026\n\nCan I change it?',
      'Date: 3 March 2026\nTime: 9:15\nPlease come.',
      '> 5 or < 5 cups?\nWhich is cheaper?',
      'Two choices:\n-- red\n-- blue\nWhich one do you have?',
      'Write to me at mira@shop.example before 10:30: I leave then.',
      'Sure, here it is:\n\nMira Holt\n+49 30 1234567\nmira@shop.example',
    ];
    for (const text of kept) expect(reply(text)).toBe(text);
  });

  it('keeps an answer below the quote, and all of one that is written into it', () => {
    expect(
      reply(
        'On Tue, Mar 3, 2026 at 9:15 AM Help <h@p.example> wrote:\n> Which colour?\n> Which size?\n\nRed, and small.',
      ),
    ).toBe('Red, and small.');
    const between =
      'On Tue, Mar 3, 2026 at 9:15 AM Help <h@p.example> wrote:\n> Which colour?\n\nRed.\n\n> Which size?\n\nSmall.';
    expect(reply(between)).toBe(between);
  });

  it('takes a link that breaks a quoted line for no answer', () => {
    expect(
      reply('Thank you.\n\n> See (https://shop.example/\norders/1)\n> for it\n> and more\n> of it'),
    ).toBe('Thank you.');
  });

  it('gives the whole of what was forwarded', () => {
    const forwards = [
      'See below.\n\n---------- Forwarded message ---------\nFrom: Shop <s@shop.example>\nSubject: Invoice\n\nYou owe us 5 euros.',
      'Siehe unten.\n\n-------- Weitergeleitete Nachricht --------\nVon: Shop <s@shop.example>\nBetreff: Rechnung\n\n5 Euro.',
      'Begin forwarded message:\n\nFrom: Shop <s@shop.example>\nSubject: Invoice\n\nYou owe us 5 euros.',
      'From: Shop <s@shop.example>\nSent: Tuesday\nTo: Mira\nSubject: Invoice\n\nYou owe us 5 euros.',
    ];
    for (const text of forwards) expect(reply(text)).toBe(text);
    const outlook =
      'See below.\n\nFrom: Shop <s@shop.example>\nSent: Tuesday\nTo: Mira\nSubject: Invoice\n\nYou owe us 5 euros.';
    expect(reply(outlook, true)).toBe(outlook);
  });

  it('says nothing where only a quote stands', () => {
    expect(
      reply('On Tue, Mar 3, 2026 at 9:15 AM Help <h@p.example> wrote:\n> Which colour?\n> Which size?'),
    ).toBe('');
    expect(reply('')).toBe('');
  });

  it('ends above a signature', () => {
    expect(reply('Thank you.\n\n-- \nMira Holt\nShop')).toBe('Thank you.');
    const devices = [
      ...[
        'Sent from my iPhone',
        'Get Outlook for iOS',
        'Von meinem iPhone gesendet',
        'Gesendet von Outlook für Android',
        'Envoyé de mon iPhone',
      ],
      ...[
        'Enviado desde mi iPhone',
        'Inviato da iPhone',
        'Enviado do meu iPhone',
        'Verstuurd vanaf mijn iPhone',
        'Wysłane z iPhone’a',
        'Отправлено с iPhone',
      ],
      ...[
        'iPhoneから送信',
        '发自我的iPhone',
        '從我的 iPhone 傳送',
        '나의 iPhone에서 보냄',
        'Sent from Yahoo Mail on Android',
        'Skickat från min iPhone',
      ],
    ];
    for (const line of devices) expect(reply(`Thank you.\n\n${line}`)).toBe('Thank you.');
    expect(reply('Thanks for the help.\n\nMira Holt\nShop Ltd\n+49 30 1234567\nwww.shop.example')).toBe(
      'Thanks for the help.',
    );
    expect(reply('-- \nMira Holt')).toBe('-- \nMira Holt');
  });

  it('takes long lines and many in its stride', () => {
    const long = `${'On '.repeat(50_000)}wrote:`;
    expect(reply(`Yes.\n${long}`)).toBe(`Yes.\n${long}`);
    const many = 'On 3 March 2026 at 9:15 a@b.example\n'.repeat(5_000);
    expect(reply(`Yes.\n${many}`).startsWith('Yes.')).toBe(true);
    expect(reply(`Yes.\n\n${'> '.repeat(60_000)}\n${'-'.repeat(100_000)}`)).toContain('Yes.');
  });
});

describe('the reply in HTML', () => {
  const quoted = '<div>Your order is on its way.</div><div>Parley</div>';
  const replies: Array<[string, string]> = [
    [
      'Gmail',
      `<div dir="ltr">Thank you.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">Il y a longtemps :<br></div><blockquote class="gmail_quote">${quoted}</blockquote></div>`,
    ],
    [
      'Gmail with a signature',
      `<div dir="ltr"><div>Thank you.</div><span class="gmail_signature_prefix"></span><div class="gmail_signature"><p>Mira Holt</p></div></div><div class="gmail_quote">${quoted}</div>`,
    ],
    [
      'Apple',
      `<html><body>Thank you.<br><div><br><blockquote type="cite"><div>Am 03.03.2026 um 09:15 schrieb Help &lt;h@p.example&gt;:</div>${quoted}</blockquote></div></body></html>`,
    ],
    [
      'Outlook for Windows',
      `<div class="WordSection1"><p class="MsoNormal">Thank you.<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>Fra:</b> Help</p></div></div><p class="MsoNormal">Your order is on its way.</p></div>`,
    ],
    [
      'Outlook on the web',
      `<div>Thank you.</div><div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>X:</b> Help</div>${quoted}`,
    ],
    ['new Outlook', `<div>Thank you.</div><div id="mail-editor-reference-message-container">${quoted}</div>`],
    [
      'Yahoo',
      `<div class="ydp1yahoo-style-wrap">Thank you.</div><div id="yahoo_quoted_123" class="yahoo_quoted">${quoted}</div>`,
    ],
    [
      'ProtonMail',
      `<div>Thank you.</div><div class="protonmail_signature_block"><div>Sent with Proton Mail</div></div><div class="protonmail_quote">${quoted}</div>`,
    ],
    [
      'Thunderbird',
      `<p>Thank you.</p><div class="moz-cite-prefix">X:<br></div><blockquote type="cite" cite="mid:1@x">${quoted}</blockquote><pre class="moz-signature">-- <br>Mira</pre>`,
    ],
    ['GMX', `<div>Thank you.</div><div name="quote" style="margin:10px">${quoted}</div>`],
  ];

  it.each(replies)('ends above the quote of %s', (_, html) => {
    expect(htmlReply(html)).toBe('Thank you.');
  });

  it('keeps what was indented, listed and linked', () => {
    expect(
      htmlReply(
        '<div>Two things:<blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>one</div></blockquote><ol><li>a<li>b</ol><a href="https://x.example/1">here</a></div>',
      ),
    ).toBe('Two things:\none\n1. a\n2. b\nhere <https://x.example/1>');
  });

  it('keeps an answer that is written into the quote, and a forward', () => {
    expect(
      htmlReply(
        '<blockquote type="cite">Which colour?</blockquote><div>Red.</div><blockquote type="cite">Which size?</blockquote>',
      ),
    ).toContain('Red.');
    const forward =
      '<div>FYI</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: s@x.example</div><div>You owe us.</div></div>';
    expect(htmlReply(forward)).toContain('You owe us.');
  });

  it('leaves out what nobody sees', () => {
    const hidden = [
      '<div style="display: none">no</div>',
      '<span style="font-size:0px">no</span>',
      '<p hidden>no</p>',
      '<style>no</style>',
      '<title>no</title>',
    ];
    expect(htmlReply(`<p>Yes.</p>${hidden.join('')}`)).toBe('Yes.');
  });

  it('reads any depth', () => {
    expect(htmlReply(`${'<div>'.repeat(100_000)}deep`)).toBe('deep');
    expect(htmlReply(`${'<blockquote>'.repeat(20_000)}deep`)).toBe('');
  });
});
