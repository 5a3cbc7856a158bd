import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { OPEN_MARK } from './open-to-all.js';
import { ProblemDto } from './problem.dto.js';
import { edgeCodes } from './problem-codes.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = Operation['responses'];

const KEY = 'apiKey';
const PROBLEM = '#/components/schemas/ProblemDto';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const DECIDED = '#/components/schemas/DecidedDto';
const EMPTY = '#/components/schemas/EmptyDto';

const header = (name: string, description: string, schema: object) => ({
  name,
  in: 'header' as const,
  required: false,
  description,
  schema,
});

const COMMAND_HEADERS = {
  IdempotencyKey: header(
    'Idempotency-Key',
    'One effect and one answer per key, for 72 hours: the same key with the same body answers the first answer again, with `Idempotent-Replayed: true`.',
    { type: 'string', minLength: 1, maxLength: 255 },
  ),
  IfMatch: header('If-Match', 'The `ETag` of the version the caller last saw. 412 when somebody acted since.', {
    type: 'string',
    pattern: '^"\\d{1,9}"$',
    example: '"3"',
  }),
};
const LANGUAGE = {
  AcceptLanguage: header('Accept-Language', 'Language of problem details: zh-CN by default, or `en`.', {
    type: 'string',
    example: 'en',
  }),
};

const ANSWER_HEADERS = {
  ETag: { description: 'Version of the case after the command.', schema: { type: 'string' } },
  'Idempotent-Replayed': {
    description: 'Present when this is the first answer once more.',
    schema: { type: 'string' },
  },
};

/** The document of everything the app answers (OpenAPI 3.1). */
export function openApi(app: NestFastifyApplication): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('bihuan')
    .setDescription('闭环: event-sourced dispatch backend for grassroots social-governance centres.')
    .setVersion('1')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'bh_<id>_<secret>',
        description: 'API key: `Bearer bh_<id>_<secret>`.',
      },
      KEY,
    )
    .build();
  const document = SwaggerModule.createDocument(app, outline, { extraModels: [ProblemDto] });
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      tidy(operation, path);
      complete(operation, method === 'post');
    }
  }
  const parameters = { ...document.components?.parameters, ...COMMAND_HEADERS, ...LANGUAGE };
  return { ...document, servers: [{ url: '/' }], components: { ...document.components, parameters } };
}

/** Grouped by the service that its path names; a summary is one line. */
function tidy(operation: Operation, path: string): void {
  const [, first = '', service] = path.split('/');
  operation.tags = [first === 'v1' && service !== undefined ? service : first];
  if (operation.summary !== undefined) operation.summary = operation.summary.replaceAll(/\s+/g, ' ');
}

/** What holds for every operation and no controller repeats: credential, header fields, the edge's own problems. */
function complete(operation: Operation, isCommand: boolean): void {
  // What is open to all answers in a form of its own: a probe, a platform's webhook.
  if (OPEN_MARK in operation) {
    Reflect.deleteProperty(operation, OPEN_MARK);
    return;
  }
  operation.security = [{ [KEY]: [] }];
  const names = Object.keys({ ...(isCommand ? COMMAND_HEADERS : {}), ...LANGUAGE });
  const fields = names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
  operation.parameters = [...(operation.parameters ?? []), ...fields];
  const { requestBody, responses } = operation;
  if (requestBody && schemaOf(requestBody) === EMPTY) Object.assign(requestBody, { required: false });
  for (const [status, response = {}] of Object.entries(responses)) completeAnswer(Number(status), response);
  for (const [status, code] of edgeAnswers(isCommand)) addAnswer(responses, status, code);
}

function completeAnswer(status: number, response: object): void {
  if (status >= 400) asProblem(response);
  else if (schemaOf(response) === DECIDED) Object.assign(response, { headers: ANSWER_HEADERS });
}

/** Name of the schema that a JSON body has. */
function schemaOf(part: object): string | undefined {
  const { content } = part as { content?: Record<string, { schema?: { $ref?: string } }> };
  return content?.['application/json']?.schema?.$ref;
}

const edgeAnswers = (isCommand: boolean): [string, string][] => {
  const codes = ['invalid-request', 'not-authenticated', 'rate-limited', 'internal', 'service-unavailable'] as const;
  const ofCommands = [
    'request-in-progress',
    'payload-too-large',
    'unsupported-media-type',
    'idempotency-key-reused',
    'case-busy',
  ] as const;
  const all = isCommand ? [...codes, ...ofCommands] : codes;
  return all.map((code) => [String(edgeCodes[code].status), code]);
};

function addAnswer(responses: Responses, status: string, code: string): void {
  const given = responses[status];
  if (given && 'description' in given && given.description) {
    if (!given.description.includes(code)) given.description += `, ${code}`;
  } else {
    const response = { description: code };
    asProblem(response);
    responses[status] = response;
  }
}

function asProblem(response: object): void {
  Object.assign(response, { content: { 'application/problem+json': { schema: { $ref: PROBLEM } } } });
}

/** Swagger UI at `/docs`, the document at `/openapi.json`; made when first asked for. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApi(app), { jsonDocumentUrl: 'openapi.json' });
}
