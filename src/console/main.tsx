import './styles/mantine';
import './styles/base.css';
import './styles/shell.css';
import './styles/list.css';
import './styles/conversation.css';
import './styles/composer.css';
import './styles/pages.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';

createRoot(document.getElementById('root')!).render(<App />);
