import './styles/mantine';
import './ui/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/list.css';
import './styles/conversation.css';
import './styles/composer.css';
import './styles/pages.css';
import './styles/touch.css';
import { loadLanguage } from './i18n/languages';

const browser = { storage: localStorage, wanted: navigator.languages };
void loadLanguage(browser, document.documentElement).then(() => import('./start'));
