import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { EdgeOptions } from './edge-options.js';
import { HealthChecks } from './health-checks.js';
import { LiveDto, ReadyDto } from './health.dto.js';
import { OpenToAll } from './open-to-all.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly options: EdgeOptions,
  ) {}

  /** Whether the process runs. */
  @Get('live')
  @OpenToAll()
  live(): LiveDto {
    return { status: 'ok', ...(this.options.testClock ? { testClock: true } : {}) };
  }

  /**
   * Whether requests may be sent here.
   * @throws {503} a check is red: the same body, with its reason
   */
  @Get('ready')
  @OpenToAll()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyDto> {
    const { isReady, checks } = await this.checks.run();
    if (!isReady) void reply.status(503).header('retry-after', '1');
    return { status: isReady ? 'ok' : 'unavailable', checks };
  }
}
