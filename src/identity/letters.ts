// Mails to people of the team about coming in, in their language where it is known.
import type { ConsoleLanguage } from '../protocol/model/console-languages';
import { filled } from '../protocol/server-texts/said';

interface Words {
  subject: string;
  text: string;
}

/** {organization}, {name} of who invites, {link} */
const invitations: Record<ConsoleLanguage, Words> = {
  en: {
    subject: 'Join {organization} on Parley',
    text: '{name} invites you to the team of {organization}.\n\nChoose your name and password here:\n{link}\n\nThe link is good for 7 days, and for you alone. Whoever did not expect this mail can ignore it.',
  },
  de: {
    subject: 'Einladung in das Team von {organization} bei Parley',
    text: '{name} lädt Sie in das Team von {organization} ein.\n\nWählen Sie hier Ihren Namen und Ihr Passwort:\n{link}\n\nDer Link gilt 7 Tage, und nur für Sie. Wenn Sie diese E-Mail nicht erwartet haben, können Sie sie ignorieren.',
  },
  es: {
    subject: 'Únase a {organization} en Parley',
    text: '{name} le invita al equipo de {organization}.\n\nElija aquí su nombre y su contraseña:\n{link}\n\nEl enlace vale 7 días y solo para usted. Si no esperaba este correo, puede ignorarlo.',
  },
  fr: {
    subject: 'Rejoignez {organization} sur Parley',
    text: '{name} vous invite dans l’équipe de {organization}.\n\nChoisissez ici votre nom et votre mot de passe :\n{link}\n\nLe lien est valable 7 jours, et pour vous seul. Si vous n’attendiez pas cet e-mail, vous pouvez l’ignorer.',
  },
  pt: {
    subject: 'Participe de {organization} no Parley',
    text: '{name} convida você para a equipe de {organization}.\n\nEscolha aqui seu nome e sua senha:\n{link}\n\nO link vale por 7 dias, e só para você. Se você não esperava este e-mail, pode ignorá-lo.',
  },
  ar: {
    subject: 'انضم إلى {organization} على Parley',
    text: 'يدعوك {name} إلى فريق {organization}.\n\nاختر اسمك وكلمة مرورك هنا:\n{link}\n\nالرابط صالح 7 أيام، ولك وحدك. إن لم تكن تتوقع هذه الرسالة فيمكنك تجاهلها.',
  },
};

/** {organization}, {link} */
const resets: Record<ConsoleLanguage, Words> = {
  en: {
    subject: 'Choose a new password',
    text: 'Somebody asked for a new password for this address at {organization}.\n\nChoose it here:\n{link}\n\nThe link is good for an hour, once. If it was not you, do nothing: your password stays as it is.',
  },
  de: {
    subject: 'Wählen Sie ein neues Passwort',
    text: 'Jemand hat für diese Adresse bei {organization} ein neues Passwort angefordert.\n\nWählen Sie es hier:\n{link}\n\nDer Link gilt eine Stunde, einmal. Wenn Sie das nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
  },
  es: {
    subject: 'Elija una contraseña nueva',
    text: 'Alguien ha pedido una contraseña nueva para esta dirección en {organization}.\n\nElíjala aquí:\n{link}\n\nEl enlace vale una hora y una sola vez. Si no fue usted, no haga nada: su contraseña sigue como está.',
  },
  fr: {
    subject: 'Choisissez un nouveau mot de passe',
    text: 'Quelqu’un a demandé un nouveau mot de passe pour cette adresse chez {organization}.\n\nChoisissez-le ici :\n{link}\n\nLe lien est valable une heure, une seule fois. Si ce n’était pas vous, ne faites rien : votre mot de passe reste tel qu’il est.',
  },
  pt: {
    subject: 'Escolha uma nova senha',
    text: 'Alguém pediu uma nova senha para este endereço em {organization}.\n\nEscolha-a aqui:\n{link}\n\nO link vale por uma hora, uma vez. Se não foi você, não faça nada: sua senha continua como está.',
  },
  ar: {
    subject: 'اختر كلمة مرور جديدة',
    text: 'طلب أحدهم كلمة مرور جديدة لهذا العنوان لدى {organization}.\n\nاخترها هنا:\n{link}\n\nالرابط صالح ساعة واحدة ولمرة واحدة. إن لم تكن أنت من طلب فلا تفعل شيئًا: تبقى كلمة مرورك كما هي.',
  },
};

export const invitationLetter = (
  language: ConsoleLanguage,
  values: { name: string; organization: string; link: string },
): Words => letter(invitations[language], values);

export const resetLetter = (
  language: ConsoleLanguage,
  values: { organization: string; link: string },
): Words => letter(resets[language], values);

const letter = ({ subject, text }: Words, values: Record<string, string>): Words => ({
  subject: filled(subject, values),
  text: filled(text, values),
});
