import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** Ends every feed that is followed as soon as the server closes: it would wait for their connections otherwise. */
@Injectable()
export class OpenFeeds implements OnModuleInit {
  private readonly end = new AbortController();

  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server: FastifyInstance = this.host.httpAdapter.getInstance();
    server.addHook('preClose', async () => this.end.abort());
  }

  /** Aborted when the server closes. */
  get closing(): AbortSignal {
    return this.end.signal;
  }
}
