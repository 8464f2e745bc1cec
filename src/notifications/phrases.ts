import type { ConsoleLanguage } from '../protocol/model/console-languages';
import type { NewsKind } from '../protocol/notifications';

/** {what} happened and {who} it concerns; {count} of things; {console}: its address */
export interface NewsPhrases {
  titles: Record<NewsKind, string>;
  /** Who has no name. */
  visitor: string;
  line: string;
  several: string;
  /** Why it came. */
  why: string;
  end: string;
  /** Where nobody knows the server's address. */
  endThere: string;
}

/** The titles are the console's own. */
export const newsPhrases: Record<ConsoleLanguage, NewsPhrases> = {
  en: {
    titles: {
      assigned: 'A conversation is yours now',
      unanswered: 'A customer waits for your answer',
      message: 'A customer wrote to you',
      waiting: 'A customer waits for a person',
      returned: 'A conversation that you put away is back',
      mentioned: 'A colleague mentioned you',
      due_soon: 'What you promised is due soon',
      overdue: 'What you promised is overdue',
      not_sent: 'A scheduled reply was not sent',
    },
    visitor: 'a visitor',
    line: '{what}: {who}',
    several: '{count} things wait for you in Parley',
    why: 'You get this because you asked for mails of it, and no console of yours was open.',
    end: 'Change what you are told of, or end these mails: {console}/settings?section=notifications',
    endThere: 'Under Settings, Notifications you change what you are told of, or end these mails.',
  },
  de: {
    titles: {
      assigned: 'Eine Unterhaltung gehört jetzt Ihnen',
      unanswered: 'Ein Kunde wartet auf Ihre Antwort',
      message: 'Ein Kunde hat Ihnen geschrieben',
      waiting: 'Ein Kunde wartet auf einen Menschen',
      returned: 'Eine Unterhaltung, die Sie zurückgestellt hatten, ist wieder da',
      mentioned: 'Jemand aus dem Team hat Sie erwähnt',
      due_soon: 'Was Sie zugesagt haben, ist bald fällig',
      overdue: 'Was Sie zugesagt haben, ist überfällig',
      not_sent: 'Eine geplante Antwort wurde nicht gesendet',
    },
    visitor: 'ein Besucher',
    line: '{what}: {who}',
    several: '{count} Dinge warten in Parley auf Sie',
    why: 'Sie erhalten diese E-Mail, weil Sie es so gewählt haben und Ihre Konsole nirgends offen war.',
    end: 'Hier ändern Sie, wovon Sie erfahren, oder beenden diese E-Mails: {console}/settings?section=notifications',
    endThere:
      'Unter Einstellungen, Benachrichtigungen ändern Sie, wovon Sie erfahren, oder beenden diese E-Mails.',
  },
  es: {
    titles: {
      assigned: 'Una conversación es ahora suya',
      unanswered: 'Un cliente espera su respuesta',
      message: 'Un cliente le ha escrito',
      waiting: 'Un cliente espera a una persona',
      returned: 'Ha vuelto una conversación que aplazó',
      mentioned: 'Un compañero le ha mencionado',
      due_soon: 'Lo que prometió vence pronto',
      overdue: 'Lo que prometió está vencido',
      not_sent: 'Una respuesta programada no se envió',
    },
    visitor: 'un visitante',
    line: '{what}: {who}',
    several: '{count} cosas le esperan en Parley',
    why: 'Recibe este correo porque así lo eligió y no tenía ninguna consola abierta.',
    end: 'Cambie de qué se le avisa, o deje de recibir estos correos: {console}/settings?section=notifications',
    endThere: 'En Ajustes, Notificaciones, cambia de qué se le avisa o deja de recibir estos correos.',
  },
  fr: {
    titles: {
      assigned: 'Une conversation est maintenant à vous',
      unanswered: 'Un client attend votre réponse',
      message: 'Un client vous a écrit',
      waiting: 'Un client attend une personne',
      returned: 'Une conversation que vous aviez mise de côté est de retour',
      mentioned: 'Un collègue vous a mentionné',
      due_soon: 'Ce que vous avez promis arrive bientôt à échéance',
      overdue: 'Ce que vous avez promis est en retard',
      not_sent: 'Une réponse programmée n’a pas été envoyée',
    },
    visitor: 'un visiteur',
    line: '{what} : {who}',
    several: '{count} choses vous attendent dans Parley',
    why: 'Vous recevez cet e-mail parce que vous l’avez choisi et que vous n’aviez aucune console ouverte.',
    end: 'Pour changer ce dont vous êtes averti, ou ne plus recevoir ces e-mails : {console}/settings?section=notifications',
    endThere: 'Dans Réglages, Notifications, vous changez ce dont vous êtes averti, ou arrêtez ces e-mails.',
  },
  pt: {
    titles: {
      assigned: 'Uma conversa agora é sua',
      unanswered: 'Um cliente aguarda sua resposta',
      message: 'Um cliente escreveu para você',
      waiting: 'Um cliente aguarda uma pessoa',
      returned: 'Uma conversa que você adiou está de volta',
      mentioned: 'Um colega mencionou você',
      due_soon: 'O que você prometeu vence em breve',
      overdue: 'O que você prometeu está atrasado',
      not_sent: 'Uma resposta agendada não foi enviada',
    },
    visitor: 'um visitante',
    line: '{what}: {who}',
    several: '{count} coisas esperam por você no Parley',
    why: 'Você recebe este e-mail porque assim escolheu e não tinha nenhum console aberto.',
    end: 'Mude do que você é avisado, ou pare de receber estes e-mails: {console}/settings?section=notifications',
    endThere: 'Em Configurações, Notificações, você muda do que é avisado ou para de receber estes e-mails.',
  },
  ar: {
    titles: {
      assigned: 'أصبحت محادثة من نصيبك الآن',
      unanswered: 'عميل ينتظر ردّك',
      message: 'كتب إليك عميل',
      waiting: 'عميل ينتظر شخصًا',
      returned: 'عادت محادثة كنت قد أجّلتها',
      mentioned: 'ذكرك أحد الزملاء',
      due_soon: 'ما وعدت به يحين موعده قريبًا',
      overdue: 'تأخّر ما وعدت به',
      not_sent: 'لم يُرسَل رد مجدول',
    },
    visitor: 'زائر',
    line: '{what}: {who}',
    several: 'أمور تنتظرك في Parley، عددها: {count}',
    why: 'تصلك هذه الرسالة لأنك اخترت ذلك ولم تكن لديك وحدة تحكم مفتوحة.',
    end: 'لتغيير ما تُبلَّغ به أو إيقاف هذه الرسائل: {console}/settings?section=notifications',
    endThere: 'من الإعدادات ثم الإشعارات تغيّر ما تُبلَّغ به أو توقف هذه الرسائل.',
  },
};
