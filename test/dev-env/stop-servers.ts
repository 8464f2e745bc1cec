export { stopServers as default } from './servers-of-the-run';
