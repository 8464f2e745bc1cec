// A line of the table of routes.
import type { Endpoint, Guard, Method, OpenEndpoint, Route } from './route';

type Place = `${Method} ${string}`;

// eslint-disable-next-line max-params -- a line of the table
export function on(name: string, place: Place, guard: Exclude<Guard, 'public'>, endpoint: Endpoint): Route {
  return { ...endpoint, ...placeOf(place), name, guard };
}

/** For callers who are not signed in. */
export function open(name: string, place: Place, endpoint: OpenEndpoint): Route {
  return { ...endpoint, ...placeOf(place), name, guard: 'public' };
}

function placeOf(place: Place): { method: Method; path: string } {
  const [method, path] = place.split(' ') as [Method, string];
  return { method, path };
}
