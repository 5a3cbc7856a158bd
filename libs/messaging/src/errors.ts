/** A message on one of our topics that the relay never wrote; names the headers that are wrong, never their values. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}
