import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { durationMs } from './instants.js';
import { AdvanceClockDto, ClockDto } from './test-clock.dto.js';

/** All clocks of the process; an app that may move them provides one. The class is the injection token. */
export abstract class TestClock {
  /** Moves every clock forward, and answers the instant they show then, ISO-8601 UTC. */
  abstract advance(ms: number): Promise<string>;
}

/** Listed by a module only under `BIHUAN_TEST_CLOCK`. */
@ApiTags('test')
@Controller('v1/test/clock')
export class TestClockController {
  constructor(private readonly clock: TestClock) {}

  /** Moves all clocks of the process forward. */
  @Post()
  @HttpCode(200)
  async advance(@Body() { advance }: AdvanceClockDto): Promise<ClockDto> {
    return { now: await this.clock.advance(durationMs(advance) ?? 0) };
  }
}
