import { useConsole } from '../../context';
import { t } from '../../i18n/translate';
import { NewsTable } from './news-table';
import { OnThisDevice } from './on-this-device';
import './notifications.css';

/** What who is signed in is told of, everywhere, and what this browser does about it. */
export default function Notifications() {
  const { agent } = useConsole();
  return (
    <div className="notifications">
      {agent ? (
        <NewsTable />
      ) : (
        <p className="quiet">
          {t(
            'You answer no customers, so there is nothing to tell you of. An admin makes somebody an agent.',
          )}
        </p>
      )}
      <OnThisDevice />
    </div>
  );
}
