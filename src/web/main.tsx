// Starts the page: style, settings, session, then the app.
import { render } from 'preact';
import { LocationProvider } from 'preact-iso';
import { App } from './app.tsx';
import { loadSession } from './state/session.ts';
import { startSettings } from './state/settings.ts';
import './style/tokens.css';
import './style/base.css';
import './style/layout.css';
import './style/parts.css';

void loadSession();
await startSettings();
const root = document.getElementById('app');
if (root)
  render(
    <LocationProvider>
      <App />
    </LocationProvider>,
    root,
  );
