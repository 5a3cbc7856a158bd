import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';

/** How the API document knows such a path, until it is complete. */
export const OPEN_MARK = 'x-open-to-all';

/** A path that needs no API key: it is public, or its messages are signed by another rule (a webhook, WeChat). */
export const OpenToAll = (): MethodDecorator =>
  applyDecorators(RouteConfig({ isOpenToAll: true }), ApiExtension(OPEN_MARK, true));

export const isOpenToAll = (config: object): boolean => 'isOpenToAll' in config && config.isOpenToAll === true;
