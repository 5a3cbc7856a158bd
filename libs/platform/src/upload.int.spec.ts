import { Refusal } from '@bihuan/kernel';
import { Controller, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { type ApiKey, Callers, createApp, newApiKey, TakesUploads, uploadIn } from './index.js';

const { token, publicId, secretHash } = newApiKey();
const bound = { unitId: null, staffId: null, gridCodes: [], sourceSystems: [], expiresAt: null, revokedAt: null };
const clerk: ApiKey = {
  publicId,
  tenantId: 'zhanyi',
  keyId: 'clerk-1',
  secretHash,
  role: 'CLERK',
  rate: 99,
  burst: 99,
  ...bound,
};
const tooLarge = () =>
  new Refusal('PHOTO_TOO_LARGE', { kind: 'too-large', zh: '照片过大', en: 'The photo is too large' });

const formWith = (field: string, bytes: number) => {
  const form = new FormData();
  form.set(field, new File([Buffer.alloc(bytes)], 'a.jpg', { type: 'image/jpeg' }));
  return form;
};

/** Nobody here asks too often. */
const plenty = async (_: unknown, granted: number) => ({ granted, remaining: granted });
@Controller('v1/photos')
class PhotoController {
  @Post()
  @TakesUploads()
  async take(@Req() request: FastifyRequest): Promise<object> {
    const { type, size } = await uploadIn(request, 'file', { maxBytes: 200_000, tooLarge });
    return { type, size };
  }

  @Post('none')
  none(): void {}
}

@Module({
  controllers: [PhotoController],
  providers: [
    { provide: Callers, useValue: { findKey: async () => clerk, takeTokens: plenty, bodyKey: () => Buffer.alloc(32) } },
  ],
})
class PhotoModule {}

describe('an upload', () => {
  let app: NestFastifyApplication;
  const send = async (url: string, form: FormData | string) => {
    const request = new Request('http://x', { method: 'POST', body: form });
    const { statusCode, json } = await app.inject({
      method: 'POST',
      url,
      payload: Buffer.from(await request.arrayBuffer()),
      headers: {
        authorization: `Bearer ${token}`,
        'content-type':
          request.headers.get('content-type')?.replace('text/plain;charset=UTF-8', 'multipart/form-data') ?? '',
      },
    });
    return [statusCode, json<object>()];
  };
  beforeAll(async () => {
    app = await createApp(PhotoModule, { log: { level: 'silent' } });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  it('brings its file and its type', async () => {
    expect(await send('/v1/photos', formWith('file', 150_000))).toEqual([201, { type: 'image/jpeg', size: 150_000 }]);
  });

  it.each([
    ['just above the limit', 200_001],
    ['far above the limit', 2_000_000],
  ])('is refused %s', async (_, bytes) => {
    expect(await send('/v1/photos', formWith('file', bytes))).toMatchObject([413, { code: 'photo-too-large' }]);
  });

  it('needs its field', async () => {
    const errors = [{ pointer: '/file', code: 'required' }];
    expect(await send('/v1/photos', formWith('other', 1))).toMatchObject([400, { code: 'invalid-request', errors }]);
  });

  it('is a form', async () => {
    expect(await send('/v1/photos', 'no form')).toMatchObject([
      400,
      { errors: [{ pointer: '', code: 'malformed-form' }] },
    ]);
  });

  it('is taken only where one is expected', async () => {
    expect(await send('/v1/photos/none', formWith('file', 1))).toMatchObject([415, { code: 'unsupported-media-type' }]);
  });
});
