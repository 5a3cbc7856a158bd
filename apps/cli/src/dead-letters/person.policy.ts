/** Accounts that anybody may be who reaches the machine or the container. */
const NOBODY = new Set(['', 'root', 'node']);
const NAME = /^\S(?:.{0,62}\S)?$/;

/**
 * The person whose name is written down with what is done: who was named, else who is logged in.
 * @throws Error when nobody was named and the login is no person's, or the name is none
 */
export function personOf(named: string | undefined, login: string): string {
  if (named === undefined && NOBODY.has(login))
    throw new Error(`Say who you are: --by NAME. It is written down, and ${login || 'this login'} is nobody.`);
  const name = named ?? login;
  if (!NAME.test(name)) throw new Error('--by: a name of 1 to 64 characters on one line');
  return name;
}
