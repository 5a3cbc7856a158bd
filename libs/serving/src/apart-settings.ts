import { z } from 'zod';
import { kafkaSettings } from './kafka-settings.js';

const port = z.coerce.number().int().min(0).max(65535);

/** An address of PostgreSQL. */
export const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://');

/** A file or folder. */
export const path = z.string().min(1);

/** Proxies whose X-Forwarded-For is believed, separated by commas. */
export const trustProxy = z.string().min(1).optional();

/** Where a process is reached; every app has these. */
export const listenSettings = {
  /** Address to listen on. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** 0: any free port, printed. */
  PORT: port.default(3000),
};

/** The same of a service apart: what it measures has a port of its own. */
export const apartSettings = {
  ...listenSettings,
  /** `/metrics`, on a port of its own; 0: any free one, printed. */
  METRICS_PORT: port.default(9464),
  ...kafkaSettings,
};

/** What every service apart is told. */
export const serviceSettings = {
  ...apartSettings,
  /** Login of the service, which appends and reads one tenant at a time. */
  DATABASE_URL: postgresUrl,
  /** Login of what runs in the background: it reads all tenants and answers no caller. */
  WORKER_DATABASE_URL: postgresUrl,
  /** Key files of tenants; every process reads the same folder. */
  BIHUAN_KEY_DIR: path,
  BIHUAN_TRUST_PROXY: trustProxy,
};

/** How an app apart listens. */
export type ApartConfig = z.infer<z.ZodObject<typeof apartSettings>>;
/** What every service apart was told. */
export type ServiceConfig = z.infer<z.ZodObject<typeof serviceSettings>>;
