import { canonicalJson } from '@bihuan/kernel';

/** A JSON Schema, references resolved. */
type Schema = Readonly<Record<string, unknown>>;

interface Message {
  readonly contentType?: string;
  readonly headers?: Schema;
  readonly payload: Schema;
  readonly bindings?: { readonly kafka?: { readonly key?: Schema } };
}

interface Channel {
  readonly address: string;
  readonly messages: Readonly<Record<string, Message>>;
  readonly bindings?: object;
}

/** An AsyncAPI 3 document with its references resolved and its traits applied, as far as consumers rely on it. */
export interface MessagesDocument {
  readonly channels: Readonly<Record<string, Channel>>;
}

/** Keywords that only tell something; `x-…` are the parser's own. */
const TELLING = /^(?:title|description|examples|\$comment|x-.*)$/;
/** Keywords that hold further schemas. */
const NESTED = new Set(['properties', 'required', 'items', 'anyOf', 'oneOf', 'allOf']);

const say = (value: unknown): string => (value === undefined ? 'nothing' : canonicalJson(value));
const isSame = (was: unknown, is: unknown): boolean => say(was) === say(is);
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
const schemasIn = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
const textsIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A described reference is a list of one; without the list, and without what only tells, it is the thing itself. */
function bare(schema: Schema): Schema {
  const { allOf, ...rest } = schema;
  const [only, ...further] = schemasIn(allOf);
  const merged = only && further.length === 0 ? { ...bare(only), ...rest } : schema;
  return Object.fromEntries(Object.entries(merged).filter(([keyword]) => !TELLING.test(keyword)));
}

function* ofKeywords(was: Schema, is: Schema, where: string): Generator<string> {
  const keywords = new Set([...Object.keys(was), ...Object.keys(is)].filter((keyword) => !NESTED.has(keyword)));
  for (const keyword of [...keywords].toSorted()) {
    if (isSame(was[keyword], is[keyword])) continue;
    yield `${where}: ${keyword} was ${say(was[keyword])} and is ${say(is[keyword])}`;
  }
}

function* ofProperties(was: Schema, is: Schema, where: string): Generator<string> {
  const [released, today] = [was['properties'] ?? {}, is['properties'] ?? {}] as Record<string, Schema>[];
  const isRequired = new Set(textsIn(is['required']));
  const wasRequired = new Set(textsIn(was['required']));
  for (const [name, schema] of Object.entries(released ?? {})) {
    const now = today?.[name];
    if (!now) yield `${where}/${name} is gone`;
    else {
      if (wasRequired.has(name) && !isRequired.has(name))
        yield `${where}/${name} was always there and may now be absent`;
      yield* ofSchema(schema, now, `${where}/${name}`);
    }
  }
}

function* ofMembers(was: Schema, is: Schema, where: string): Generator<string> {
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    const [released, today] = [schemasIn(was[keyword]), schemasIn(is[keyword])];
    if (released.length !== today.length) {
      yield `${where}: ${keyword} had ${released.length} members and has ${today.length}`;
      continue;
    }
    for (const [index, schema] of released.entries()) {
      yield* ofSchema(schema, today[index] ?? {}, `${where}/${keyword}/${index}`);
    }
  }
}

function* ofSchema(released: Schema, today: Schema, where: string): Generator<string> {
  const [was, is] = [bare(released), bare(today)];
  yield* ofKeywords(was, is, where);
  yield* ofProperties(was, is, where);
  yield* ofMembers(was, is, where);
  const [wasItems, isItems] = [was['items'], is['items']];
  if (isSchema(wasItems) && isSchema(isItems)) yield* ofSchema(wasItems, isItems, `${where}/items`);
  else if (!isSame(wasItems, isItems)) yield `${where}: items was ${say(wasItems)} and is ${say(isItems)}`;
}

/** Two ids have the same form: the title of the key says which it is. */
function* ofKey(was: Schema | undefined, is: Schema | undefined, where: string): Generator<string> {
  if (!was) return;
  if (!is) yield `${where}: the key is gone`;
  else {
    if (was['title'] !== is['title']) yield `${where}: the key was ${say(was['title'])} and is ${say(is['title'])}`;
    yield* ofSchema(was, is, `${where}: key`);
  }
}

function* ofMessage(was: Message, is: Message, where: string): Generator<string> {
  if (was.contentType !== is.contentType) {
    yield `${where}: contentType was ${say(was.contentType)} and is ${say(is.contentType)}`;
  }
  yield* ofKey(was.bindings?.kafka?.key, is.bindings?.kafka?.key, where);
  yield* ofSchema(was.headers ?? {}, is.headers ?? {}, `${where}: headers`);
  yield* ofSchema(was.payload, is.payload, `${where}: payload`);
}

function* ofChannel(was: Channel, is: Channel): Generator<string> {
  const { address } = was;
  if (!isSame(was.bindings, is.bindings)) {
    yield `${address}: the topic was ${say(was.bindings)} and is ${say(is.bindings)}`;
  }
  for (const [name, message] of Object.entries(was.messages)) {
    const now = is.messages[name];
    if (now) yield* ofMessage(message, now, `${address} ${name}`);
    else yield `${address}: the message ${name} is gone`;
  }
}

/**
 * What in today's document would break somebody who reads by the released one, a sentence each. A reader passes over
 * what it does not know, so further channels, messages, header fields and properties break nobody; a further value of
 * an enum does, for it stands in a place that the reader knows.
 */
export function incompatibleChanges(released: MessagesDocument, today: MessagesDocument): string[] {
  const channels = new Map(Object.values(today.channels).map((channel) => [channel.address, channel]));
  const changes: string[] = [];
  for (const was of Object.values(released.channels)) {
    const is = channels.get(was.address);
    if (is) changes.push(...ofChannel(was, is));
    else changes.push(`the channel ${was.address} is gone`);
  }
  return changes;
}
