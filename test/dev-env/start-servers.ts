export { startServers as default } from './servers-of-the-run';
