// What mail programs write over a quote, in the languages that they speak: one table, from which all patterns are made.

const any = (words: string) =>
  words
    .trim()
    .split(/\||\n\s*/)
    .map((word) => word.replace(/[.()]/g, '\\$&').replace(/ /g, '\\s'))
    .join('|');

/** en de fr es it pt nl pl ru uk sv no da fi cs sk hu ro tr el bg vi id he ar ja zh ko. */
const wrote = any(`
  wrote|writes|sent|schrieb|schrieb am|hat geschrieben|a écrit|écrivait|a envoyé|escribió
  ha escrito|va escriure|ha scritto|scrive|escreveu|schreef|geschreven|verzond|napisał|napisała
  napisał(a)|napisał/a|pisze|написал|написала|написал(а)|пишет|писал|написав|написав(ла)|пише|skrev
  följande|kirjoitti|napsal|napsal(a)|napsala|napísal|napísal(a)|írta|ezt írta|a scris|yazdı
  şunu yazdı|şunları yazdı|έγραψε|написа|đã viết|viết|menulis|כתב|כתבה|כתב/ה|كتب|كتبت|のメール|書きました
  書いた|wrote 写道|写道|寫道|写到|님이 작성|작성
`);
const leads = any(`
  On|Am|Le|El|Il|Il giorno|Em|Op|W dniu|Dnia|Den|På|Dne|Dňa|La|A|Στις|На|Vào|Pada|בתאריך|في|在|于
  Date|Im|Els|Tarihinde|pe|ke|to|ma|ti|su|la
`);

const letter = '\\p{L}\\p{N}';
/** … wrote: at the end of the line. */
export const endsWithWrote = new RegExp(
  `(?:^|[^${letter}]|[\\p{Lo}])(?:${wrote})\\s?[:：]?\\s?[-–—_]*$`,
  'iu',
);
export const holdsWrote = new RegExp(
  `(?:^|[^${letter}]|[\\p{Lo}])(?:${wrote})(?:[^${letter}]|[\\p{Lo}]|$)`,
  'iu',
);
export const startsLikeQuote = new RegExp(`^[-–—_*\\s]*(?:${leads})(?:[^${letter}]|\\p{Lo})`, 'iu');

/** A point in time, in the figures of most languages. */
export const holdsDate =
  /\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[:.hH]\d{2}|(?:19|20)\d\d|\d ?[年月日년월일]|\d\.? \p{L}{3}/u;
export const holdsClock = /\d[:.hH]\d{2}|\d ?[時时点點시]/;
export const startsWithDate =
  /^(?:\p{L}{2,10}[.,]{0,2} )?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4} ?[年년]|\d{1,2}\.? \p{L}{3,10}\.? (?:19|20)\d\d)/u;
export const holdsBracketedAddress = /[<([][^\s<>()[\]]{1,64}@[^\s<>()[\]]{1,255}[>)\]]/;

const originalMessage = any(`
  Original Message|Original E-mail|Original Email|Reply Message|Ursprüngliche Nachricht
  Originalnachricht|Antwort Nachricht|Original-Nachricht|Message d'origine|Message d’origine
  Message original|Mensaje original|Missatge original|Messaggio originale|Mensagem original
  Oorspronkelijk bericht|Origineel bericht|Oryginalna wiadomość|Wiadomość oryginalna
  Исходное сообщение|Оригинальное сообщение|Первоначальное сообщение|Оригінальне повідомлення
  Ursprungligt meddelande|Oprindelig meddelelse|Oprindelig besked|Opprinnelig melding
  Alkuperäinen viesti|Původní zpráva|Původní e-mail|Pôvodná správa|Eredeti üzenet|Mesaj original
  Orijinal Mesaj|Özgün ileti|Αρχικό μήνυμα|Tin nhắn gốc|Thư gốc|Pesan asli|הודעה מקורית
  الرسالة الأصلية|元のメッセージ|オリジナルメッセージ|原始邮件|原始郵件|回复的原邮件|回复的邮件|邮件原件|原邮件|원본 메시지|원본 메일|원본메일
`);
/** The line closes with dashes or only ends. */
export const originalMessageLine = new RegExp(
  `^\\s*[-–—_=*]{2,}\\s*(?:${originalMessage})\\s*[-–—_=*:]*\\s*$`,
  'iu',
);

