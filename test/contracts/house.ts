import { everyLogin } from '@bihuan/event-store';

const [workers, others] = [/^bihuan_(\w+)_worker$/, /^bihuan_(?:standalone|worker|vault)$/];

/** The services: each has a login for callers and one for its background. */
export const services: readonly string[] = everyLogin.flatMap((login) => workers.exec(login)?.[1] ?? []);

/** Every process of the house apart: the services, and what has a single login of its own. */
export const apps: readonly string[] = everyLogin
  .filter((login) => !workers.test(login) && !others.test(login))
  .map((login) => login.replace('bihuan_', ''));
