import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { canonicalJson } from '@bihuan/kernel';
import { Asks, type Caller } from '@bihuan/platform';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { FeedEventDto, FeedQueryDto, UnitFeedEventDto } from './feed.dto.js';
import { sightOf } from './feed.policy.js';
import { FeedQueries, type Line, type Portion } from './feed.queries.js';
import { OpenFeeds } from './open-feeds.handler.js';

const NDJSON = 'application/x-ndjson';
const SERVER_SENT = 'text/event-stream';
// A whole event fits both forms, so it is not one of the two.
const schema = { anyOf: [FeedEventDto, UnitFeedEventDto].map((line) => ({ $ref: getSchemaPath(line) })) };

/** How an event, and the sign that the feed is open, are written. */
interface Form {
  readonly type: string;
  readonly event: (line: Line) => string;
  readonly sign: string;
}

// The same event is the same bytes, whether it was just written here or read from the ledger.
const textOf = ({ envelope, cursor }: Line): string => canonicalJson({ ...envelope, cursor });

const ndjson: Form = { type: NDJSON, event: (line) => `${textOf(line)}\n`, sign: '\n' };

const serverSent: Form = {
  type: `${SERVER_SENT}; charset=utf-8`,
  event: (line) => `id: ${line.cursor}\nevent: ${line.envelope.eventType}\ndata: ${textOf(line)}\n\n`,
  // A comment, and the blank line that ends it.
  sign: ':\n\n',
};

@ApiTags('audit')
@ApiExtraModels(FeedEventDto, UnitFeedEventDto)
@Controller('v1/audit/feed')
export class FeedController {
  constructor(
    private readonly feed: FeedQueries,
    private readonly open: OpenFeeds,
  ) {}

  /**
   * Every event in the order of the ledger, at least once: NDJSON, or server-sent events with
   * `Accept: text/event-stream`. An AUDITOR reads the tenant's events, an INTEGRATOR the cases of its own sources, a unit
   * what its topic holds: allow-listed events of its own cases, without what is not its business and without hashes, each
   * case begun by a `CaseHandedToUnit`. What was read is known by (streamId, streamVersion), never by position.
   * @throws {403} role-not-allowed
   * @throws {410} ledger-went-back
   */
  @Get()
  @ApiOkResponse({ content: { [NDJSON]: { schema }, [SERVER_SENT]: { schema } } })
  async read(
    @Query() { after, follow = false, streams = 'case' }: FeedQueryDto,
    @Asks() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const sight = sightOf(caller, streams);
    const { headers } = reply.request;
    const form = headers.accept?.includes(SERVER_SENT) === true ? serverSent : ndjson;
    // A browser that lost the connection asks again with the id of the last event (HTML, server-sent events).
    const start = await this.feed.startAt(caller.tenantId, after ?? lastEventId(form, headers));
    const gone = new AbortController();
    const ended = AbortSignal.any([gone.signal, this.open.closing]);
    const body = Readable.from(written(this.feed.portions(sight, start, follow, ended), form), {
      objectMode: false,
    });
    body.once('close', () => gone.abort());
    void reply.type(form.type);
    return body;
  }
}

const lastEventId = (form: Form, { 'last-event-id': id }: IncomingHttpHeaders): string | undefined =>
  form === serverSent && typeof id === 'string' ? id : undefined;

/** Taken only as fast as the reader takes it: while its connection is full, no further page is read. */
async function* written(portions: AsyncGenerator<Portion>, { event, sign }: Form): AsyncGenerator<string> {
  for await (const { lines } of portions) yield lines.length === 0 ? sign : lines.map(event).join('');
}
