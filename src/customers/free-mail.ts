// Domains at which anybody can have an address: who writes from one belongs to no company for it.

/** Those that are the same under many countries, such as yahoo.co.uk. */
const everywhere = /^(?:yahoo|ymail|hotmail|outlook|live|msn|gmx|yandex|googlemail|mail2world)\.[a-z.]{2,7}$/;

const others = new Set(
  `gmail.com icloud.com me.com mac.com aol.com aim.com proton.me protonmail.com pm.me tutanota.com tutanota.de tuta.io tuta.com
   rocketmail.com fastmail.com fastmail.fm hushmail.com zoho.com zohomail.com mail.com email.com usa.com post.com inbox.com hey.com
   web.de t-online.de freenet.de arcor.de online.de mailbox.org posteo.de posteo.net email.de mail.de bluewin.ch hispeed.ch
   sunrise.ch aon.at chello.at orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr skynet.be telenet.be proximus.be
   ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl libero.it virgilio.it alice.it tiscali.it tin.it telefonica.net terra.es
   terra.com.br uol.com.br bol.com.br ig.com.br globo.com sapo.pt mail.pt wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz
   centrum.cz email.cz azet.sk freemail.hu citromail.hu abv.bg mail.bg ukr.net i.ua mail.ru bk.ru list.ru inbox.ru rambler.ru
   inbox.lv telia.com bredband.net online.no getmail.no mail.dk jubii.dk luukku.com btinternet.com virginmedia.com sky.com
   talktalk.net ntlworld.com blueyonder.co.uk comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
   earthlink.net juno.com optonline.net shaw.ca rogers.com sympatico.ca bigpond.com optusnet.com.au xtra.co.nz rediffmail.com
   qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com foxmail.com aliyun.com naver.com daum.net hanmail.net nate.com
   docomo.ne.jp ezweb.ne.jp softbank.ne.jp mailinator.com guerrillamail.com 10minutemail.com yopmail.com trashmail.com
   duck.com simplelogin.com anonaddy.me mozmail.com privaterelay.appleid.com`.split(/\s+/),
);

export const isFreeMail = (domain: string): boolean => everywhere.test(domain) || others.has(domain);