const forwardedMessage = any(`
  Forwarded message|Forwarded by|Forwarded Email|Weitergeleitete Nachricht|Weitergeleitete Mail
  Message transféré|Message transmis|Mensaje reenviado|Missatge reenviat|Messaggio inoltrato
  Mensagem encaminhada|Mensagem reencaminhada|Doorgestuurd bericht|Wiadomość przekazana
  Przekazana wiadomość|Treść przekazanej wiadomości|Пересылаемое сообщение|Пересланное сообщение
  Переадресоване повідомлення|Vidarebefordrat meddelande|Videresendt meddelelse|Videresendt melding
  Edelleenlähetetty viesti|Välitetty viesti|Přeposlaná zpráva|Továbbított üzenet
  Mesaj redirecționat|Yönlendirilen ileti|İletilmiş mesaj|Προωθημένο μήνυμα|Chuyển tiếp
  Pesan yang diteruskan|転送メッセージ|転送されたメッセージ|转发的邮件|转发邮件|轉寄的郵件|轉寄郵件|전달된 메일|전달된 메시지
`);
const beginForwarded = any(`
  Begin forwarded message|Anfang der weitergeleiteten Nachricht|Anfang der weitergeleiteten E-Mail
  Début du message réexpédié|Début du message transféré|Inicio del mensaje reenviado
  Inizio messaggio inoltrato|Início da mensagem reenviada|Início da mensagem encaminhada
  Begin doorgestuurd bericht|Początek przekazywanej wiadomości|Начало переадресованного сообщения
  Начало пересылаемого сообщения|転送されたメッセージ|下面是被转发的邮件|以下是轉寄的郵件|전달된 메시지 시작
`);
export const forwardLine = new RegExp(
  `^\\s*(?:[-–—_=*]{2,}\\s*(?:${forwardedMessage})[^\\n]{0,80}|(?:${beginForwarded})\\s?[:：])\\s*$`,
  'iu',
);
/** Outlook says so in the subject alone. */
export const forwardedSubject =
  /^(?:\s*\[[^\]]{1,60}\])?\s*(?:fwd?|wg|tr|rv|i|enc|doorst|pd|vs|vb|vidarebefordrat|ilt|转发|轉寄|転送|전달)\s?[:：]/i;

/** Heads of an earlier mail, as Outlook and others write them over it. */
const labels = {
  from: any(`
  From|Von|De|Da|Van|Od|От|От кого|Від|Från|Fra|Lähettäjä|Feladó|De la|Kimden|Gönderen|Από|Từ|Dari
  מאת|من|差出人|送信者|发件人|寄件者|寄件人|보낸 사람|보낸사람|Afzender|Expéditeur
`),
  sent: any(`
  Sent|Gesendet|Envoyé|Envoyé le|Enviado|Enviado el|Enviado em|Enviada|Enviada em|Inviato|Verzonden
  Wysłano|Wysłane|Отправлено|Надіслано|Skickat|Sendt|Lähetetty|Odesláno|Odoslané|Elküldve|Küldve
  Trimis|Gönderildi|Gönderilen|Gönderme|Στάλθηκε|Đã gửi|Dikirim|נשלח|送信日時|送信日|发送时间|發送時間|寄件日期|傳送時間
  보낸 날짜|보낸날짜|전송
`),
  date: any(`
  Date|Datum|Fecha|Data|Дата|Dato|Päivämäärä|Päiväys|Dátum|Tarih|Ημερομηνία|Ngày|Tanggal|תאריך
  التاريخ|日付|日時|日期|날짜
`),
  to: any(`
  To|An|À|A|Para|Aan|Do|Кому|Till|Til|Vastaanottaja|Komu|Címzett|Către|Kime|Alıcı|Προς|Đến|Kepada
  אל|إلى|宛先|收件人|收件者|받는 사람|받는사람
`),
  subject: any(`
  Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Temat|Тема|Ämne|Emne|Aihe|Předmět|Predmet
  Tárgy|Subiect|Konu|Θέμα|Chủ đề|Tiêu đề|Perihal|Subjek|נושא|الموضوع|件名|主题|主旨|主題|제목
`),
};
export type Label = keyof typeof labels;
const labelLines = Object.entries(labels).map(
  ([label, words]) =>
    [label as Label, new RegExp(`^\\s*[*_]{0,2}(?:${words})[*_]{0,2}\\s?[:：]`, 'iu')] as const,
);

export function labelOf(line: string): Label | undefined {
  if (!/[:：]/.test(line.slice(0, 40))) return undefined;
  return labelLines.find(([, pattern]) => pattern.test(line))?.[0];
}

const device =
  '(?:iPhone|iPad|iPod|Android|Samsung|Galaxy|Huawei|Xiaomi|Redmi|BlackBerry|Nokia|Windows|Outlook|Yahoo|Mail|GMX|Proton|mobil|手机|手機|スマートフォン)';
const sentFrom = any(`
  Sent from|Sent with|Sent via|Get|Gesendet mit|Gesendet von|Von meinem
  Diese Nachricht wurde von meinem|Envoyé de|Envoyé depuis|Envoyé à partir|Télécharger|Obtenir
  Enviado desde|Enviado do|Enviado de|Enviado a partir|Obtener|Obter|Inviato da|Inviato dal|Ottieni
  Scarica|Verzonden vanaf|Verstuurd vanaf|Verzonden met|Wysłane z|Wysłano z|Pobierz|Отправлено с
  Отправлено из|Скачать|Skickat från|Sendt fra|Hämta|Hent|Lähetetty|Odesláno z|Odoslané z
  Trimis de pe|Elküldve|Στάλθηκε από|Gửi từ|Dikirim dari|נשלח מ|أرسلت من|发自|發自|從我的|获取|取得
`);
/** The advertisement of a phone or a program under a mail. */
export const deviceLine = new RegExp(
  `^\\s*[-–—*]*\\s*(?:(?:${sentFrom})[^\\n]{0,60}${device}[^\\n]{0,80}|${device}[^\\n]{0,20}(?:から送信|を使用して送信|에서 보냄|'?(?:dan|den|umdan|imden) gönderildi)|나의[^\\n]{0,20}보냄)\\s*$`,
  'iu',
);
